// Starts the govuk-frontend components. Everything works without it; it adds comfort.
import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
  createAll,
} from "../govuk/govuk-frontend.min.js";

// The library looks for this class; its own template sets it by an inline script, which our policy forbids.
document.body.classList.add("js-enabled", "govuk-frontend-supported");

createAll(Button, { preventDoubleClick: true });
createAll(CharacterCount);
createAll(Checkboxes);
createAll(ErrorSummary);
createAll(NotificationBanner);
createAll(PasswordInput);
createAll(Radios);
createAll(ServiceNavigation);
createAll(SkipLink);

// Where a page opens at an anchor, the browser takes back the focus that the library gave to what was done.
const told = document.querySelector(".govuk-notification-banner[role=alert]");
if (location.hash && told instanceof HTMLElement) {
  window.addEventListener("load", () => {
    setTimeout(() => {
      told.tabIndex = -1;
      told.focus();
    });
  });
}

// Long lists become searchable; few pages have one.
if ([...document.querySelectorAll("select[data-searchable]")].some((list) => list.options.length > 15)) {
  import("./searchable-select.js");
}
if ([...document.querySelectorAll(".govuk-checkboxes")].some((list) => list.children.length > 15)) {
  import("./searchable-checks.js");
}

// The account menu closes as people expect of a menu: by Escape and by a click elsewhere.
const menu = document.querySelector(".app-account[open], .app-account");
if (menu instanceof HTMLDetailsElement) {
  const summary = menu.querySelector("summary");
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      summary?.focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
}
