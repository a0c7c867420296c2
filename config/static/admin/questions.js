/* A survey's questions: add, take away, move by dragging or with the buttons. Their order is that of the page. */
const startQuestions = () => document.querySelectorAll("[data-questions]").forEach((box) => {
  const rows = box.querySelector("[data-rows]"), model = box.querySelector("template"), said = box.querySelector("[data-said]");
  const place = (row) => [...rows.children].indexOf(row) + 1;
  const say = (row) => { said.textContent = `${place(row)} / ${rows.children.length}`; };
  const fit = (row) => {
    const kind = row.querySelector("select[name$=-kind]").value;
    row.querySelector("[data-choices]").hidden = !["one", "several"].includes(kind);
    row.querySelector("[data-choices]").style.display = ["one", "several"].includes(kind) ? "block" : "none";
  };
  const wire = (row) => {
    fit(row);
    row.querySelector("select[name$=-kind]").addEventListener("change", () => fit(row));
    row.querySelector("[data-up]").addEventListener("click", (event) => { if (row.previousElementSibling) { row.previousElementSibling.before(row); say(row); event.target.focus(); } });
    row.querySelector("[data-down]").addEventListener("click", (event) => { if (row.nextElementSibling) { row.nextElementSibling.after(row); say(row); event.target.focus(); } });
    row.querySelector("[data-remove]").addEventListener("click", () => { row.remove(); box.querySelector("[data-add]").focus(); });
    const handle = row.querySelector("[data-handle]");
    handle.addEventListener("pointerdown", () => { row.draggable = true; });
    row.addEventListener("dragstart", () => { row.dataset.moving = ""; });
    row.addEventListener("dragend", () => { row.draggable = false; delete row.dataset.moving; say(row); });
  };
  rows.addEventListener("dragover", (event) => {
    const moving = rows.querySelector("[data-moving]"), over = event.target.closest("[data-row]");
    if (!moving) return;
    event.preventDefault();
    if (over && over !== moving) { place(over) > place(moving) ? over.after(moving) : over.before(moving); }
  });
  [...rows.children].forEach(wire);
  box.querySelector("[data-add]").addEventListener("click", () => {
    rows.append(model.content.cloneNode(true));
    wire(rows.lastElementChild);
    rows.lastElementChild.querySelector("input").focus();
  });
});
// Media of forms stand in the head, before the page itself.
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startQuestions);
else startQuestions();
