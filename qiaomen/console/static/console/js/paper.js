// Typing in a page of paper: a letter for what came of the knock, a digit for each person, Enter for the next line.

/** What can be focused for a choice: the one that is ticked, else its first box. */
const boxOf = (keys) => keys.querySelector("input:checked") ?? keys.querySelector("input[type=radio]");

/** The stops of a line, in the order of the paper: outcome, people if the door was opened, time. */
function stops(line) {
  const opened = line.querySelector("[data-outcomes] [data-opened]:checked");
  const people = opened ? [...line.querySelectorAll("[data-people] [data-keys]")].map(boxOf) : [];
  return [boxOf(line.querySelector("[data-outcomes]")), ...people, line.querySelector("[data-clock]")];
}

const linesOf = (page) => [...page.querySelectorAll("[data-line]")];

/** The time that stands in the nearest line above: most doors follow each other within minutes. */
function earlier(page, line) {
  const above = linesOf(page).slice(0, linesOf(page).indexOf(line));
  return above.map((one) => one.querySelector("[data-clock]").value).filter(Boolean).pop() ?? "";
}

function go(page, field) {
  if (!field) return;
  const line = field.closest("[data-line]");
  if (field.matches("[data-clock]") && !field.value) field.value = earlier(page, line);
  field.focus();
  field.select?.();
  line.scrollIntoView({ block: "nearest" });
}

/** On to the next stop of this line, or to the next line. */
function onwards(page, field) {
  const line = field.closest("[data-line]");
  const all = stops(line);
  const group = field.closest("[data-keys]");
  const at = all.findIndex((stop) => stop === field || (group && stop.closest("[data-keys]") === group));
  const lines = linesOf(page);
  const next = lines[lines.indexOf(line) + 1];
  go(page, all[at + 1] ?? (next ? stops(next)[0] : page.querySelector("[data-enter]")));
}

/** Shift and a digit tick everybody from here on. */
function tickRest(group, key) {
  const groups = [...group.closest("[data-people]").querySelectorAll("[data-keys]")];
  for (const one of groups.slice(groups.indexOf(group))) {
    const box = one.querySelector(`[data-key="${key}"]`);
    if (box) box.checked = true;
  }
  return groups.at(-1).querySelector("input:checked");
}

function clear(line) {
  for (const box of line.querySelectorAll("input[type=radio]")) box.checked = false;
  line.querySelector("[data-clock]").value = "";
}

function pressed(page, event) {
  const field = event.target;
  const line = field.closest?.("[data-line]");
  if (!line || event.metaKey || event.altKey) return false;
  if (event.key === "Enter") {
    if (event.ctrlKey) field.form.requestSubmit();
    else onwards(page, field.matches("input[type=radio], [data-clock]") ? field : line.querySelector("[data-clock]"));
    return true;
  }
  const group = field.closest("[data-keys]");
  if (!group || event.ctrlKey) return false;
  if (event.key === "x" || event.key === "Delete") {
    clear(line);
    go(page, stops(line)[0]);
    return true;
  }
  const key = event.code.startsWith("Digit") ? event.code.slice(5) : event.key.toLowerCase();
  const box = group.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!box) return false;
  box.checked = true;
  onwards(page, event.shiftKey && group.closest("[data-people]") ? tickRest(group, key) : box);
  return true;
}

document.addEventListener("keydown", (event) => {
  if (pressed(document, event)) event.preventDefault();
});
const faulty = document.querySelector("[data-line].bad");
const first = faulty ?? document.querySelector("[data-line]");
if (first) go(document, stops(first)[0]);
