"""An invented mine accident as three invented outlets tell it: conflict, copies, trimmed quotes, hostile headlines."""

from datetime import date

from tests.unit.release.invented_release import InventedRelease

DAY_ONE, DAY_TWO = date(2031, 3, 12), date(2031, 3, 13)
HOSTILE = "<script>alert(1)</script> =cmd|'/c calc'!A0 {{7*7}} \u202egnp.exe </script><!-- 😀"
AGENCY = "Rescuers had brought 112 miners to the surface by dawn, according to the ministry."
CHANGED = "Rescuers had brought 121 miners to the surface by dawn, according to the ministry."
LONG_QUOTE = "Every family here will get an answer, and those who signed the safety papers will answer first"


def mine_story() -> InventedRelease:
    """Return a small release that has something in every section of the report."""
    release = InventedRelease()
    wire = release.article(
        "Meridian Wire",
        DAY_ONE,
        "At least 21 killed in mine explosion",
        "An explosion killed at least 21 miners on Tuesday, officials said. Dozens more were trapped.",
        AGENCY,
        f"“{LONG_QUOTE},” President Oleksy Varnenko said in an address.",
    )
    daily = release.article(
        "Northgate Daily",
        DAY_ONE,
        HOSTILE,
        "😀 Union leaders put the toll far higher. They said on Wednesday that 34 miners were killed.",
        AGENCY,
        "“Every family here will get an answer,” Varnenko said.",
    )
    courier = release.article(
        "Kalindra Courier",
        DAY_TWO,
        "Toll rises to 26",
        "The ministry said that 26 miners were killed. It gave no names.",
        CHANGED,
        "“Every single family here will get an answer, and those who signed the papers will answer,” he said.",
    )
    place = {"place": "Karsk", "as_of_on": DAY_ONE}
    release.claim(
        wire, "at least 21 miners", 21, "toll", value_high=None, modifier="at_least", attributed_to="officials", **place
    )
    release.claim(daily, "34 miners", 34, "toll", attributed_to="Union leaders", attributed_name="Mine Union", **place)
    release.claim(courier, "26 miners", 26, "toll", attributed_to="The ministry", **place)
    release.quote(wire, LONG_QUOTE, "Oleksy Varnenko", "answer", speaker="President Oleksy Varnenko")
    release.quote(daily, "Every family here will get an answer", "Oleksy Varnenko", "answer", speaker="Varnenko")
    altered = "Every single family here will get an answer, and those who signed the papers will answer"
    release.quote(courier, altered, "Oleksy Varnenko", "answer", speaker="he")
    for article, surface in ((wire, "Oleksy Varnenko"), (daily, "Varnenko")):
        release.mention(article, surface, "Oleksy Varnenko")
    release.altered(AGENCY, CHANGED, "112 / 121")
    release.reject("velmar/photo.txt", "format_known", "binary file <b>bold</b>", '{"path": "=1+1"}')
    return release
