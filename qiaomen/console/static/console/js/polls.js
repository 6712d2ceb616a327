// Parts that fetch themselves again: they rest while nobody looks or somebody said pause, and say when they fail.
const POLL = "[data-poll]";

/** Whether a request is a poll's own tick, not something a person pressed inside it. */
function ticks(event) {
  return event.detail.elt.matches(POLL) && !event.detail.requestConfig?.triggeringEvent?.isTrusted;
}

function rests(poll) {
  return document.hidden || poll.dataset.paused !== undefined || poll.contains(document.querySelector("details[open], dialog[open]"));
}

function mark(page, isStale) {
  for (const stamp of page.querySelectorAll("[data-stamp]")) stamp.classList.toggle("stale", isStale);
}

function pause(page, button) {
  const poll = page.getElementById(button.dataset.pollPause);
  const isPaused = poll.toggleAttribute("data-paused");
  button.setAttribute("aria-pressed", String(isPaused));
  if (!isPaused) poll.dispatchEvent(new Event("refresh"));
}

export function polls(page) {
  page.addEventListener("htmx:beforeRequest", (event) => {
    if (ticks(event) && rests(event.detail.elt)) event.preventDefault();
  });
  page.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt.matches(POLL)) mark(page, !event.detail.successful);
  });
  page.addEventListener("click", (event) => {
    const button = event.target.closest("[data-poll-pause]");
    if (button) pause(page, button);
  });
}
