"use strict";
// Lights what the address names, and opens the entry of a passage that is clicked.
(() => {
  const chunks = [...document.querySelectorAll("[data-ids]")];
  const light = (id) => {
    for (const one of chunks) one.classList.toggle("lit", id !== "" && one.dataset.ids.split(" ").includes(id));
    const first = chunks.find((one) => one.classList.contains("lit"));
    if (first) first.scrollIntoView({ block: "center" });
  };
  const named = () => decodeURIComponent(location.hash.slice(1)).replace(/^p-/, "");
  document.addEventListener("click", (event) => {
    const chunk = event.target.closest("[data-ids]");
    if (!chunk || event.target.closest("a") || String(getSelection())) return;
    const ids = chunk.dataset.ids.split(" ");
    location.assign(`/compare/${encodeURIComponent(ids[ids.length - 1])}`);
  });
  addEventListener("hashchange", () => light(named()));
  light(named() || document.querySelector(".source").dataset.lit);
})();
