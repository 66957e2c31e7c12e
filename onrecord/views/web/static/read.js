"use strict";
// Files that are dropped are sent at once; without this script the form does the same.
(() => {
  const form = document.getElementById("drop");
  if (!form) return;
  const over = (on) => (event) => {
    event.preventDefault();
    form.classList.toggle("over", on);
  };
  form.addEventListener("dragover", over(true));
  form.addEventListener("dragleave", over(false));
  form.addEventListener("drop", (event) => {
    over(false)(event);
    if (!event.dataTransfer.files.length) return;
    form.elements.pages.files = event.dataTransfer.files;
    form.requestSubmit();
  });
})();
