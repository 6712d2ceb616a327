// "/" goes to the search, unless somebody is writing; a form that came back with faults is where one starts.
const WRITING = "input, textarea, select, [contenteditable]";

export function keys(page) {
  page.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(WRITING)) return;
    const search = page.querySelector("[data-search]");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  });
  page.addEventListener("click", (event) => {
    if (event.target.closest("[data-back]")) history.back();
  });
  page.querySelector("[data-autofocus]")?.focus();
}
