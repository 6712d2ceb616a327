"""What passes' reasons are called."""

from django.utils.translation import gettext_lazy, pgettext_lazy

from qiaomen.console.people_words import Words

REASONS: Words = {
    "lost": gettext_lazy("phone or card lost"),
    "copied": gettext_lazy("somebody else used a picture of it"),
    "misused": gettext_lazy("misused"),
    "moved": gettext_lazy("moved away"),
    "died": pgettext_lazy("why a pass ends", "died"),
    "double": gettext_lazy("has another one"),
    "mistake": gettext_lazy("by mistake"),
    "asked": gettext_lazy("asked for it"),
    "other": gettext_lazy("another reason"),
}
REFUSALS: Words = {
    "unknown_here": gettext_lazy("nobody of this name lives there"),
    "double": gettext_lazy("has a pass already"),
    "cannot_be": gettext_lazy("a pass is not possible"),
    "other": gettext_lazy("another reason"),
}
