// Rows of actions are added and removed in the page, and all seats marked present at once.

const NUMBERED = /actions-(?:\d+|__prefix__)-/g;
const ATTRIBUTES = ["name", "id", "for", "aria-describedby"];

function number(row, place) {
  for (const element of row.querySelectorAll("*")) {
    for (const attribute of ATTRIBUTES) {
      const value = element.getAttribute(attribute);
      if (value) element.setAttribute(attribute, value.replace(NUMBERED, `actions-${place}-`));
    }
  }
  for (const element of row.querySelectorAll("[data-number]")) element.textContent = String(place + 1);
  row.querySelector("[data-remove-action]").value = `remove-action-${place}`;
  for (const button of row.querySelectorAll("[data-pick]")) button.value = `pick-${place}-${button.dataset.pick}`;
}

function startActions(form, announce, changed) {
  const box = form.querySelector("[data-action-rows]");
  const total = form.elements["actions-TOTAL_FORMS"];
  const template = document.querySelector("[data-action-template]");
  const rows = () => [...box.querySelectorAll("[data-action-row]")];

  function count() {
    rows().forEach(number);
    box.dispatchEvent(new Event("portal:rows", { bubbles: true }));
    total.value = String(rows().length);
    changed();
  }

  form.querySelector("[data-add-action]").addEventListener("click", (event) => {
    event.preventDefault();
    box.append(template.content.firstElementChild.cloneNode(true));
    count();
    rows().at(-1).querySelector("textarea").focus();
  });

  box.addEventListener("click", (event) => {
    const button = event.target.closest("[data-remove-action]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("[data-action-row]");
    const place = rows().indexOf(row);
    if (rows().length === 1) {
      for (const field of row.querySelectorAll("input, textarea, select")) field.value = "";
      for (const suggestion of row.querySelectorAll("[data-suggestion]")) suggestion.remove();
    } else {
      row.remove();
    }
    count();
    announce(`Action ${place + 1} removed`);
    const next = rows()[Math.min(place, rows().length - 1)];
    next.querySelector("textarea").focus();
  });
}

function startReach(form) {
  // A choice that no email reaches is pointed out as soon as it is chosen.
  function look() {
    for (const row of form.querySelectorAll("[data-action-row]")) {
      const chosen = row.querySelector("select[name$='-owner']").selectedOptions[0];
      const note = row.querySelector("[data-unreached-note]");
      const hidden = !chosen?.hasAttribute("data-unreached");
      if (note.hidden !== hidden) note.hidden = hidden;
      // The link is for who was chosen when the page was made.
      const link = note.querySelector("[data-unreached-link]");
      if (link && !link.dataset.owner) link.dataset.owner = chosen?.value ?? "";
      if (link) link.hidden = link.dataset.owner !== chosen?.value;
    }
  }

  look();
  for (const kind of ["change", "focusout", "input"]) form.addEventListener(kind, look);
}

function startAttendance(form, announce, changed) {
  const button = form.querySelector("[data-all-present]");
  button?.addEventListener("click", (event) => {
    event.preventDefault();
    let marked = 0;
    for (const seat of form.querySelectorAll(".app-attendance .app-choices")) {
      if (seat.querySelector("input:checked")) continue;
      seat.querySelector("input[value=present]").checked = true;
      marked += 1;
    }
    changed();
    announce(marked === 1 ? "1 seat marked present" : `${marked} seats marked present`);
  });
}

export function startRows(form, announce) {
  const changed = () => form.dispatchEvent(new Event("input", { bubbles: true }));
  startActions(form, announce, changed);
  startAttendance(form, announce, changed);
  startReach(form);
}
