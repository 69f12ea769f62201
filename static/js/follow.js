// Follows words that the worker changes, such as “Sent 3 of 12”, until nothing is under way: components/followed.html.
//
// The address in data-follow-url answers {"state": "working" | "done", "text": "Sent 3 of 12"}. Nothing is asked for
// while the page is out of sight.

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 5000;

function inSight() {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resume) => document.addEventListener("visibilitychange", resume, { once: true }));
}

async function follow(box) {
  const words = box.querySelector("[data-follow-words]");
  const refresh = box.querySelector("[data-follow-refresh]");
  refresh.hidden = true;
  let wait = FIRST_WAIT_MS;
  for (;;) {
    await new Promise((resume) => setTimeout(resume, wait));
    await inSight();
    wait = Math.min(wait * 1.3, LONGEST_WAIT_MS);
    try {
      const answer = await fetch(box.dataset.followUrl, { headers: { Accept: "application/json" } });
      if (answer.status >= 400 && answer.status < 500) break; // Signed out, or no longer there.
      if (!answer.ok) continue;
      const job = await answer.json();
      if (words.textContent !== job.text) words.textContent = job.text;
      if (job.state !== "working") return;
    } catch {
      // The line dropped or the server restarts, and is asked again more slowly; a sign-in page is no answer either.
      if (wait === LONGEST_WAIT_MS) break;
    }
  }
  refresh.hidden = false;
}

for (const box of document.querySelectorAll("[data-follow-url]")) follow(box);
