"use strict";
// Draws what the server found (#drawn), and asks it again when the reader moves or zooms.
(() => {
  const DAY = 86400000;
  const byId = (id) => document.getElementById(id);
  const form = byId("filter"), box = byId("axis"), zoom = byId("zoom");
  const data = () => JSON.parse(byId("drawn").textContent);

  const day = (iso) => {
    const [year, month, date] = iso.split("-").map(Number);
    const made = new Date(2000, month - 1, date);
    made.setFullYear(year, month - 1, date);
    return made;
  };
  const after = (iso) => new Date(day(iso).getTime() + DAY);
  const iso = (moment) => {
    const two = (n) => String(n).padStart(2, "0");
    return `${String(moment.getFullYear()).padStart(4, "0")}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
  };
  const made = (tag, classes, words) => {
    const element = document.createElement(tag);
    element.className = classes;
    if (words !== undefined) element.textContent = words;
    return element;
  };

  const link = (one, roomy) => {
    const made_ = made("a", `mark ${one.look}`);
    made_.href = `/at/${encodeURIComponent(one.id)}`;
    made_.title = inert(one.label);
    made_.setAttribute("aria-label", inert(one.label));
    made_.append(made("i", `g ${one.look}`));
    if (roomy) made_.append(made("span", "", inert(one.short)));
    return made_;
  };

  // Marks of one lane and one date stand together, so that a busy day is a block and not a tower.
  const together = (drawn, roomy) => {
    const groups = new Map();
    for (const one of drawn.marks) {
      const key = `${one.lane} ${one.first} ${one.last} ${one.bound}`;
      groups.set(key, [...(groups.get(key) ?? []), one]);
    }
    return [...groups].map(([key, some]) => {
      const { lane, last, bound } = some[0];
      const first = bound ? last : some[0].first;
      const content = made("div", `marks${roomy ? " roomy" : ""}${bound ? " until" : ""}`);
      content.append(...some.map((one) => link(one, roomy)));
      const sure = first !== null && first === last;
      const start = first ?? drawn.first, end = last ?? drawn.last;
      return {
        id: key, group: lane, content, type: sure ? "point" : "range",
        className: `${some.every((one) => one.look === "plan") ? "plan" : "found"}${first ? "" : " open-start"}${last ? "" : " open-end"}`,
        start: sure ? new Date(day(start).getTime() + DAY / 2) : day(start < end ? start : end),
        end: sure ? undefined : after(start < end ? end : start),
      };
    });
  };

  const bucket = (one, number, most) => {
    const whole = one.said + one.done + one.planned + one.denied;
    const words = `${one.first} to ${one.last}: ${one.said} said, ${one.done} happened, ${one.planned} planned, ${one.denied} denied`;
    const count = made("a", `count-of${whole > most / 3 ? " many" : whole > most / 12 ? " some" : ""}`, String(whole));
    const asked = new URLSearchParams(location.search);
    asked.set("from", one.first);
    asked.set("to", one.last);
    asked.delete("page");
    count.href = `/timeline?${asked}`;
    count.title = words;
    count.setAttribute("aria-label", words);
    return { id: `b${number}`, group: one.lane, content: count, type: "range", className: "bucket", start: day(one.first), end: after(one.last) };
  };

  const items = (drawn) => {
    const most = Math.max(1, ...drawn.buckets.map((one) => one.said + one.done + one.planned + one.denied));
    const roomy = drawn.marks.length <= 30 && box.clientWidth > 700;
    return [...together(drawn, roomy), ...drawn.buckets.map((one, n) => bucket(one, n, most))];
  };
  const groups = (drawn) => drawn.lanes.map((name, id) => ({ id, order: id, content: made("span", "", inert(name)) }));

  let shown = null;
  const window_ = (drawn) => {
    const start = day(drawn.first), end = after(drawn.last);
    const narrow = 24 / Math.max(200, box.clientWidth - 100);  // a column of marks at either end is seen whole
    const room = Math.max(DAY / 2, (end - start) * Math.max(0.03, narrow));
    return [new Date(start - room), new Date(end.getTime() + room)];
  };

  // Lanes higher than the drawing are scrolled: by keyboard too.
  const reachable = () => {
    const lanes = box.querySelector(".vis-panel.vis-left");
    const scrolled = lanes.classList.contains("vis-vertical-scroll");
    if (scrolled === lanes.hasAttribute("tabindex")) return;
    for (const [name, value] of [["tabindex", "0"], ["role", "region"], ["aria-label", "Lanes; scroll to see all"]]) {
      if (scrolled) lanes.setAttribute(name, value);
      else lanes.removeAttribute(name);
    }
  };

  const draw = (keep) => {
    const drawn = data();
    if (!drawn.first) {
      if (shown) shown.setItems([]);
      return;
    }
    const [start, end] = window_(drawn);
    if (!shown) {
      shown = new vis.Timeline(box, items(drawn), groups(drawn), {
        start, end, stack: !drawn.step, selectable: false, showCurrentTime: false, groupOrder: "order",
        orientation: "top", margin: { item: { horizontal: 2, vertical: 3 }, axis: 6 }, maxHeight: 560,
        verticalScroll: true, zoomKey: "ctrlKey", zoomMin: 3 * DAY, zoomMax: 400000 * DAY,
        xss: { disabled: false }, showTooltips: false, horizontalScroll: false,
      });
      shown.on("rangechanged", moved);
      shown.on("changed", reachable);
      zoom.hidden = false;
      return;
    }
    shown.setOptions({ stack: !drawn.step });
    shown.setGroups(groups(drawn));
    shown.setItems(items(drawn));
    if (!keep) shown.setWindow(start, end, { animation: false });
  };

  let own = false;
  const ask = () => { own = true; form.requestSubmit(); };
  const moved = (change) => {
    if (!change.byUser) return;
    form.elements.from.value = iso(change.start);
    form.elements.to.value = iso(new Date(change.end.getTime() - 1));
    ask();
  };

  const moves = {
    in: (start, end) => [start + (end - start) / 4, end - (end - start) / 4],
    out: (start, end) => [start - (end - start) / 2, end + (end - start) / 2],
    back: (start, end) => [start - (end - start) / 2, end - (end - start) / 2],
    on: (start, end) => [start + (end - start) / 2, end + (end - start) / 2],
  };
  zoom.addEventListener("click", (event) => {
    const move = event.target.dataset.move;
    if (!move || !shown) return;
    if (move === "all") {
      [form.elements.from.value, form.elements.to.value] = data().whole ?? ["", ""];
      form.requestSubmit();
      return;
    }
    const seen = shown.getWindow();
    const [start, end] = moves[move](seen.start.getTime(), seen.end.getTime());
    shown.setWindow(start, end, { animation: false });
    moved({ byUser: true, start: new Date(start), end: new Date(end) });
  });

  document.addEventListener("htmx:after:swap", () => { draw(own); own = false; });
  draw(false);
})();
