/* A question that depends on another is in sight only when it is asked. Without this script, all are. */
(() => {
  const fields = [...document.querySelectorAll("[data-when]")];
  const boxes = new Map();
  fields.forEach((input) => {
    const box = input.closest(".field");
    if (box && !boxes.has(box)) boxes.set(box, { name: input.dataset.when, value: input.dataset.value });
  });
  const given = (name) => [...document.querySelectorAll(`[name="${name}"]`)]
    .filter((input) => !input.closest(".field").hidden)
    .filter((input) => !["radio", "checkbox"].includes(input.type) || input.checked)
    .map((input) => input.value);
  // In the order of the page: what hides a question hides those that depend on it.
  const fit = () => boxes.forEach((condition, box) => { box.hidden = !given(condition.name).includes(condition.value); });
  document.addEventListener("change", fit);
  fit();
})();
