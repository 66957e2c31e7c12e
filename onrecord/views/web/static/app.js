"use strict";
// What every page does: the address keeps up with the filter, so that a link holds the whole state.
(() => {
  // Page text in an attribute or a label: what would act on the line is shown as its code point.
  globalThis.inert = (text) => text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) =>
    character === "\u00ad" ? character : `<U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}>`);

  const plain = (form) => {
    const asked = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      const box = form.elements[name];
      const usual = box.tagName === "SELECT" ? box.options[0].value : "";
      if (String(value).trim() && value !== usual) asked.append(name, value);
    }
    return asked.toString();
  };

  const of = (form) => [...form.querySelectorAll("input[type=hidden]:not([name=token])")].map((one) => one.value).join("\n");
  let sent = null; // what a correction was asked with
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form.fix")) {
      sent = { of: of(event.target), values: [...event.target.elements].map((box) => [box.value, box.checked]) };
    }
  }, true);

  // After a correction the page looks at what became of it; one that was refused is there as it was typed.
  const told = (note) => {
    const again = note.classList.contains("bad") && sent
      && [...document.querySelectorAll("form.fix")].find((form) => of(form) === sent.of);
    if (again) {
      for (let above = again.closest("details"); above; above = above.parentElement.closest("details")) above.open = true;
      sent.values.forEach(([value, checked], n) => {
        const box = again.elements[n];
        if (box && box.type !== "hidden" && box.type !== "submit") [box.value, box.checked] = [value, checked];
      });
    }
    sent = null;
    note.tabIndex = -1;
    note.focus();
  };

  document.addEventListener("htmx:after:swap", () => {
    const note = document.querySelector("#entry > .note");
    if (note && sent) told(note);
    const form = document.querySelector("form.filter");
    if (!form) return;
    const query = plain(form);
    history.replaceState(null, "", query ? `${form.getAttribute("action")}?${query}` : form.getAttribute("action"));
  });
})();
