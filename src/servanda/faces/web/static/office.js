// Comfort where scripts run; every page does without them.
"use strict";

// Keys: an element with data-key is pressed by its key while no field has the focus.
(() => {
  const inField = (e) => e.closest("input:not([type=checkbox]), select, textarea, [contenteditable]");
  let side = "1";

  // what a key means: within the telling that is chosen, else wherever it stands first
  const target = (key) => {
    const all = [...document.querySelectorAll("[data-key]")].filter((e) => e.dataset.key === key);
    const near = all.find((e) => e.closest("[data-side]")?.dataset.side === side);
    return near ?? all.find((e) => !e.closest("[data-side]")) ?? all[0];
  };

  const open = (summary) => {
    const details = summary.parentElement;
    details.open = !details.open;
    const first = details.querySelector("textarea, input:not([type=hidden]), select");
    (details.open && first ? first : summary).focus();
  };

  const choose = (number) => {
    const panel = document.querySelector(`[data-side="${number}"]`);
    if (!panel) return false;
    side = number;
    document.querySelectorAll("[data-side]").forEach((e) => e.classList.toggle("chosen", e === panel));
    panel.focus();
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.key === "Escape") {
      if (inField(event.target)) event.target.blur();
      return;
    }
    if (inField(event.target)) return;
    if (/^[1-9]$/.test(event.key)) {
      if (choose(event.key)) event.preventDefault();
      return;
    }
    if (event.key === "w") {
      const why = document.querySelector("#decide select[name=why]");
      if (why) { why.focus(); event.preventDefault(); }
      return;
    }
    const found = target(event.key);
    if (!found) return;
    event.preventDefault();
    if (found.tagName === "SUMMARY") open(found);
    else found.click();
  });
})();

// After a form came back, or something was decided: to where one has to look.
(() => {
  const fault = document.querySelector("[aria-invalid=true]");
  const against = document.querySelector(".against input");
  const alert = document.querySelector("main [role=alert]");
  if (fault || against) (fault ?? against).focus();
  else if (alert) { alert.tabIndex = -1; alert.focus(); }
  else if (document.querySelector(".done")) document.getElementById("main").focus();
})();

// Marking: words selected in a report's text go into the form for what the reader missed.
(() => {
  const text = document.querySelector("article.text");
  const form = document.getElementById("miss");
  if (!text || !form) return;
  const way = document.querySelector(".tomiss");
  const characters = (words) => [...words.replace(/\s/g, "")].length;

  const take = () => {
    const marked = document.getSelection();
    if (!marked || marked.isCollapsed || !marked.rangeCount) return;
    const range = marked.getRangeAt(0);
    if (!text.contains(range.commonAncestorContainer)) return;
    const before = document.createRange();
    before.setStart(text, 0);
    before.setEnd(range.startContainer, range.startOffset);
    form.querySelector("[name=quote1]").value = marked.toString();
    form.querySelector("[name=at1]").value = characters(before.toString());
    form.open = true;
    way.hidden = false;
  };

  document.addEventListener("mouseup", take);
  document.addEventListener("keyup", (event) => { if (event.shiftKey || event.key === "Shift") take(); });
  document.addEventListener("touchend", () => setTimeout(take, 0));
  form.querySelector("[name=quote1]").addEventListener("input", () => { form.querySelector("[name=at1]").value = ""; });
  way.addEventListener("click", (event) => {
    event.preventDefault();
    form.open = true;
    form.querySelector("select[name=kind]").focus();
  });
})();
