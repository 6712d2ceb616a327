"""Problems: testing."""

from django.utils.translation import gettext_lazy as _

from qiaomen.base.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "sampling.already_there": Entry(409, _("There is one of that name already. Give the new one another name.")),
    "sampling.document": Entry(422, _("This rule cannot be read: %(reason)s. Correct it and try again.")),
    "sampling.file": Entry(
        422, _("No column here says whose result it is, and what it is. Name them in the first row of the table.")
    ),
    "sampling.no_sites": Entry(422, _("There is no site in use. Set one up first, then hand out times.")),
    "sampling.no_room": Entry(
        422, _("The sites have no time left for %(people)s people before the round closes. Add teams or sites.")
    ),
    "sampling.no_tube": Entry(422, _("Several people share this tube, so its code is needed. Scan it first.")),
    "sampling.not_open": Entry(409, _("This round is not open. Look at the list of rounds again.")),
}
