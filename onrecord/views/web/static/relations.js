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
  const everyMonth = [];
  for (let [year, month] = (months[0] ?? "2000-01").split("-").map(Number); everyMonth.length < 600; month += 1) {
    if (month > 12) { month = 1; year += 1; }
    const name = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`;
    everyMonth.push(name);
    if (!months.length || name >= months[months.length - 1]) break;
  }
  // A stretch of more than half a year with nothing in it is drawn as one gap.
  const shortened = [];
  for (let n = 0; n < everyMonth.length; n += 1) {
    const next = everyMonth.findIndex((name, place) => place >= n && months.includes(name));
    if (next - n > 6) {
      shortened.push(`…${everyMonth[n]}`);
      n = next;
    }
    shortened.push(everyMonth[n]);
  }
  const way = (row) => inert(`${row.actor} → ${row.recipient}`);
  // Where a month is too narrow to be drawn, the bars are years.
  const within = (width) => {
    const stretch = shortened.length * 4 > width ? 4 : 7;
    const cells = new Map(), means = new Map();
    for (const row of rows) {
      const month = row.month.slice(0, stretch);
      [row.quad_1, row.quad_2, row.quad_3, row.quad_4, row.other].forEach((count, n) => {
        const key = `${month} ${n} ${way(row)}`;
        const cell = cells.get(key) ?? { month, way: way(row), what: classes[n], count: 0 };
        if (count > 0) cells.set(key, { ...cell, count: cell.count + count });
      });
      if (row.scored) {
        const key = `${month} ${way(row)}`;
        const mean = means.get(key) ?? { month, way: way(row), scored: 0, sum: 0 };
        means.set(key, { ...mean, scored: mean.scored + row.scored, sum: mean.sum + row.intensity_sum });
      }
    }
    return {
      all: stretch === 7 ? shortened : [...new Set(everyMonth.map((month) => month.slice(0, stretch)))],
      counted: [...cells.values()],
      scored: [...means.values()].map((one) => ({ ...one, mean: one.sum / one.scored })),
    };
  };
  const ways = [...new Set(rows.map(way))];
  const named = () => Plot.text(ways, { fy: (one) => one, text: (one) => one, frameAnchor: "top-left", dx: 6, dy: 4, fontWeight: 600 });
  const draw = () => {
    const width = Math.min(1100, document.getElementById("plot-quads").clientWidth || 600);
    const { all, counted, scored } = within(width - 60);
    const few = all.filter((name, n) => name.startsWith("…") || n % Math.ceil(all.length / Math.max(2, Math.min(12, width / 90))) === 0);
    const most = Math.max(1, ...counted.map((one) => counted.filter((other) => other.month === one.month && other.way === one.way).reduce((sum, other) => sum + other.count, 0)));
    const shared = {
      width, marginLeft: 40, height: 60 + 110 * ways.length, className: "onrecord-plot",
      x: { domain: all, label: null, ticks: few, type: "band", tickFormat: (name) => (name.startsWith("…") ? "…" : name) }, fy: { domain: ways, axis: null, padding: 0.12 },
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
      marks: [Plot.ruleY([0]), Plot.dot(scored, { x: "month", y: "mean", fy: "way", fill: colour("--event"), r: (row) => 3 + Math.sqrt(row.scored) * 1.5 }), named()],
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
