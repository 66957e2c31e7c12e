"use strict";
(() => {
  const all = (what, within = document) => [...within.querySelectorAll(what)];
  const byId = (id) => document.getElementById(id);
  const words = byId("f-words"), who = byId("f-who"), status = byId("f-status"), outlet = byId("f-outlet");
  const entries = all(".entry");
  const folded = (text) => text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  const texts = new Map(entries.map((entry) => [entry, folded(entry.textContent)]));

  const entryOf = (id) => entries.find((entry) => all("a", entry).some((a) => a.getAttribute("href") === `#p-${id}`));

  const fits = (entry, asked) => {
    const happening = entry.classList.contains("happening");
    return asked.every((word) => texts.get(entry).includes(word))
      && (!who.value || entry.dataset.who.split("|").includes(who.value))
      && (!status.value || (status.value === "said" ? !happening : entry.dataset.status === status.value))
      && (!outlet.value || entry.dataset.outlets.split("|").includes(outlet.value));
  };

  const filter = () => {
    const asked = folded(words.value).split(/\s+/).filter(Boolean);
    const kept = new Set();
    for (const entry of entries) {
      const fit = fits(entry, asked);
      entry.classList.toggle("out", !fit);
      if (fit) kept.add(entry.id.slice(2));
    }
    for (const mark of all(".mark")) mark.classList.toggle("out", !kept.has(mark.dataset.entry));
    for (const line of all("[data-of]")) line.classList.toggle("out", !kept.has(line.dataset.of));
    for (const group of all("[data-group]")) {
      const lines = all(".entry, [data-of]", group);
      group.classList.toggle("out", lines.every((line) => line.classList.contains("out")));
    }
    byId("f-count").textContent = kept.size === entries.length
      ? `${entries.length} entries` : `${kept.size} of ${entries.length}`;
  };

  const unlight = () => {
    for (const lit of all(".lit")) lit.classList.remove("lit");
    for (const here of all(".here")) here.classList.remove("here");
  };

  const show = () => {
    unlight();
    const id = decodeURIComponent(location.hash.slice(1));
    const back = byId("back");
    back.hidden = !id.startsWith("p-");
    if (id.startsWith("p-")) {
      const chunks = all("[data-ids]").filter((chunk) => chunk.dataset.ids.split(" ").includes(id.slice(2)));
      for (const chunk of chunks) chunk.classList.add("lit");
      const entry = entryOf(id.slice(2));
      byId("back-link").href = entry ? `#${entry.id}` : "#timeline";
      if (chunks[0]) chunks[0].scrollIntoView({ block: "center" });
    }
    if (id.startsWith("t-")) {
      const entry = byId(id);
      if (!entry) return;
      if (entry.classList.contains("out")) {
        words.value = who.value = status.value = outlet.value = "";
        filter();
      }
      entry.classList.add("here");
      entry.scrollIntoView({ block: "center" });
    }
  };

  document.addEventListener("click", (event) => {
    const chunk = event.target.closest("[data-ids]");
    if (!chunk || event.target.closest("a") || String(getSelection())) return;
    const ids = chunk.dataset.ids.split(" ");
    const entry = entryOf(ids[ids.length - 1]);
    if (entry) location.hash = entry.id;
  });
  for (const box of [words, who, status, outlet]) box.addEventListener("input", filter);
  addEventListener("hashchange", show);
  addEventListener("beforeprint", () => all("details").forEach((one) => { one.open = true; }));
  byId("filter").hidden = false;
  filter();
  if (location.hash) show();
})();
