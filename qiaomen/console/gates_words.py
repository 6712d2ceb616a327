"""How passages, passes and alarms at gates are said."""

from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qiaomen.places.models import Place

# What the phones' list of changed passes may be old before yellow rules hold there.
LIST_OLD_S = 14_400

Words = dict[str, str | Promise]
SHOWN_WORDS: Words = {
    "all": pgettext_lazy("passages", "All"),
    "through": _("Went through"),
    "provisional": _("Let in provisionally"),
    "refused": pgettext_lazy("passages", "Refused"),
    "kept_apart": _("Kept apart"),
    "emergency": pgettext_lazy("passages", "Emergencies"),
    "red": _("Red pass"),
    "missed": _("Missed a suspension"),
    "twice": _("In twice"),
    "offline": _("Without a network"),
    "vehicles": _("Vehicles"),
    "vehicles_back": _("Vehicles turned back"),
    "deliveries": _("Deliveries"),
    "visitors": _("Visitors"),
    "fever": pgettext_lazy("passages", "Fever"),
}
EMERGENCIES: Words = {"illness": _("illness"), "birth": _("birth"), "fire": pgettext_lazy("emergency", "fire")}
REASONS: Words = {
    "red": _("red pass"), "fever": _("fever"), "no_pass": _("no pass"), "stranger": _("does not live here"),
    "vehicle": _("vehicle from outside"), "left": _("left before the second reading"),
    "second_reading": _("waits for the second reading"), "not_fetched": _("nobody fetched them"),
    "undecided": _("not decided yet"), "twice": _("pass used twice"), "other": _("another reason"),
    "expired": _("pass over"), "suspended": _("pass suspended"), "revoked": _("pass revoked"),
    "unreadable": _("not a pass"), "too_long": _("not a pass"), "bad_signature": _("forged pass"),
    "unknown_key": _("key unknown"), "old_key": _("key too old"), "not_yet_valid": _("pass not begun"),
    "other_area": _("pass for elsewhere"), "list_old": _("list too old"), "elsewhere": _("verified elsewhere"),
    "health_red": _("health code red"), "health_yellow": _("health code yellow"), "health_none": _("no health code"),
    "travel_risk": _("travel code: risk"), "travel_none": _("no travel code"), "changed": _("colour changed"),
    "yellow": _("yellow pass"), "grey": _("grey pass"),
}  # fmt: skip
COLOURS: Words = {"green": _("green"), "yellow": _("yellow"), "red": _("red"), "grey": _("grey")}
STATES: Words = {
    "active": pgettext_lazy("pass", "active"), "suspended": pgettext_lazy("pass", "suspended"),
    "revoked": pgettext_lazy("pass", "revoked"),
}  # fmt: skip
WAYS: Words = {
    "walk": _("on foot"), "vehicle": pgettext_lazy("way", "vehicle"), "delivery": pgettext_lazy("way", "delivery"),
}  # fmt: skip
PURPOSES: Words = {
    "visit": pgettext_lazy("visitor", "visit"), "delivery": pgettext_lazy("visitor", "delivery"),
    "repair": _("repair"), "work": pgettext_lazy("visitor", "work"), "other": pgettext_lazy("visitor", "other"),
}  # fmt: skip
TONES = {"green": "green", "yellow": "yellow", "red": "red", "grey": "plain"}
# Shape first: never a colour alone.
MARKS = {"green": "ok", "yellow": "unknown", "red": "isolated", "grey": "unknown"}


def duration(seconds: int) -> str:
    """How long, roughly: 5 min, 3 h."""
    if seconds < 5400:
        return str(_("%(n)s min") % {"n": max(seconds // 60, 1)})
    return str(_("%(n)s h") % {"n": seconds // 3600})


def hour(at: datetime) -> str:
    """A moment of lately."""
    return timezone.localtime(at).strftime("%m-%d %H:%M")


def gate_name(gate: Place) -> str:
    """The gate with the place whose gate it is."""
    return f"{gate.parent.name} {gate.name}" if gate.parent else gate.name


def said(words: Words, key: str) -> str:
    """A word, or what stands for it."""
    return str(words.get(key, key))


def direction(way: str) -> str:
    """In or out."""
    return str(pgettext_lazy("passage", "in") if way == "in" else pgettext_lazy("passage", "out"))
