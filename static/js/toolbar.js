// A row of buttons as one stop for Tab: the arrow keys, Home and End go from one to the other.
const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

export function asToolbar(bar) {
  bar.setAttribute("role", "toolbar");
  const all = () => [...bar.querySelectorAll("button")];
  const stop = (chosen) => {
    for (const button of all()) button.tabIndex = button === chosen ? 0 : -1;
  };
  stop(all()[0]);
  bar.addEventListener("focusin", (event) => stop(event.target));
  bar.addEventListener("keydown", (event) => {
    const shown = all().filter((button) => button.checkVisibility());
    const place = shown.indexOf(document.activeElement);
    const ends = { Home: 0, End: shown.length - 1 };
    const next = ends[event.key] ?? (event.key in STEPS ? place + STEPS[event.key] : undefined);
    if (next === undefined || place < 0) return;
    event.preventDefault();
    shown[(next + shown.length) % shown.length].focus();
  });
}
