"""Problems: findings."""

from django.utils.translation import gettext_lazy as _

from qiaomen.base.catalogue.entry import Entry

PROBLEMS: dict[str, Entry] = {
    "finding.no_duty": Entry(
        422, _("Nobody has this duty for that place at that time. Choose again who answers there.")
    ),
    "finding.not_here": Entry(422, _("This finding is of another place. Look at the list again.")),
    "finding.other_looks": Entry(
        403, _("Whoever put it right does not look at it again. Ask somebody else to go there.")
    ),
}
