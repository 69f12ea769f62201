// Lists of many owners, boards or people become boxes to type in: core.fields.SearchableSelect. The list stays in the
// form, out of sight, and is what is sent; without this file it is a plain list.
import "../accessible-autocomplete/accessible-autocomplete.min.js";

const LONG = 15;
const HOW = "Type to search. Use the up and down arrows to review the matches and Enter to select one";
const style = document.createElement("link");
style.rel = "stylesheet";
style.href = new URL("../accessible-autocomplete/accessible-autocomplete.min.css", import.meta.url);
document.head.append(style);

// What stands in the box for each option. Two of one name are told apart, as a box of text cannot say which is meant.
function namesOf(select) {
  const seen = new Map();
  return [...select.options].map((option) => {
    const name = option.textContent.trim();
    const number = (seen.get(name) ?? 0) + 1;
    seen.set(name, number);
    return number === 1 ? name : `${name} (${number})`;
  });
}

function enhance(select) {
  const names = namesOf(select);
  const choosable = [...select.options].flatMap((option, place) => (option.value ? [place] : []));
  const chosen = () => (select.value ? names[select.selectedIndex] : "");
  const id = select.id;
  // The box has a description of its own, so that the field's hint and error go into it.
  const described = (select.getAttribute("aria-describedby") ?? "").split(/\s+/).filter(Boolean)
    .map((name) => document.getElementById(name)?.textContent.trim());
  const place = document.createElement("div");
  place.className = "app-searchable";
  select.before(place);
  select.id = `${id}-select`;
  select.hidden = true;

  function choose(index) {
    if (select.selectedIndex === index) return;
    select.selectedIndex = index;
    select.dispatchEvent(new Event("input", { bubbles: true }));
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }

  window.accessibleAutocomplete({
    element: place,
    id,
    name: "",
    defaultValue: chosen(),
    showAllValues: true,
    displayMenu: "overlay",
    confirmOnBlur: false,
    source: (asked, answer) => {
      const words = asked === chosen() ? [] : asked.toLowerCase().split(/\s+/);
      answer(choosable.map((index) => names[index]).filter((name) => {
        const whole = name.toLowerCase();
        return words.every((word) => whole.includes(word));
      }));
    },
    onConfirm: (name) => {
      if (name !== undefined) choose(names.indexOf(name));
    },
    tNoResults: () => "No matches",
    tAssistiveHint: () => [...described, HOW].filter(Boolean).join(". "),
  });

  const box = document.getElementById(id);
  if (select.getAttribute("aria-invalid")) box.setAttribute("aria-invalid", "true");
  if (select.classList.contains("govuk-select--error")) box.classList.add("govuk-input--error");
  // What is typed and is on the list counts as chosen, what is not on it as nothing: the form then asks for it.
  box.addEventListener("change", () => {
    const typed = box.value.trim().toLowerCase();
    const index = names.findIndex((name, at) => choosable.includes(at) && name.toLowerCase() === typed);
    choose(index >= 0 ? index : [...select.options].findIndex((option) => !option.value));
  });
}

export function enhanceAll(root) {
  for (const select of root.querySelectorAll("select[data-searchable]:not([hidden])")) {
    if (select.id && select.options.length > LONG) enhance(select);
  }
}

// A row that was emptied or put in begins anew.
document.addEventListener("portal:rows", ({ target }) => {
  for (const place of target.querySelectorAll(".app-searchable")) {
    const select = place.nextElementSibling;
    const id = select.id.replace(/-select$/, "");
    place.remove();
    select.hidden = false;
    select.id = id;
  }
  enhanceAll(target);
});

enhanceAll(document);
