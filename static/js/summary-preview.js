// The button names how many people get the mail, as the ticks are changed.
const form = document.querySelector("[data-recipients]");

function count() {
  const people = form.querySelectorAll("input[name=send_to]:checked").length;
  form.elements.people.value = String(people);
  const button = form.querySelector("[data-send]");
  if (button) {
    button.textContent = people === 0
      ? button.dataset.sendNone
      : `${button.dataset.send} ${people} ${people === 1 ? "person" : "people"}`;
  }
  for (const box of form.querySelectorAll("input[name=send_to]")) {
    box.closest("li").querySelector("[data-left-out]").hidden = box.checked;
  }
}

form?.addEventListener("change", count);
