// Says how saving goes: one quiet line that is always there, and a notice when something is wrong.

const state = document.querySelector("[data-saving-state]");
const notice = document.querySelector("[data-notice]");
const conflict = document.querySelector("[data-conflict]");
const MINUTE = 60;

let savedAt = null;

function ago(moment) {
  const seconds = Math.max(0, Math.round((Date.now() - moment) / 1000));
  if (seconds < 2) return "Saved just now";
  if (seconds < MINUTE) return `Saved ${seconds} seconds ago`;
  const minutes = Math.floor(seconds / MINUTE);
  if (minutes === 1) return "Saved 1 minute ago";
  if (minutes < MINUTE) return `Saved ${minutes} minutes ago`;
  return `Saved on ${moment.toLocaleString("en-GB", { dateStyle: "long", timeStyle: "short" })}`;
}

// Either words, or the moment of the last save, whose age is then counted on.
export function showState({ words, savedAt: moment = null }) {
  savedAt = moment;
  state.textContent = moment ? ago(moment) : words;
}

setInterval(() => {
  if (savedAt) state.textContent = ago(savedAt);
}, 4000);

function offer(name, action) {
  const button = notice.querySelector(name);
  button.onclick = () => {
    notice.hidden = true;
    action();
  };
}

// No words: nothing is wrong any more. Unchanged words are not said again, so that nobody hears them twice.
export function say(words, { signIn = false, conflict: who = null, keep = null, drop = null } = {}) {
  notice.hidden = !words;
  const text = notice.querySelector("[data-notice-text]");
  if (text.textContent !== (words ?? "")) text.textContent = words ?? "";
  notice.querySelector("[data-notice-sign-in]").hidden = !signIn;
  notice.querySelector("[data-notice-choices]").hidden = !keep;
  if (keep) {
    offer("[data-keep-local]", keep);
    offer("[data-drop-local]", drop);
  }
  if (who) {
    conflict.querySelector("[data-conflict-text]").textContent = who;
    conflict.hidden = false;
    conflict.focus();
  }
  return false;
}
