"""Plots for Dagster's pages: drawn by Altair into the page itself, so that nothing is fetched. No decisions here."""

from base64 import b64encode
from collections import Counter

import pyarrow as pa

from pipeline.steps.workbench import Workbench

EDITIONS_SHOWN = 31
EDITIONS_OF_A_RUN = EDITIONS_SHOWN
"""Dagster keeps a run's metadata once for each edition that it touches; larger runs go without the plot."""

OUTLETS_SHOWN = 9
"""More colours cannot be told apart; smaller outlets are put together."""

OTHERS = "other outlets"
NOT_NAMED = "outlet not known"


def articles_by_edition_and_outlet(bench: Workbench) -> str:
    """Return a bar plot of the articles of the newest editions, as an image in markdown that holds its own data.

    At most 60 kB; one outlet has the same colour in all bars.
    """
    editions = sorted(
        {edition for batch in bench.store.batches("articles", columns=["edition"]) for edition in _of(batch)}
    )
    shown = editions[-EDITIONS_SHOWN:]
    columns = ["article_id", "outlet_name", "outlet_domain"]
    sources = bench.store.read("source_articles", partitions=shown, columns=columns).to_pylist()
    outlet_of = {row["article_id"]: row["outlet_name"] or row["outlet_domain"] or NOT_NAMED for row in sources}
    articles = bench.store.read("articles", partitions=shown, columns=["article_id", "edition"]).to_pylist()
    counts = Counter((row["edition"], outlet_of.get(row["article_id"], NOT_NAMED)) for row in articles)
    if not counts:
        return "No articles."
    totals = Counter[str]()
    for (_, outlet), count in counts.items():
        totals[outlet] += count
    largest = sorted(totals, key=lambda outlet: (-totals[outlet], outlet))[:OUTLETS_SHOWN]
    bars = Counter[tuple[str, str]]()
    for (edition, outlet), count in counts.items():
        bars[edition, outlet if outlet in largest else OTHERS] += count
    order = [*largest, OTHERS] if len(totals) > len(largest) else largest
    values = [
        {"edition": edition, "outlet": outlet, "articles": count, "rank": -order.index(outlet)}
        for (edition, outlet), count in sorted(bars.items())
    ]
    text = f"Articles of {len(shown)} editions by outlet"
    older = f"The newest {len(shown)} of {len(editions)} editions.\n\n" if len(shown) < len(editions) else ""
    return f"{older}![{text}](data:image/svg+xml;base64,{b64encode(_bar_plot(values, order).encode()).decode()})"


def _of(batch: pa.RecordBatch) -> list[str]:
    editions: list[str] = batch["edition"].unique().to_pylist()
    return editions


def _bar_plot(values: list[dict[str, object]], outlets: list[str]) -> str:
    import altair as alt  # noqa: PLC0415 - few runs draw a plot, and the two take a second to start
    import vl_convert as vlc  # noqa: PLC0415 - as above

    colours = alt.Color("outlet:N", title=None, sort=outlets, scale=alt.Scale(scheme="tableau10", domain=outlets))
    chart = (
        alt.Chart(alt.InlineData(values=values))
        .mark_bar()
        .encode(
            x=alt.X("edition:O", title=None, axis=alt.Axis(labelAngle=-90)),
            y=alt.Y("sum(articles):Q", title="articles", axis=alt.Axis(tickMinStep=1, format="d")),
            color=colours.legend(alt.Legend(labelLimit=220)),
            order="rank:Q",
        )
        .properties(width=max(240, 20 * len({row["edition"] for row in values})), height=220, background="white")
        .configure(aria=False)
    )
    image: str = vlc.vegalite_to_svg(chart.to_json())
    return image
