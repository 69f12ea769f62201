// A long list of boxes to tick gets a box above it that narrows it; without this file it is the whole list.
const LONG = 15;

function enhance(list, place) {
  const items = [...list.querySelectorAll(".govuk-checkboxes__item")];
  const group = document.createElement("div");
  group.className = "govuk-form-group";
  group.innerHTML = `<label class="govuk-label" for="narrow-${place}">Search this list</label>
    <input class="govuk-input" id="narrow-${place}" type="search" autocomplete="off">
    <p class="govuk-hint" aria-live="polite"></p>`;
  const [box, told] = [group.querySelector("input"), group.querySelector("p")];

  function narrow() {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const item of items) {
      const text = item.textContent.toLowerCase();
      const matches = words.every((word) => text.includes(word));
      // What is ticked stays in sight.
      item.hidden = !matches && !item.querySelector("input").checked;
      if (matches) found += 1;
    }
    const ticked = items.filter((item) => item.querySelector("input").checked).length;
    told.textContent = `${words.length ? `${found} of ` : ""}${items.length} listed, ${ticked} selected`;
  }

  box.addEventListener("input", narrow);
  list.addEventListener("change", narrow);
  // Enter searches; it does not send the form.
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  list.before(group);
  list.classList.add("app-long-list");
  narrow();
}

[...document.querySelectorAll(".govuk-checkboxes")]
  .filter((list) => list.querySelectorAll(".govuk-checkboxes__item").length > LONG)
  .forEach(enhance);
