"""Problems: lists that come from outside."""

from django.utils.translation import gettext_lazy as _

from qiaomen.base.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "lists.no_places": Entry(
        409, _("There are no places yet to give rows to. Import a register or the official divisions first.")
    ),
    "lists.other_verifies": Entry(
        403, _("Somebody else than who brought the list says that a row is verified. Ask the community.")
    ),
    "lists.removed": Entry(
        410, _("Nobody was found for this row in time; whom it meant is no longer kept. Ask whoever sent the list.")
    ),
    "lists.not_a_row": Entry(404, _("This row is not on a list any more. Look at the list again.")),
}
