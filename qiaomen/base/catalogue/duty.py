"""Problems: who answers for what."""

from django.utils.translation import gettext_lazy as _

from qiaomen.base.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "duty.already_given": Entry(409, _("This worker answers for that place in that role already.")),
    "duty.place_taken": Entry(409, _("“%(zone)s” answers for this place already. Take it out there first.")),
    "duty.worker_in_two_teams": Entry(409, _("One person cannot knock in two teams. Take them out of one.")),
}
