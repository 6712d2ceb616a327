"""What pages of lists say: states with their marks, signs, steps, means of transport, in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.access.models import Worker
from qiaomen.console.parts import Text
from qiaomen.lists.history import Happened
from qiaomen.lists.linking import AGAINST, Sign
from qiaomen.lists.models import State
from qiaomen.places.models import Place

MARKS = {
    State.DOUBTFUL: "conflict",
    State.UNKNOWN: "unknown",
    State.LINKED: "todo",
    State.VERIFIED: "done",
    State.ELSEWHERE: "travel",
    State.WRONG: "wrong",
    State.NOT_FOUND: "absent",
    State.REMOVED: "vacant",
}


@dataclass(frozen=True, slots=True)
class SignShown:
    """What speaks for somebody or against, as a word with its mark."""

    word: str
    mark: str
    is_against: bool


def transport_word(code: str) -> str:
    """A means of transport as people call it."""
    return {
        "plane": _("plane"),
        "train": _("train"),
        "own_car": _("own car"),
        "coach": _("coach"),
        "ride": _("shared ride"),
        "ship": _("ship"),
        "other": pgettext("transport", "other"),
    }.get(code, code)


def sign_word(sign: str) -> str:
    """A sign as a person would say it."""
    return {
        Sign.ID: _("same id number"),
        Sign.PHONE: _("same phone"),
        Sign.HOUSEHOLD_PHONE: _("phone of the household"),
        Sign.NAME: _("same name"),
        Sign.NAME_SOUNDS: _("name sounds the same"),
        Sign.NAME_LIKE: _("similar name"),
        Sign.SPOT: _("lives where it says"),
        Sign.COMMUNITY: _("same community"),
        Sign.BIRTH: _("born in that year"),
        Sign.NOT_ID: _("other id number"),
        Sign.NOT_SEX: _("other sex"),
        Sign.NOT_BIRTH: _("other year of birth"),
    }.get(Sign(sign), sign)


def signs(found: Iterable[str]) -> list[SignShown]:
    """Signs in the order of their weight, what speaks against last."""
    order = list(Sign)
    listed = sorted((Sign(sign) for sign in found), key=order.index)
    return [SignShown(sign_word(s), "wrong" if s in AGAINST else "ok", s in AGAINST) for s in listed]


def trait_word(code: str) -> str:
    """A trait as people call it; one that nobody has named here, as it is."""
    return {
        "alone": _("lives alone"),
        "old": pgettext("trait", "old"),
        "pregnant": _("pregnant"),
        "dialysis": _("dialysis"),
        "cold_chain": _("works in the cold chain"),
        "courier": _("courier"),
        "disabled": _("disabled"),
        "infant": _("infant"),
        "chronic": _("chronically ill"),
        "health_worker": _("health worker"),
    }.get(code, code.replace("_", " "))


def step_word(happened: Happened) -> Text:
    """What was done, in a few words."""
    step = happened.step
    if step.action == "outcome":
        return State(step.outcome).label if step.outcome else ""
    return {
        "link": _("it is this person"),
        "unlike": _("it is none of those offered"),
        "tried": _("nobody reached"),
        "take": _("taken over"),
        "hand_on": _("handed on"),
        "reopen": _("opened again"),
        "remove": _("nobody was found in time: whom it meant was removed"),
    }[step.action]


def step_note(happened: Happened) -> str:
    """Whom a step names."""
    step = happened.step
    if step.worker is not None:
        return str(Worker.objects.filter(pk=step.worker).values_list("name", flat=True).first() or "")
    if step.to is not None:
        return str(Place.objects.filter(pk=step.to).values_list("name", flat=True).first() or "")
    return ""
