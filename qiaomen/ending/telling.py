"""What goes and what stays when an outbreak is closed, said plainly before it is done and after."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiaomen.base import retention
from qiaomen.ending.models import Closing

GOES: Sequence[Promise] = (
    gettext_lazy(
        "The keys and their second copy: whatever was sealed with them can never be read again, here or in any copy."
    ),
    gettext_lazy(
        "Names, pinyin, id numbers, phones, years of birth and relations of all people; names and phones of "
        "those who worked without a login here."
    ),
    gettext_lazy("Photos, letters, messages, imported files, cards, posters, refused and held records, join links."),
    gettext_lazy(
        "What the database keeps of it beside its tables: dead rows, the planner's samples, the log of writes."
    ),
    gettext_lazy(
        "Earlier backups made by this installation. Copies that somebody made elsewhere are yours to destroy."
    ),
    gettext_lazy(
        "Phones are wiped at their next contact, records that were never sent too. Everybody is signed out here."
    ),
)
STAYS: Sequence[Promise] = (
    gettext_lazy("Frozen reports with their figures."),
    gettext_lazy("What was done when, without names: until it is counted and deleted, days after closing."),
    gettext_lazy(
        "Places, doors, agencies, policy, questionnaires; logins of the office, and who did and looked at what."
    ),
)


def beforehand() -> list[str]:
    """For whoever asks, on a terminal."""
    return [
        _("What goes, for ever:"),
        *(f"  - {line}" for line in GOES),
        _("What stays:"),
        *(f"  - {line}" for line in STAYS),
        _(
            "Nothing has happened yet. Somebody else, who oversees data, confirms with --confirm and the outbreak’s "
            "name."
        ),
    ]


def done(closing: Closing) -> list[str]:
    """What has been done, and what is left for people to do."""
    if closing.keys_at is None:
        found = [
            _("The outbreak is closed, names are blank, tables are written anew."),
            _(
                "A copy of its keys could not be reached and still holds them: connect its disk. The worker tries "
                "again each minute."
            ),
        ]
    else:
        found = [_("The outbreak is closed. Its keys are destroyed, names are blank, tables are written anew.")]
    if closing.wal == Closing.Wal.NOT_OURS:
        found.append(
            _("The database is not ours: let its administrator clear its log of writes and destroy its backups.")
        )
    days = retention.days("closed")
    found.append(_("In %(days)s days what is left of records goes, and only counts stay.") % {"days": days})
    return found
