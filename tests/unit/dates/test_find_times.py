"""Which phrases place something in time."""

import pytest

from pipeline.dates import find_times


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("At least 12 people have died since Thursday.", ["since Thursday"]),
        ("It began in the early hours of Monday.", ["in the early hours of Monday"]),
        ("On February 24 and again on 3 March, roads closed.", ["On February 24", "on 3 March"]),
        ("In the past 24 hours, forty more fled.", ["In the past 24 hours"]),
        ("By Friday evening five buses had come.", ["By Friday evening"]),
        ("Nine fell on the first day of the strike.", ["on the first day of the strike"]),
        ("The mayor may march with them.", []),
    ],
)
def test_time_expressions_of_a_sentence(text: str, phrases: list[str]) -> None:
    found = find_times(text)
    assert [time.text for time in found] == phrases
    assert all(text[time.char_start : time.char_end] == time.text for time in found)
