// Follows a job that runs in the background: components/progress_bar.html.
//
// The address in data-progress-url answers
//   {"state": "waiting" | "running" | "done" | "failed",
//    "done": 3, "total": 10, "text": "Page 3 of 10", "url": "/…", "link_text": "Open the report"}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 5000;

function show(box, job) {
  const bar = box.querySelector("progress");
  const text = box.querySelector("[data-progress-text]");
  if (job.total) {
    bar.max = job.total;
    bar.value = job.done;
  }
  if (text.textContent !== job.text) text.textContent = job.text;
}

function finish(box, job) {
  const link = box.querySelector("[data-progress-link]");
  const bar = box.querySelector("progress");
  if (job.state === "done") bar.value = bar.max;
  else bar.hidden = true;
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
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      job = await answer.json();
    } catch {
      continue; // The line dropped or the server restarts: ask again, more slowly.
    }
    show(box, job);
    if (job.state === "done" || job.state === "failed") {
      finish(box, job);
      return;
    }
  }
}

for (const box of document.querySelectorAll("[data-progress-url]")) follow(box);
