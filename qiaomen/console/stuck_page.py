"""Who may be stuck, in words: a question to the lead, and one thing to do about it."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qiaomen.access.roles import Verb
from qiaomen.campaigns.queries.stuck import QUICKEST, Question, Why
from qiaomen.console.asked import Asked, link


@dataclass(frozen=True, slots=True)
class Shown:
    """One question: who, what was noticed, what to ask, where to look, whom to call (empty without the right to)."""

    team: UUID
    name: str
    organisation: str
    members: list[str]
    mark: str
    noticed: str
    ask: str
    url: str
    call_url: str


MARKS: dict[Why, str] = {"silent": "unknown", "hasty": "late", "far": "travel"}


def shown(asked: Asked, question: Question, *, may_call: bool) -> Shown:
    """A question as the card and the page say it."""
    return Shown(
        team=question.team,
        name=question.name,
        organisation=question.organisation,
        members=question.members,
        mark=MARKS[question.why],
        noticed=noticed(question),
        ask=_asked(question.why),
        url=asked.link("gaps", count=None if question.why == "silent" else "closed", team=question.team),
        call_url=link("stuck_call", question.team, campaign=asked.campaign.id) if may_call else "",
    )


def may_call(asked: Asked) -> bool:
    """Whether the reader may open phones somewhere; at the team itself it is asked again."""
    return asked.worker.may(Verb.DECIDE)


def word(why: Why) -> str:
    """A kind of question as people call it."""
    return {"silent": _("Not heard"), "hasty": _("Very quick"), "far": _("Far from the door")}[why]


def noticed(question: Question) -> str:
    """What was noticed, as a fact."""
    at = date_format(localtime(question.last_at), "H:i") if question.last_at else ""
    match question.why:
        case "silent":
            last = _("last knock %(time)s") % {"time": at} if at else _("no knock yet")
            left = ngettext("%(n)s door left", "%(n)s doors left", question.number) % {"n": question.number}
            return _("nothing heard for an hour; %(last)s, %(left)s") % {"last": last, "left": left}
        case "hasty":
            said = ngettext(
                "%(n)s door answered within %(s)s seconds of the one before; the last at %(time)s",
                "%(n)s doors answered within %(s)s seconds of the one before; the last at %(time)s",
                question.number,
            )
            return said % {"n": question.number, "s": int(QUICKEST.total_seconds()), "time": at}
        case "far":
            said = ngettext(
                "%(n)s visit written far from its door; the last at %(time)s",
                "%(n)s visits written far from their doors; the last at %(time)s",
                question.number,
            )
            return said % {"n": question.number, "time": at}


def _asked(why: Why) -> str:
    return {
        "silent": _("No signal, an empty battery, or a gate they cannot pass?"),
        "hasty": _("Typed in afterwards from paper, or one account for two people?"),
        "far": _("Typed in afterwards, spoken on the phone, or a position that is off?"),
    }[why]
