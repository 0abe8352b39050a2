"""The page's plots as Vega-Lite specifications; the page fills in the data, the height and the colours of its theme.

Altair writes and checks the specifications: ``python -m pipeline.release.report.charts`` writes them to the file that
the page takes them from, so that no release waits for it.
"""

from typing import Any

import altair as alt
import msgspec

from pipeline.release.report.page import PLOTS


def plots() -> bytes:
    """Return the specifications of all plots by name, as JSON."""
    found = {
        "overview": overview(),
        "range": range_plot(is_logarithmic=False),
        "wideRange": range_plot(is_logarithmic=True),
    }
    return msgspec.json.format(msgspec.json.encode(found)) + b"\n"


def overview() -> dict[str, Any]:
    """Return the plot of articles by outlet and day.

    Its data ``points`` have ``outlet``, ``day``, ``order`` (of the days) and ``articles``. Parameter ``numbers`` says
    whether there is room for numbers in the cells.
    """
    numbers = alt.param(name="numbers", value=True)
    outlet = alt.Y("outlet:N", title=None, sort=None, axis=alt.Axis(domain=False, ticks=False, labelLimit=170))
    day = alt.X(
        "day:O",
        title=None,
        sort=alt.EncodingSortField("order", op="min"),
        axis=alt.Axis(orient="top", labelAngle=0, labelOverlap=True, domain=False, ticks=False),
    )
    cells = (
        alt.Chart()
        .mark_rect(cornerRadius=3)
        .encode(
            x=day,
            y=outlet,
            color=alt.Color("articles:Q", legend=None, scale=alt.Scale(domainMin=0)),
            tooltip=[
                alt.Tooltip("outlet:N", title="Outlet"),
                alt.Tooltip("day:O", title="Day"),
                alt.Tooltip("articles:Q", title="Articles"),
            ],
        )
    )
    counts = (
        alt.Chart()
        .mark_text(fontWeight=600)
        .encode(x=day, y=outlet, text=alt.Text("articles:Q"), opacity=alt.value(alt.ExprRef("numbers ? 1 : 0")))
    )
    return _spec(alt.layer(cells, counts, data=alt.NamedData("points")).add_params(numbers))


def range_plot(*, is_logarithmic: bool) -> dict[str, Any]:
    """Return the plot of one figure: a tick for each value of each outlet, a bar for the bounds that its words allow.

    Its data ``points`` have ``outlet``, ``value``, ``low`` and ``high`` (where the bar starts and ends),
    ``is_open_up``, ``is_open_down``, ``label``, ``above`` (what stands above the tick: labels that would overlap stand
    together) and ``href`` (the place that it was read from). The one row of
    ``spread`` has ``least`` and ``greatest``, the ends of what all claims allow. Parameters ``axis_from`` and
    ``axis_to`` are the ends of the axis.
    """
    parameters = [alt.param(name=name, value=1) for name in ("axis_from", "axis_to")]
    scale = alt.Scale(
        type="log" if is_logarithmic else "linear",
        zero=alt.Undefined if is_logarithmic else False,
        nice=False,
        domainMin=alt.ExprRef("axis_from"),
        domainMax=alt.ExprRef("axis_to"),
    )
    axis = alt.Axis(orient="bottom", tickCount=4, format=",~r" if is_logarithmic else ",~f", grid=not is_logarithmic)
    outlet = alt.Y("outlet:N", title=None, sort=None, axis=alt.Axis(domain=False, ticks=False, labelLimit=150))
    spread = (
        alt.Chart(alt.NamedData("spread"))
        .mark_rect(style="spread")
        .encode(x=alt.X("least:Q", title=None), x2="greatest:Q")
    )
    base = alt.Chart(alt.NamedData("points")).encode(y=outlet)
    x = alt.X("value:Q", title=None, scale=scale, axis=axis)
    bounds = base.mark_rule(strokeWidth=3, style="bounds").encode(
        x=alt.X("low:Q", title=None, scale=scale), x2="high:Q"
    )
    up = (
        base.transform_filter("datum.is_open_up")
        .mark_point(shape="triangle-right", filled=True, size=70, style="bounds")
        .encode(x=alt.X("high:Q"))
    )
    down = (
        base.transform_filter("datum.is_open_down")
        .mark_point(shape="triangle-left", filled=True, size=70, style="bounds")
        .encode(x=alt.X("low:Q"))
    )
    ticks = base.mark_tick(thickness=4, height=16, cursor="pointer", style="value").encode(
        x=x, tooltip=[alt.Tooltip("outlet:N", title="Outlet"), alt.Tooltip("label:N", title="Says")]
    )
    labels = base.mark_text(dy=-14, style="number").encode(x=alt.X("value:Q"), text="above:N")
    return _spec(alt.layer(spread, bounds, up, down, ticks, labels).add_params(*parameters))


def _spec(chart: alt.LayerChart | alt.FacetChart) -> dict[str, Any]:
    sized = chart.properties(width="container", autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
    specification: dict[str, Any] = sized.to_dict()
    specification.pop("config", None)
    return specification


def main() -> None:
    """Write the file of plots again."""
    PLOTS.write_bytes(plots())


if __name__ == "__main__":
    main()
