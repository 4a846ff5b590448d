const charts = new WeakMap();
const dark = matchMedia("(prefers-color-scheme: dark)");
const rowHeight = 16;
const letterWidth = 6.6;
const config = { displayModeBar: false, displaylogo: false, doubleClick: false, scrollZoom: false, showTips: false, typesetMath: false };
// The second line of a tick label is shown only where it changes.
const dates = [
  { dtickrange: [null, 86399999], value: "%H:%M\n%-d %b %Y" },
  { dtickrange: [86400000, 2419200000], value: "%-d %b\n%Y" },
  { dtickrange: ["M1", "M11"], value: "%b\n%Y" },
  { dtickrange: ["M12", null], value: "%Y" },
];
let library;

// plotly.js adds style elements unless elements with these ids exist. The content security policy forbids them; the stylesheet has the
// rules.
function markStyles() {
  for (const id of ["plotly.js-style-global", "9f215cf04c5486422605d13261cb87401f4e7763b6296af81e98efbc0130da53"]) {
    const mark = document.createElement("meta");
    mark.id = id;
    mark.className = "no-inline-styles";
    document.head.append(mark);
  }
}

function load(address) {
  library ??= new Promise((done, failed) => {
    markStyles();
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => done(window.Plotly);
    script.onerror = () => {
      library = undefined;
      script.remove();
      failed(new Error(`${address} did not load`));
    };
    document.head.append(script);
  });
  return library;
}

// Returns immediately, so that the page does not wait for the drawing. Without a figure, the chart is cleared.
export function draw(root, bytes, address) {
  const chart = charts.get(root) ?? attach(root);
  chart.figure = bytes.length > 0 ? JSON.parse(new TextDecoder().decode(bytes)) : null;
  if (!chart.figure) {
    clear(chart);
    return;
  }
  load(address).then(plotly => {
    chart.plotly = plotly;
    chart.repaint();
  }, () => {
    if (!chart.gone) root.replaceChildren(Object.assign(document.createElement("p"), { className: "failed", textContent: "The drawing did not load. The table has the numbers." }));
  });
}

export function remove(root) {
  const chart = charts.get(root);
  if (!chart) return;
  chart.gone = true;
  chart.size.disconnect();
  dark.removeEventListener("change", chart.repaint);
  clear(chart);
  charts.delete(root);
}

function attach(root) {
  const chart = { root, frame: 0, gone: false };
  // Combine several repaints in one frame.
  chart.repaint = () => {
    chart.frame ||= requestAnimationFrame(() => {
      chart.frame = 0;
      paint(chart);
    });
  };
  chart.size = new ResizeObserver(chart.repaint);
  chart.size.observe(root);
  dark.addEventListener("change", chart.repaint);
  charts.set(root, chart);
  return chart;
}

function clear(chart) {
  if (chart.surface) chart.plotly.purge(chart.surface);
  chart.surface = undefined;
  chart.root.replaceChildren();
}

function paint(chart) {
  const { root, figure, plotly } = chart;
  if (chart.gone || !figure || !plotly || root.clientWidth === 0) return;
  const first = !chart.surface;
  if (first) {
    chart.surface = document.createElement("div");
    root.replaceChildren(chart.surface);
  }
  const style = getComputedStyle(root);
  const data = colored(figure.data, style);
  plotly.react(chart.surface, data, layoutOf(figure, style, root.clientWidth, root.clientHeight), config);
  if (first) listen(chart.surface);
}

function listen(surface) {
  surface.on("plotly_hover", e => surface.classList.toggle("opens", !!e.points[0]?.customdata));
  surface.on("plotly_unhover", () => surface.classList.remove("opens"));
  surface.on("plotly_click", e => {
    const link = e.points[0]?.customdata;
    if (!link) return;
    const target = new URL(link, document.baseURI);
    if (target.origin !== location.origin) return;
    if (e.event.ctrlKey || e.event.metaKey) open(target, "_blank", "noopener");
    else Blazor.navigateTo(target.href);
  });
}

function layoutOf(figure, style, width, height) {
  const color = name => resolve(name, style);
  const marks = labelled(figure.marks, width);
  const rows = marks.reduce((most, m) => Math.max(most, m.row + 1), 0);
  const axis = {
    automargin: true, fixedrange: true, gridcolor: color("--line"), gridwidth: 1, linecolor: color("--line"), zeroline: false, zerolinecolor: color("--muted"), zerolinewidth: 1.5,
    tickcolor: color("--line"), exponentformat: "none",
  };
  const font = { family: style.fontFamily, size: 12, color: color("--muted") };
  return {
    width, height, autosize: false, font, separators: ".\u202f", dragmode: false, hovermode: "closest", hoverdistance: 30, showlegend: false,
    paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    margin: { l: 36, r: 16, t: 10 + rows * rowHeight, b: 28, pad: 4 },
    barmode: figure.layout.barmode, bargap: 0.35, bargroupgap: 0.08,
    hoverlabel: { bgcolor: color("--surface"), bordercolor: color("--line"), align: "left", font: { ...font, color: color("--text") }, namelength: -1 },
    xaxis: { ...axis, showgrid: false, showline: true, ticks: "outside", ticklen: 4, ...axisOf(figure.layout.xaxis, font) },
    yaxis: { ...axis, nticks: Math.max(3, Math.round(height / 40)), separatethousands: true, ...axisOf(figure.layout.yaxis, font) },
    shapes: marks.map(m => ({
      type: "line", xref: "paper", yref: "paper", x0: m.at, x1: m.at, y0: 0, y1: 1, layer: "above",
      line: { color: color(m.is_rubric ? "--warn" : "--muted"), width: m.is_rubric ? 1.5 : 1, dash: m.is_rubric ? "dash" : "dot" },
    })),
    annotations: marks.filter(m => m.row >= 0).map(m => ({
      text: m.label, xref: "paper", yref: "paper", x: m.at, y: 1, xanchor: m.anchor, yanchor: "bottom", yshift: m.row * rowHeight, showarrow: false, borderpad: 2,
      font: { ...font, size: 11, color: color(m.is_rubric ? "--warn" : "--muted") },
    })),
  };
}

function axisOf({ title, ...rest }, font) {
  if (title) rest.title = { text: title, standoff: 8, font };
  if (rest.type === "date") rest.tickformatstops = dates;
  return rest;
}

// Places labels in up to three rows without overlap. A mark without room keeps its line but has no label; the table lists it.
function labelled(marks, width) {
  const ends = [];
  const inner = width - 70;
  return marks.map(mark => {
    const anchor = mark.at > 0.75 ? "right" : "left";
    const wide = mark.letters * letterWidth + 10;
    const left = mark.at * inner - (anchor === "right" ? wide : 0);
    let row = 0;
    while (row < 3 && ends[row] > left) row++;
    if (row === 3) return { ...mark, anchor, row: -1 };
    ends[row] = left + wide;
    return { ...mark, anchor, row };
  });
}

// Resolves "--chart-1 16" to the color of the custom property with 16 % opacity.
function resolve(name, style) {
  const [token, share] = name.split(" ");
  const hex = style.getPropertyValue(token).trim();
  if (share === undefined) return hex;
  const channel = at => parseInt(hex.length > 4 ? hex.slice(at * 2 + 1, at * 2 + 3) : hex[at + 1].repeat(2), 16);
  return `rgba(${channel(0)}, ${channel(1)}, ${channel(2)}, ${share / 100})`;
}

// Resolve colors only under these keys, so that no other text is mistaken for a color.
function colored(value, style) {
  if (Array.isArray(value)) return value.map(v => (v !== null && typeof v === "object" ? colored(v, style) : v));
  return Object.fromEntries(Object.entries(value).map(([key, v]) => {
    if (key === "color" || key === "fillcolor") return [key, Array.isArray(v) ? v.map(c => resolve(c, style)) : resolve(v, style)];
    return [key, v !== null && typeof v === "object" ? colored(v, style) : v];
  }));
}
