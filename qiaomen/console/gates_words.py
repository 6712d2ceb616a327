"""How passages, passes and alarms at gates are said."""

from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from qiaomen.access.roles import Role
from qiaomen.duty.models import DutyRole
from qiaomen.places.models import Place

# What the phones' list of changed passes may be old before yellow rules hold there.
LIST_OLD_S = 14_400

Words = dict[str, str | Promise]
SHOWN_WORDS: Words = {
    "all": pgettext_lazy("passages", "All"),
    "through": _l("Went through"),
    "provisional": _l("Let in provisionally"),
    "refused": pgettext_lazy("passages", "Refused"),
    "kept_apart": _l("Kept apart"),
    "emergency": pgettext_lazy("passages", "Emergencies"),
    "red": _l("Red pass"),
    "missed": _l("Missed a suspension"),
    "twice": _l("In twice"),
    "offline": _l("Without a network"),
    "vehicles": _l("Vehicles"),
    "deliveries": _l("Deliveries"),
    "visitors": _l("Visitors"),
    "fever": pgettext_lazy("passages", "Fever"),
}
EMERGENCIES: Words = {"illness": _l("illness"), "birth": _l("birth"), "fire": pgettext_lazy("emergency", "fire")}
REASONS: Words = {
    "red": _l("red pass"), "fever": _l("fever"), "no_pass": _l("no pass"), "stranger": _l("does not live here"),
    "vehicle": _l("vehicle from outside"), "left": _l("left before the second reading"),
    "second_reading": _l("waits for the second reading"), "not_fetched": _l("nobody fetched them"),
    "undecided": _l("not decided yet"), "twice": _l("pass used twice"), "other": _l("another reason"),
    "expired": _l("pass over"), "suspended": _l("pass suspended"), "revoked": _l("pass revoked"),
    "unreadable": _l("not a pass"), "too_long": _l("not a pass"), "bad_signature": _l("forged pass"),
    "unknown_key": _l("key unknown"), "old_key": _l("key too old"), "not_yet_valid": _l("pass not begun"),
    "other_area": _l("pass for elsewhere"), "list_old": _l("list too old"), "elsewhere": _l("verified elsewhere"),
    "health_red": _l("health code red"), "health_yellow": _l("health code yellow"), "health_none": _l("no health code"),
    "travel_risk": _l("travel code: risk"), "travel_none": _l("no travel code"), "changed": _l("colour changed"),
    "yellow": _l("yellow pass"), "grey": _l("grey pass"),
}  # fmt: skip
COLOURS: Words = {"green": _l("green"), "yellow": _l("yellow"), "red": _l("red"), "grey": _l("grey")}
STATES: Words = {
    "active": pgettext_lazy("pass", "active"), "suspended": pgettext_lazy("pass", "suspended"),
    "revoked": pgettext_lazy("pass", "revoked"),
}  # fmt: skip
WAYS: Words = {
    "walk": _l("on foot"), "vehicle": pgettext_lazy("way", "vehicle"), "delivery": pgettext_lazy("way", "delivery"),
}  # fmt: skip
PURPOSES: Words = {
    "visit": pgettext_lazy("visitor", "visit"), "delivery": pgettext_lazy("visitor", "delivery"),
    "repair": _l("repair"), "work": pgettext_lazy("visitor", "work"), "other": pgettext_lazy("visitor", "other"),
}  # fmt: skip
TONES = {"green": "green", "yellow": "yellow", "red": "red", "grey": "plain"}
# Shape first: never a colour alone.
MARKS = {"green": "ok", "yellow": "unknown", "red": "isolated", "grey": "unknown"}


def duration(seconds: int) -> str:
    """How long, roughly: 5 min, 3 h."""
    if seconds < 5400:
        return _("%(n)s min") % {"n": max(seconds // 60, 1)}
    return _("%(n)s h") % {"n": seconds // 3600}


def hour(at: datetime) -> str:
    """A moment of lately."""
    return timezone.localtime(at).strftime("%m-%d %H:%M")


def gate_name(gate: Place) -> str:
    """The gate with the place whose gate it is."""
    return f"{gate.parent.name} {gate.name}" if gate.parent else gate.name


def role_word(role: str) -> str:
    """A link of the chain, or a role."""
    if role in DutyRole.values:
        return str(DutyRole(role).label)
    return str(Role(role).label) if role in Role.values else ""


def said(words: Words, key: str) -> str:
    """A word, or what stands for it."""
    return str(words.get(key, key))


def direction(way: str) -> str:
    """In or out."""
    return str(pgettext_lazy("passage", "in") if way == "in" else pgettext_lazy("passage", "out"))
