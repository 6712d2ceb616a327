"""Problems: highway checkpoints."""

from django.utils.translation import gettext_lazy as _

from qiaomen.base.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "checkpoints.plate": Entry(
        422, _("This is no plate of that make. Look at it once more, or say that it is foreign or that there is none.")
    ),
    "checkpoints.more_than_people": Entry(
        422, _("More people than the vehicle holds. Correct the number of occupants first.")
    ),
    "checkpoints.already_there": Entry(
        409, _("This place has a checkpoint of that name already. Give the new one another name.")
    ),
    "checkpoints.no_shift": Entry(
        422, _("This names no shift that began at this checkpoint. Begin a shift first, then end it.")
    ),
}
