// Saves the draft a few seconds after each change, and loses nothing when that fails: what is typed stays in the page
// and in this browser until the server has it.
import { LocalCopy } from "./summary-local-copy.js";
import { say, showState } from "./summary-notices.js";

const PAUSE_MS = 2500;
const LONGEST_PAUSE_MS = 10_000;
const RETRY_MS = 5000;
const KEPT_HERE = "What you type is kept in this browser";

const OFFLINE = `There is no connection to the portal. ${KEPT_HERE}, and is saved as soon as the connection is back.`;
const SIGNED_OUT = `You have been signed out. ${KEPT_HERE}.`;
const FORBIDDEN = `You may no longer write this summary. ${KEPT_HERE}.`;

class Saving {
  constructor(form, announce) {
    this.form = form;
    this.announce = announce;
    this.local = new LocalCopy(`summary ${form.dataset.reader} ${location.pathname}`);
    this.savedAt = form.dataset.savedAt ? new Date(form.dataset.savedAt) : null;
    this.saved = this.typed();
    this.inConflict = "inConflict" in form.dataset;
    this.isLeaving = false;
    this.timer = null;
    this.firstChange = null;
    this.underWay = null;
  }

  // All that the form holds, save what belongs to one request.
  typed() {
    const fields = new URLSearchParams(new FormData(this.form));
    for (const name of ["csrfmiddlewaretoken", "draft_version", "page", "word_file"]) fields.delete(name);
    return fields.toString();
  }

  get isDirty() {
    return this.typed() !== this.saved;
  }

  changed() {
    if (this.inConflict) return;
    const typed = this.typed();
    if (typed === this.saved) return;
    this.local.keep({ typed, draftVersion: this.form.elements.draft_version.value });
    this.firstChange ??= Date.now();
    const pause = Math.max(0, Math.min(PAUSE_MS, this.firstChange + LONGEST_PAUSE_MS - Date.now()));
    this.later(pause);
    showState({ words: "Saving soon" });
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  // One save at a time; answers whether everything typed is on the server.
  async save() {
    clearTimeout(this.timer);
    while (this.underWay) await this.underWay;
    if (!this.isDirty) return true;
    if (this.inConflict) return false;
    this.underWay = this.attempt(this.typed());
    const done = await this.underWay;
    this.underWay = null;
    return done && !this.isDirty;
  }

  async attempt(typed) {
    this.firstChange = null;
    const wasWaiting = !this.savedAt;
    let answer;
    try {
      answer = await this.post(this.form.dataset.autosaveUrl, typed);
    } catch {
      return this.failed(OFFLINE, { retry: true });
    }
    if (answer.ok) {
      const { draft_version: draftVersion, saved_at: savedAt } = await answer.json();
      this.form.elements.draft_version.value = draftVersion;
      this.saved = typed;
      this.savedAt = new Date(savedAt);
      if (!this.isDirty) this.local.forget();
      else this.changed();
      say(null);
      showState({ savedAt: this.savedAt });
      if (wasWaiting) this.announce("The draft is saved by itself from now on");
      return true;
    }
    return this.refused(answer);
  }

  async post(url, typed) {
    const body = new URLSearchParams(typed);
    for (const name of ["csrfmiddlewaretoken", "draft_version", "page"]) body.set(name, this.form.elements[name].value);
    const send = () =>
      fetch(url, { method: "POST", body, redirect: "manual", headers: { Accept: "application/json" } });
    const answer = await send();
    if (answer.status !== 403) return answer;
    // Whoever signs in again gets a new token for the forgery check: fetch it, and try once more.
    const status = await this.renewToken();
    if (status !== 200) return { ok: false, status };
    body.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    return send();
  }

  async renewToken() {
    const answer = await fetch(this.form.dataset.autosaveUrl, {
      redirect: "manual",
      headers: { Accept: "application/json" },
    });
    if (answer.ok) this.form.elements.csrfmiddlewaretoken.value = (await answer.json()).token;
    return answer.status;
  }

  async refused(answer) {
    if (answer.status === 401 || answer.type === "opaqueredirect") return this.waitForSignIn();
    if (answer.status === 409) {
      this.inConflict = true;
      showState({ words: "Not saved" });
      return say(null, { conflict: (await answer.json()).message });
    }
    if (answer.status === 413) return this.failed((await answer.json()).message);
    if (answer.status === 403) return this.failed(FORBIDDEN);
    return this.failed(OFFLINE, { retry: true });
  }

  failed(words, { retry = false } = {}) {
    showState({ words: "Not saved, kept in this browser" });
    say(words);
    if (retry) this.later(RETRY_MS);
    return false;
  }

  waitForSignIn() {
    showState({ words: "Not saved, kept in this browser" });
    say(SIGNED_OUT, { signIn: true });
    clearTimeout(this.timer);
    this.timer = setTimeout(async () => {
      const status = await this.renewToken().catch(() => 0);
      if (status === 200) this.save();
      else this.waitForSignIn();
    }, RETRY_MS);
    return false;
  }

  // A button saves first, so that the page is left only when the server has everything.
  async submitted(event) {
    if (event.submitter?.matches("[data-keep-copy]")) {
      event.preventDefault();
      this.keepCopy(this.typed());
      return;
    }
    if (this.isLeaving || this.inConflict || !this.isDirty) {
      this.isLeaving = true;
      return;
    }
    event.preventDefault();
    if (await this.save()) {
      this.isLeaving = true;
      this.form.requestSubmit(event.submitter);
    }
  }

  left(event) {
    if (this.isDirty && !this.isLeaving) event.preventDefault();
  }

  hidden() {
    if (document.visibilityState === "hidden" && this.isDirty) this.save();
  }

  // What this browser kept when the page was closed, or the line was down, goes to the server now.
  async restore() {
    const kept = this.local.read();
    if (!kept) return;
    if (kept.typed === this.saved) {
      this.local.forget();
    } else if (kept.draftVersion === this.form.elements.draft_version.value) {
      const answer = await this.post(this.form.dataset.autosaveUrl, kept.typed).catch(() => null);
      if (!answer?.ok) return;
      this.local.forget();
      this.isLeaving = true;
      location.reload();
    } else {
      this.offerKept(kept);
    }
  }

  offerKept(kept) {
    const words = "This browser holds text that you typed here and that was never saved. The summary has changed since.";
    say(words, {
      keep: async () => (await this.keepCopy(kept.typed)) || this.offerKept(kept),
      drop: () => this.local.forget(),
    });
  }

  // The text goes to the server beside the draft, and the page shows the draft.
  async keepCopy(typed) {
    // Asked first, as an answer that sends to the sign-in page looks like one that sends back to the form.
    const status = await this.renewToken().catch(() => 0);
    if (status === 401) return this.waitForSignIn();
    const answer = await this.post(this.form.dataset.copyUrl, typed).catch(() => null);
    if (!answer || answer.status >= 400) return this.failed(OFFLINE);
    this.local.forget();
    this.isLeaving = true;
    location.assign(location.pathname);
    return true;
  }
}

export function startSaving(form, announce) {
  const saving = new Saving(form, announce);
  if (saving.savedAt) showState({ savedAt: saving.savedAt });
  form.addEventListener("input", () => saving.changed());
  form.addEventListener("change", () => saving.changed());
  form.addEventListener("submit", (event) => saving.submitted(event));
  addEventListener("beforeunload", (event) => saving.left(event));
  addEventListener("online", () => saving.save());
  // A page that comes back from the browser's memory may be left and warned about again.
  addEventListener("pageshow", () => {
    saving.isLeaving = false;
  });
  document.addEventListener("visibilitychange", () => saving.hidden());
  saving.restore();
}
