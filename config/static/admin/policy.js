// The form of a rule says what it would change in the library while it is written. Without this script a link leads there.
(() => {
  "use strict";
  const start = () => {
    const place = document.querySelector("[data-live]");
    const form = document.querySelector("main form[method=post], main form[method=POST]");
    if (!place || !form) return;
    let timer, running;
    const ask = async () => {
      running?.abort();
      running = new AbortController();
      const data = new FormData(form);
      if (place.dataset.insteadOf) data.set("instead_of", place.dataset.insteadOf);
      try {
        const answer = await fetch(place.dataset.live, { method: "POST", body: data, signal: running.signal });
        if (answer.ok) place.innerHTML = await answer.text();
      } catch (error) {
        if (error.name !== "AbortError") place.textContent = "";
      }
    };
    const later = () => { clearTimeout(timer); timer = setTimeout(ask, 400); };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    ask();
  };
  document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", start) : start();
})();
