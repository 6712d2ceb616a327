// A text with its line numbers beside it; a fault's link goes to its line.
export function lines(root) {
  for (const text of root.querySelectorAll("textarea[data-lines]")) {
    const numbers = root.getElementById(text.dataset.lines);
    if (!numbers) continue;
    const number = () => {
      const count = text.value.split("\n").length;
      numbers.textContent = Array.from({ length: count }, (_, index) => index + 1).join("\n");
      text.rows = count + 1;
    };
    text.addEventListener("input", number);
    number();
  }
  root.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-line]");
    const text = link && root.querySelector("textarea[data-lines]");
    if (!text) return;
    event.preventDefault();
    goTo(text, Number(link.dataset.line));
  });
}

function goTo(text, line) {
  const before = text.value.split("\n").slice(0, line - 1).join("\n").length;
  const start = line > 1 ? before + 1 : 0;
  const end = text.value.indexOf("\n", start);
  text.focus();
  text.setSelectionRange(start, end < 0 ? text.value.length : end);
  const height = parseFloat(getComputedStyle(text).lineHeight);
  text.parentElement.scrollTop = Math.max(0, (line - 4) * height);
}
