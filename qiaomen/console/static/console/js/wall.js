// The wall screen: one slide after the other, by itself; while nobody answers it goes on with what it has, and says of when.
const SLIDE_MS = 12_000;
const FETCH_MS = 20_000;

const slidesOf = (page) => [...page.querySelectorAll("[data-wall-slide]")];

function dots(page, count, at) {
  const foot = page.querySelector("[data-wall-dots]");
  foot.replaceChildren(...Array.from({ length: count }, (_each, index) => {
    const dot = page.createElement("i");
    dot.classList.toggle("on", index === at);
    return dot;
  }));
}

/** Shows one slide and hides the others from everybody; a map learns its size only when it is seen. */
function show(page, state) {
  const slides = slidesOf(page);
  state.at = (state.at + slides.length) % slides.length;
  for (const [index, slide] of slides.entries()) {
    slide.classList.toggle("on", index === state.at);
    slide.setAttribute("aria-hidden", String(index !== state.at));
  }
  dots(page, slides.length, state.at);
}

function stamp(page, isLost) {
  const said = page.querySelector("[data-wall-stamp]");
  const at = page.querySelector("[data-at]")?.dataset.at;
  said.classList.toggle("lost", isLost);
  if (!at) return;
  const clock = page.createElement("time");
  clock.dateTime = at;
  clock.textContent = at.slice(11, 16);
  said.dataset.word ??= said.firstChild.textContent;
  said.replaceChildren(isLost ? `${page.body.dataset.lost} ` : said.dataset.word, clock);
}

/** Slides as the server makes them; a page to sign in is none. */
async function fetched(url) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  const html = await answer.text();
  if (!answer.ok || answer.redirected || !html.includes("data-wall-slide")) throw new Error(String(answer.status));
  return html;
}

async function renew(page, state) {
  try {
    page.querySelector("[data-wall-slides]").innerHTML = await fetched(page.body.dataset.slides);
    stamp(page, false);
    show(page, state);
  } catch {
    stamp(page, true);
  }
}

export function wall(page) {
  const state = { at: 0 };
  show(page, state);
  stamp(page, false);
  const turn = (by) => {
    state.at += by;
    show(page, state);
  };
  setInterval(() => turn(1), SLIDE_MS);
  setInterval(() => renew(page, state), FETCH_MS);
  page.addEventListener("keydown", (event) => {
    if (event.key === "Escape") location.assign(page.body.dataset.back);
    if (event.key === "ArrowRight") turn(1);
    if (event.key === "ArrowLeft") turn(-1);
  });
}

wall(document);
