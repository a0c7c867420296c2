/* Questions of a survey or of a registration: add, take away, move by dragging or with the buttons. Their order is that
   of the page. Where one may depend on another (data-deciding), it chooses among those that stand before it. */
const CHOICES = ["one", "several"];
let made = 0;

const part = (row, name) => row.querySelector(`[name$=-${name}]`);
const lines = (area) => area.value.split("\n").map((line) => line.trim()).filter(Boolean);

const fill = (select, options, wanted) => {
  const first = select.options[0];
  select.replaceChildren(first, ...options.map(([value, label]) => new Option(label, value, false, value === wanted)));
};

/* Again after each change: the questions before it that may decide, and the answers of the one chosen. */
const conditions = (box) => {
  const deciding = box.dataset.deciding.split(" ");
  const before = new Map();
  box.querySelectorAll("[data-row]").forEach((row) => {
    const key = part(row, "key"), when = part(row, "when"), value = part(row, "value");
    if (!key.value) { made += 1; key.value = `new-${made}`; }
    fill(when, [...before].map(([name, other]) => [name, part(other, "text_fr").value]), when.value);
    const parent = before.get(when.value);
    const offered = !parent ? [] : part(parent, "kind").value === "yes_no"
      ? [["yes", box.dataset.yes], ["no", box.dataset.no]]
      : lines(part(parent, "choices")).map((line) => [line, line]);
    fill(value, offered, value.value);
    value.closest("label").style.display = parent ? "" : "none";
    row.querySelector("[data-condition]").style.display = before.size ? "" : "none";
    if (deciding.includes(part(row, "kind").value) && part(row, "text_fr").value.trim()) before.set(key.value, row);
  });
};

const startQuestions = () => document.querySelectorAll("[data-questions]").forEach((box) => {
  const rows = box.querySelector("[data-rows]"), model = box.querySelector("template"), said = box.querySelector("[data-said]");
  const place = (row) => [...rows.children].indexOf(row) + 1;
  const say = (row) => { said.textContent = `${place(row)} / ${rows.children.length}`; };
  const fit = (row) => {
    const offers = CHOICES.includes(row.querySelector("select[name$=-kind]").value), choices = row.querySelector("[data-choices]");
    choices.hidden = !offers;
    choices.style.display = offers ? "" : "none";
  };
  const follow = () => { if (box.dataset.deciding) conditions(box); };
  const wire = (row) => {
    fit(row);
    row.querySelector("select[name$=-kind]").addEventListener("change", () => fit(row));
    row.querySelector("[data-up]").addEventListener("click", (event) => { if (row.previousElementSibling) { row.previousElementSibling.before(row); say(row); follow(); event.target.focus(); } });
    row.querySelector("[data-down]").addEventListener("click", (event) => { if (row.nextElementSibling) { row.nextElementSibling.after(row); say(row); follow(); event.target.focus(); } });
    row.querySelector("[data-remove]").addEventListener("click", () => { row.remove(); follow(); box.querySelector("[data-add]").focus(); });
    const handle = row.querySelector("[data-handle]");
    handle.addEventListener("pointerdown", () => { row.draggable = true; });
    row.addEventListener("dragstart", () => { row.dataset.moving = ""; });
    row.addEventListener("dragend", () => { row.draggable = false; delete row.dataset.moving; say(row); follow(); });
  };
  rows.addEventListener("dragover", (event) => {
    const moving = rows.querySelector("[data-moving]"), over = event.target.closest("[data-row]");
    if (!moving) return;
    event.preventDefault();
    if (over && over !== moving) { place(over) > place(moving) ? over.after(moving) : over.before(moving); }
  });
  [...rows.children].forEach(wire);
  box.addEventListener("change", follow);
  follow();
  box.querySelector("[data-add]").addEventListener("click", () => {
    rows.append(model.content.cloneNode(true));
    wire(rows.lastElementChild);
    follow();
    rows.lastElementChild.querySelector("input:not([type=hidden])").focus();
  });
});
// Media of forms stand in the head, before the page itself.
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startQuestions);
else startQuestions();
