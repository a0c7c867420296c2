// Starts Wagtail's choosers, date pickers and inline panels. Wagtail starts them with inline scripts, which our content security
// policy refuses; our templates leave an element that says what to start, also in what is added to the page later.
(() => {
  "use strict";
  const kinds = {
    date: (mark, options) => window.initDateChooser(mark.dataset.input, options),
    time: (mark, options) => window.initTimeChooser(mark.dataset.input, options),
    datetime: (mark, options) => window.initDateTimeChooser(mark.dataset.input, options),
    new: (mark, options) => new window[mark.dataset.class](...options),
    inline: (_mark, options) => new window.InlinePanel(options),
    chooser: (_mark, options) => new window.MultipleChooserPanel(options),
  };
  const start = (mark) => {
    const kind = mark.dataset.start;
    mark.removeAttribute("data-start");
    kinds[kind](mark, JSON.parse(mark.dataset.options));
  };
  const startAll = (root) => root.querySelectorAll("[data-start]").forEach(start);
  document.addEventListener("DOMContentLoaded", () => {
    startAll(document);
    new MutationObserver(() => startAll(document)).observe(document.body, { childList: true, subtree: true });
  });
})();
