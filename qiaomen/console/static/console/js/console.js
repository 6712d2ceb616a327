// What every page of the console runs. Each module does nothing where its part of the page is missing.
import { dialogs } from "./dialogs.js";
import { errors } from "./errors.js";
import { find } from "./find.js";
import { keys } from "./keys.js";
import { leave } from "./leave.js";
import { lines } from "./lines.js";
import { menus } from "./menus.js";
import { photos } from "./photos.js";
import { placeBoxes } from "./place-box.js";
import { polls } from "./polls.js";
import { prints } from "./prints.js";
import { segments } from "./segments.js";
import { tables } from "./tables.js";
import { themes } from "./themes.js";
import { toasts } from "./toasts.js";

for (const start of [themes, menus, keys, find, dialogs, tables, photos, placeBoxes, polls, prints, segments, lines, toasts, errors, leave]) start(document);
