// What every page runs: htmx and the house's modules, each listening on the document so that swapped parts need nothing.
import "htmx.org/dist/htmx.esm.js";

import "./requests.js";
import "./toast.js";
import "./dialog.js";
import "./menu.js";
import "./palette.js";
import "./shortcuts.js";
import "./forms.js";
import "./draft.js";
import "./lines.js";
import "./selection.js";
import "./shell.js";
import "./sums.js";
import "./tick.js";
import "../field/tours.js";
