// Follows a job that runs in the background: components/progress_bar.html.
//
// The address in data-progress-url answers
//   {"state": "queued" | "working" | "done" | "failed" | "cancelled", "percent": 40, "text": "Drawing the pages",
//    "url": "/…", "link_text": "Open the report"}     url and link_text once there is something to open

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 5000;
const UNSUCCESSFUL = ["failed", "cancelled"];

function show(box, job) {
  const bar = box.querySelector("progress");
  const text = box.querySelector("[data-progress-text]");
  bar.value = job.percent;
  if (text.textContent !== job.text) text.textContent = job.text;
}

function finish(box, job) {
  const link = box.querySelector("[data-progress-link]");
  const bar = box.querySelector("progress");
  if (UNSUCCESSFUL.includes(job.state)) bar.hidden = true;
  if (!job.url) return;
  link.href = job.url;
  link.textContent = job.link_text;
  link.hidden = false;
}

async function follow(box) {
  let wait = FIRST_WAIT_MS;
  for (;;) {
    await new Promise((resume) => setTimeout(resume, wait));
    wait = Math.min(wait * 1.3, LONGEST_WAIT_MS);
    let job;
    try {
      const answer = await fetch(box.dataset.progressUrl, { headers: { Accept: "application/json" } });
      if (answer.status >= 400 && answer.status < 500) {
        show(box, { percent: 0, text: "This page no longer follows the work. Reload it to see how far it is." });
        return;
      }
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      job = await answer.json();
    } catch {
      continue; // The line dropped or the server restarts: ask again, more slowly.
    }
    show(box, job);
    if (job.state === "done" || UNSUCCESSFUL.includes(job.state)) {
      if ("progressReloads" in box.dataset) window.location.reload();
      finish(box, job);
      return;
    }
  }
}

for (const box of document.querySelectorAll("[data-progress-url]")) follow(box);
