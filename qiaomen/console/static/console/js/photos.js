// Photos that somebody chooses are drawn anew small, as on the phone: that leaves out where and by what they were taken.
import { smaller } from "../../field/parts/photo.js";

export function photos(page) {
  page.addEventListener("change", (event) => {
    if (event.target.matches?.("input[type=file][data-photos]")) shrink(event.target);
  });
}

// What the browser cannot read stays as it is: the server says what is wrong with it.
async function shrink(input) {
  const chosen = [...input.files];
  const button = input.form?.querySelector("[type=submit]");
  const small = new DataTransfer();
  if (button) button.disabled = true;
  for (const [at, file] of chosen.entries()) {
    const made = await smaller(file).then((blob) => new File([blob], `${at + 1}.jpg`, { type: blob.type }), () => file);
    small.items.add(made);
  }
  input.files = small.files;
  if (button) button.disabled = false;
}
