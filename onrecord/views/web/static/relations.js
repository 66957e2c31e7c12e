"use strict";
// Plots of what the table says: counts by month and class, and the mean of the scores.
(() => {
  const source = document.getElementById("months");
  if (!source) return;
  const rows = JSON.parse(source.textContent).filter((row) => row.month !== null);
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const classes = ["verbal cooperation", "material cooperation", "verbal conflict", "material conflict", "no class"];
  const months = [...new Set(rows.map((row) => row.month))].sort();
  const all = [];
  for (let [year, month] = (months[0] ?? "2000-01").split("-").map(Number); all.length < 600; month += 1) {
    if (month > 12) { month = 1; year += 1; }
    const name = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`;
    all.push(name);
    if (!months.length || name >= months[months.length - 1]) break;
  }
  const way = (row) => inert(`${row.actor} → ${row.recipient}`);
  const counted = rows.flatMap((row) => [row.quad_1, row.quad_2, row.quad_3, row.quad_4, row.other]
    .map((count, n) => ({ month: row.month, way: way(row), what: classes[n], count })).filter((one) => one.count > 0));
  const scored = rows.filter((row) => row.intensity_mean !== null).map((row) => ({ ...row, way: way(row) }));
  const few = all.filter((_, n) => n % Math.ceil(all.length / 12) === 0);

  const ways = [...new Set(rows.map(way))];
  const named = () => Plot.text(ways, { fy: (one) => one, text: (one) => one, frameAnchor: "top-left", dx: 6, dy: 4, fontWeight: 600 });
  const draw = () => {
    const width = Math.min(1100, document.getElementById("plot-quads").clientWidth || 600);
    const most = Math.max(1, ...counted.map((one) => counted.filter((other) => other.month === one.month && other.way === one.way).reduce((sum, other) => sum + other.count, 0)));
    const shared = {
      width, marginLeft: 40, height: 60 + 110 * ways.length, className: "onrecord-plot",
      x: { domain: all, label: null, ticks: few, type: "band" }, fy: { domain: ways, axis: null, padding: 0.12 },
    };
    document.getElementById("plot-quads").replaceChildren(Plot.plot({
      ...shared, ariaLabel: "Acts by month and class; the table below has the same figures",
      color: { domain: classes, range: [colour("--q1"), colour("--q2"), colour("--q3"), colour("--q4"), colour("--faint")] },
      y: { label: "acts", grid: true, domain: [0, most * 1.25], ticks: Math.min(4, most), tickFormat: "d" },
      marks: [Plot.barY(counted, { x: "month", y: "count", fill: "what", fy: "way", insetLeft: 1, insetRight: 1 }), Plot.ruleY([0]), named()],
    }));
    document.getElementById("plot-mean").replaceChildren(Plot.plot({
      ...shared, ariaLabel: "Mean score by month; the table below has the same figures",
      y: { label: "mean score", domain: [-10, 10], grid: true, ticks: 4 },
      marks: [Plot.ruleY([0]), Plot.dot(scored, { x: "month", y: "intensity_mean", fy: "way", fill: colour("--event"), r: (row) => 3 + Math.sqrt(row.scored) * 1.5 }), named()],
    }));
  };
  // A plot is one picture with one name: the groups in it may have none of their own.
  const redraw = () => {
    draw();
    for (const svg of document.querySelectorAll(".plots svg")) {
      svg.setAttribute("role", "img");
      for (const one of svg.querySelectorAll("[aria-label], [aria-description]")) {
        one.removeAttribute("aria-label");
        one.removeAttribute("aria-description");
      }
    }
  };
  redraw();
  addEventListener("resize", redraw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
})();
