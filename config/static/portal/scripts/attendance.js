/* Each tap of the list is sent by itself. What could not be sent is kept in the browser, in order, and tried again until the
   site answers: a lost network loses no tap, nor does closing the page. Without JavaScript the whole form is saved at once. */
document.querySelectorAll("[data-attendance]").forEach((form) => {
  const status = form.querySelector("[data-status]");
  const progress = form.querySelector("[data-progress]");
  const shelf = `attendance:${window.location.pathname.split("/").at(-2)}`;
  const read = () => { try { return JSON.parse(localStorage.getItem(shelf)) || {}; } catch { return {}; } };
  const keep = (waiting) => { try { localStorage.setItem(shelf, JSON.stringify(waiting)); } catch { /* private browsing */ } };
  let waiting = read();
  let sending = false;
  let timer = null;
  let refused = "";
  form.querySelector("[data-save]").hidden = true;

  const value = (name) => form.elements[name]?.value ?? "";
  const note = (uuid) => {
    if (!value(`presence-${uuid}`)) return;
    waiting[uuid] = { presence: value(`presence-${uuid}`), missed: value(`missed-${uuid}`) };
    keep(waiting);
    send();
  };
  const again = () => { clearTimeout(timer); timer = setTimeout(send, 3000); };
  const say = (text, level = "") => { status.textContent = text; status.dataset.level = level; };

  // One person at a time: a tap that is refused takes no other with it.
  async function send() {
    const [uuid] = Object.keys(waiting);
    if (sending || !uuid) return;
    sending = true;
    say(form.dataset.saving);
    const sent = waiting[uuid];
    const body = new URLSearchParams({ csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
    body.set(`presence-${uuid}`, sent.presence);
    body.set(`missed-${uuid}`, sent.missed);
    let lost = false;
    try {
      const answer = await fetch(window.location.pathname, { method: "POST", body, headers: { Accept: "application/json" } });
      const said = await answer.json();
      if (answer.status >= 500) throw new Error(answer.status);
      if (waiting[uuid] === sent) delete waiting[uuid];
      keep(waiting);
      if (said.people !== undefined) progress.textContent = form.dataset.count.replace("{present}", said.present).replace("{people}", said.people);
      refused = said.refusal || refused;
      say(refused || form.dataset.saved, refused ? "refusal" : "");
    } catch {
      lost = true;
      say(form.dataset.offline, "warning");
      again();
    } finally {
      sending = false;
    }
    if (!lost) send();
  }

  form.addEventListener("change", (event) => {
    const [kind, ...rest] = event.target.name.split("-");
    const uuid = rest.join("-");
    if (kind === "missed" && !value(`presence-${uuid}`)) form.elements[`presence-${uuid}`][0].checked = true;
    if (kind === "presence" && event.target.value === "absent") form.elements[`missed-${uuid}`].value = "";
    note(uuid);
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); send(); });
  window.addEventListener("online", send);
  Object.entries(waiting).forEach(([uuid, tap]) => {
    const box = form.querySelector(`[name="presence-${uuid}"][value="${tap.presence}"]`);
    if (!box) { delete waiting[uuid]; return; }
    box.checked = true;
    form.elements[`missed-${uuid}`].value = tap.missed;
  });
  keep(waiting);
  send();
});
