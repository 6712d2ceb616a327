// The editor of a compound's plan. Without it the page still shows the plan, and still takes pictures and footprints.
import { Editor } from "./atlas-editor.js";
import { hand } from "./atlas-hand.js";
import { keys } from "./atlas-keys.js";
import { panel } from "./atlas-panel.js";

/** Nobody loses an hour's drawing to a wrong press. @param {Editor} editor */
function guard(editor) {
  let leaving = false;
  editor.form.addEventListener("submit", () => {
    leaving = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && editor.plan !== editor.kept) event.preventDefault();
  });
}

const form = document.querySelector("form[data-plan-editor]");
if (form instanceof HTMLFormElement) {
  const editor = new Editor(form);
  for (const start of [hand, keys, panel, guard]) start(editor);
  editor.ground();
  editor.draw();
  form.classList.add("ready");
}
