// A page that was left open does not stay on the screen once its session is over: it asks now and then, when it comes
// back out of the browser's memory, and when another tab reached the sign-in page.
const EVERY_MS = 5 * 60_000;

async function ask(address) {
  const answer = await fetch(address, { headers: { "Qiaomen-Poll": "1" }, redirect: "manual", cache: "no-store" }).catch(() => null);
  if (answer?.type === "opaqueredirect") location.replace(location.pathname + location.search);
}

export function leave(page) {
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("qiaomen-console") : null;
  const address = page.body.dataset.signedIn;
  if (!address) {
    tabs?.postMessage("left");
    return;
  }
  const look = () => void ask(address);
  tabs?.addEventListener("message", look);
  window.addEventListener("pageshow", (event) => event.persisted && look());
  setInterval(look, EVERY_MS);
}
