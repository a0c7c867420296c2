// Lists: choose every row of the page at once, and say how many are chosen. Without this script each row still has its box.
(() => {
  "use strict";
  const boxes = () => [...document.querySelectorAll('input[name="row"][form="lot"]')];
  const say = () => {
    const count = document.querySelector("[data-lot-count]");
    const all = document.querySelector("[data-lot-page]");
    if (!count) return;
    const chosen = boxes().filter((box) => box.checked).length;
    const { one, many } = count.dataset;
    count.textContent = chosen === 0 ? "" : chosen === 1 ? one : many.replace("#", chosen);
    if (all) {
      all.hidden = false;
      all.checked = chosen > 0 && chosen === boxes().length;
      all.indeterminate = chosen > 0 && !all.checked;
    }
  };
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-lot-page]")) boxes().forEach((box) => { box.checked = event.target.checked; });
    if (event.target.matches('[data-lot-page], input[name="row"]')) say();
  });
  document.addEventListener("DOMContentLoaded", say);
  document.addEventListener("w-swap:success", say);
  window.addEventListener("pageshow", say);
})();
