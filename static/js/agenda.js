// Items are moved without loading the page again: by the buttons, and dragged with the mouse. Without this file the
// buttons work all the same. The server decides; this shows what it answered.

const list = () => document.querySelector("[data-agenda-edit]");
const said = document.querySelector("[data-agenda-said]");

async function send(form, fields) {
  const body = new FormData(form);
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  const answer = await fetch(form.action, { method: "POST", body });
  if (!answer.ok && answer.status !== 409) throw new Error(`status ${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.querySelector("[data-agenda-edit]");
  if (!now) throw new Error("no agenda in the answer"); // Signed out, or the last item is gone.
  list().replaceWith(document.adoptNode(now));
  said.classList.toggle("app-agenda__said--refused", answer.status === 409);
  said.textContent = page.querySelector("[data-agenda-said]").textContent;
  start();
}

function focusOn(pk, direction) {
  const wanted = document.getElementById(`${direction}-${pk}`);
  (wanted ?? document.getElementById(`${direction === "up" ? "down" : "up"}-${pk}`))?.focus();
}

function startButtons(form) {
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!button) return;
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = "yes";
    const [direction, pk] = button.value.split("-");
    try {
      await send(form, { move: button.value });
      focusOn(pk, direction);
    } catch {
      // The plain way, which shows whatever the server has to say.
      const pressed = document.createElement("input");
      pressed.type = "hidden";
      pressed.name = "move";
      pressed.value = button.value;
      form.append(pressed);
      form.submit();
    }
  });
}

function startDragging(form) {
  const items = form.querySelector("ol");
  let dragged = null;

  const order = () => [...items.children].map((item) => item.dataset.item).join(",");

  for (const item of items.children) {
    item.draggable = true;
    item.addEventListener("dragstart", (event) => {
      dragged = item;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", item.dataset.item);
      item.classList.add("app-agenda__item--dragged");
    });
    item.addEventListener("dragend", async () => {
      item.classList.remove("app-agenda__item--dragged");
      dragged = null;
      if (order() === form.elements.seen.value) return;
      try {
        await send(form, { move: `drag-${item.dataset.item}`, order: order() });
      } catch {
        location.reload();
      }
    });
  }

  items.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-item]");
    if (!dragged) return;
    event.preventDefault();
    if (!over || over === dragged) return;
    const box = over.getBoundingClientRect();
    const isBelow = event.clientY > box.top + box.height / 2;
    items.insertBefore(dragged, isBelow ? over.nextSibling : over);
  });
  items.addEventListener("drop", (event) => event.preventDefault());
}

function start() {
  const form = list()?.querySelector("form");
  if (!form) return;
  startButtons(form);
  startDragging(form);
}

start();
