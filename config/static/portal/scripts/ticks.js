// A button that ticks every box of its column, or none when all are ticked; without script it stays hidden.
for (const button of document.querySelectorAll("[data-ticks]")) {
  const boxes = [...button.closest("table").querySelectorAll(`td.${button.dataset.ticks} input[type=checkbox]`)];
  const [words] = button.childNodes;
  const all = words.data;
  const say = () => { words.data = boxes.every((box) => box.checked) ? button.dataset.none : all; };
  button.hidden = boxes.length < 2;
  button.addEventListener("click", () => {
    const ticked = !boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = ticked;
    say();
  });
  for (const box of boxes) box.addEventListener("change", say);
  say();
}
