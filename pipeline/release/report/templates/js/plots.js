// Vega-Lite plots in the colours of the page. Expressions are interpreted, not compiled: the page allows no eval.

const dark = matchMedia("(prefers-color-scheme: dark)");

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function plotConfig() {
  const font = colour("--sans");
  return {
    background: "transparent", font, view: { stroke: null },
    axis: { labelColor: colour("--ink"), gridColor: colour("--rule"), labelFontSize: 13, labelFont: font, labelPadding: 8 },
    axisX: { labelColor: colour("--muted"), labelFontSize: 12 },
    rect: { stroke: colour("--paper"), strokeWidth: 2 },
    text: { color: colour("--ink"), fontSize: 13, font },
    range: { heatmap: [colour("--heat-low"), colour("--heat-high")], ramp: [colour("--heat-low"), colour("--heat-high")] },
    style: {
      spread: { color: colour("--accent"), opacity: 0.1 },
      bounds: { color: colour("--muted"), opacity: 0.55 },
      value: { color: colour("--accent"), opacity: 1 },
      number: { color: colour("--ink"), fontSize: 13, fontWeight: 600, font },
    },
  };
}

const ERRORS_ONLY = 1;
const AXIS_HEIGHT = 34;
const drawn = new Map();

async function draw(container) {
  const { specification, follow } = drawn.get(container);
  const spec = { ...specification, config: plotConfig() };
  const options = { renderer: "svg", actions: false, ast: true, defaultStyle: false, tooltip: false, logLevel: ERRORS_ONLY };
  const { view } = await vegaEmbed(container, spec, options);
  if (follow) view.addEventListener("click", (_, item) => item?.datum?.href && (location.hash = item.datum.href));
}

const near = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    draw(target);
  }
}, { rootMargin: "400px" });

/** Return an element in which a plot is drawn when it comes near the screen; `description` is read out in its place. */
function plot(specification, description, { height, follow = false }) {
  const container = el("div", { class: "plot" });
  container.style.setProperty("--height", `${height + AXIS_HEIGHT}px`);
  drawn.set(container, { specification: { ...specification, height }, follow });
  near.observe(container);
  return el("div", { class: "plot-frame", role: "img", "aria-label": description }, container);
}

dark.addEventListener("change", () => {
  for (const container of drawn.keys()) {
    if (!container.isConnected) drawn.delete(container);
    else if (container.hasChildNodes()) draw(container);
  }
});
