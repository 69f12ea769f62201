// The form in which a summary is written: saves by itself, adds rows in the page. Without it every button is a
// form's button and the server does the same.
import { startRows } from "./summary-rows.js";
import { startSaving } from "./summary-saving.js";

const form = document.querySelector("[data-summary-form]");
const announcement = document.querySelector("[data-saving-announcement]");

function announce(words) {
  // The same words twice are heard twice only if the box was empty between.
  announcement.textContent = "";
  setTimeout(() => {
    announcement.textContent = words;
  }, 50);
}

if (form) {
  startRows(form, announce);
  startSaving(form, announce);
}
