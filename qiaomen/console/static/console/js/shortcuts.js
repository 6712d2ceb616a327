// A button or link with data-shortcut="1 Enter" is pressed by these keys, unless somebody is writing or a button has Enter.
const WRITING = "input, textarea, select, [contenteditable]";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.target.closest?.(WRITING)) return;
  if (event.key === "Enter" && event.target.closest?.("a, button, summary")) return;
  const wanted = [...document.querySelectorAll("[data-shortcut]")].find((one) => {
    const keys = one.dataset.shortcut.split(" ");
    return keys.includes(event.key) || keys.includes(event.key.toLowerCase());
  });
  if (!wanted) return;
  event.preventDefault();
  wanted.click();
});
