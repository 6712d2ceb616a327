"""What can be ticked on paper, each with the sign that stands in its box and is the key that enters it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OUTCOMES: dict[str, tuple[str, Promise]] = {
    "o": ("answered", _("door opened")),
    "n": ("absent", _("nobody home")),
    "v": ("vacant", _("vacant")),
    "r": ("refused", _("refused")),
    "i": ("inaccessible", _("no way in")),
    "w": ("wrong_address", _("no such door")),
}
PRESENCES: dict[str, tuple[str, Promise]] = {
    "1": ("seen", _("seen")),
    "2": ("stated", _("stated")),
    "3": ("elsewhere", _("elsewhere")),
    "4": ("unaccounted", _("not known")),
    "5": ("moved", _("moved away")),
    "6": ("died", _("died")),
}
# What has a box on paper; the rest is written out by hand.
BOXED = ("1", "2", "3", "4")
