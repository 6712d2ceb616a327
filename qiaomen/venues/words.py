"""Words of venues' records, for console, notices and files."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

STATES: dict[str, Promise] = {
    "to_come": pgettext_lazy("suspension", "ordered"),
    "in_force": _("suspended"),
    "over": _("period over"),
    "reopened": _("reopened"),
}
FINDS: dict[str, Promise] = {
    "closed": pgettext_lazy("second look", "closed as ordered"),
    "open": pgettext_lazy("second look", "found open"),
    "ready": pgettext_lazy("second look", "ready to reopen"),
}
SERVED: dict[str, Promise] = {
    "in_person": _("handed over"),
    "left": _("left at the door"),
    "message": _("sent as a message"),
    "refused": _("refused to take it"),
}
