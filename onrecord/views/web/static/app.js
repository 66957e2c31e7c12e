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

  document.addEventListener("htmx:after:swap", () => {
    const form = document.querySelector("form.filter");
    if (!form) return;
    const query = plain(form);
    history.replaceState(null, "", query ? `${form.getAttribute("action")}?${query}` : form.getAttribute("action"));
  });
})();
