"""Who published an article, from what is said of it."""

import pytest

from pipeline.sources.outlets import clean_url, outlet_of, registered_domain


@pytest.mark.parametrize(
    ("value", "domain"),
    [
        ("https://www.news.tidewater.co.uk/a?b=c", "tidewater.co.uk"),
        ("tidewater.com", "tidewater.com"),
        ("WWW.Tidewater.COM", "tidewater.com"),
        ("http://localhost/x", None),
        ("http://10.0.0.1/x", None),
        ("not a host", None),
        ("http://[broken/", None),
        ("", None),
        (None, None),
    ],
)
def test_the_registered_domain(value: str | None, domain: str | None) -> None:
    assert registered_domain(value) == domain


@pytest.mark.parametrize(
    "value", ["javascript:alert(1)", "ftp://tidewater.com/x", "https://", "https://a b.com", "/news/1", 7, None]
)
def test_what_is_no_web_address_is_no_url(value: object) -> None:
    assert clean_url(value) is None


def test_a_name_goes_with_the_domain_of_the_address() -> None:
    outlet = outlet_of("The  Tidewater Post", "https://m.tidewater.com/ferry")
    assert (outlet.name, outlet.domain) == ("The Tidewater Post", "tidewater.com")


def test_a_source_that_is_a_host_is_a_domain() -> None:
    assert outlet_of("www.tidewater.com").domain == "tidewater.com"
    assert outlet_of("www.tidewater.com").name is None
    assert outlet_of({"name": "Tidewater Post", "url": "https://tidewater.com"}).domain == "tidewater.com"
