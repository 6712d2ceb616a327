"""Words and sentences that several pages say, in the reader's language."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from qiaomen.base.catalogue import CATALOGUE
from qiaomen.base.ids import RESIDENT, SYSTEM
from qiaomen.base.problems import Problem
from qiaomen.campaigns.outlook import Outlook
from qiaomen.campaigns.states import HEALTH, Flag, State
from qiaomen.console.charts import moment
from qiaomen.console.doors import WORDS
from qiaomen.ledger.queries import Kept

__all__ = [
    "HEALTH", "clock", "count_word", "duration", "flag_words", "kind_word", "lateness", "moment", "prospect", "why",
]  # fmt: skip

# What says something of somebody's health (see asked.shows_health).
HEALTH_COUNTS = frozenset({Flag.FEVER.name.lower(), Flag.SYMPTOM.name.lower()})


def duration(span: timedelta) -> str:
    """How long, in its two largest parts: 2 d 22 h, 1 h 50 min, 30 min."""
    minutes = round(abs(span).total_seconds() / 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [
        (days, _("%(n)s d")),
        (hours, _("%(n)s h")),
        (0 if days else minutes, _("%(n)s min")),
    ]
    said = " ".join(word % {"n": number} for number, word in parts if number)
    return said or _("%(n)s min") % {"n": 0}


def clock(span: timedelta) -> str:
    """What is left, as hours and minutes: 25:20; nothing is left of what is over."""
    minutes = max(0, int(span.total_seconds() // 60))
    return f"{minutes // 60}:{minutes % 60:02d}"


def lateness(seen: Outlook) -> str:
    """Against the deadline: late by 2 d 22 h, early by 30 min, or nothing where nothing can be said."""
    if seen.late is None:
        return _("not moving") if seen.is_stuck else ""
    if seen.is_late:
        return _("%(time)s late") % {"time": duration(seen.late)}
    return _("%(time)s early") % {"time": duration(seen.late)}


def prospect(seen: Outlook, deadline: datetime, now: datetime) -> str:
    """One sentence: will it be done in time, and what would it take."""
    if not seen.total:
        return _("No door is part of this sweep here.")
    if not seen.left:
        return _("Every door is closed.")
    if seen.pace is None:
        return _("It is too early to say when it will be done.")
    if seen.done_at is None:
        return _("Nothing has moved in the last hours of knocking.")
    done = _("At this pace it is done on %(time)s.") % {"time": moment(seen.done_at)}
    if now >= deadline or not seen.is_late:
        return done
    if not seen.more_teams:
        return done
    more = ngettext("With %(n)s more team it makes it.", "With %(n)s more teams it makes it.", seen.more_teams)
    return f"{done} {more % {'n': seen.more_teams}}"


OUTCOMES = {
    "answered": "done",
    "absent": "absent",
    "vacant": "vacant",
    "refused": "refused",
    "inaccessible": "locked",
    "wrong_address": "wrong",
    "phone": "screened",
    "online": "screened",
}
"""How an outcome of a visit is drawn (see doors.WORDS)."""


def outcome_word(outcome: str) -> str:
    """An outcome of a visit as people say it."""
    return _("somebody opened") if outcome == "answered" else str(WORDS[OUTCOMES[outcome]])


def author_word(author: UUID | None, name: str) -> str:
    """Who wrote a record, by name; what nobody wrote, and what residents wrote themselves, says so."""
    if author == SYSTEM:
        return _("by the rules")
    return _("a resident, by door code") if author == RESIDENT else name


def kind_word(kind: str) -> str:
    """A kind of record as people call it."""
    return {
        "visit": _("visit"),
        "self_report": _("self-report"),
        "need": _("help asked for"),
        "need_step": _("help given"),
        "daily_visit": _("daily visit begun"),
        "daily_visit_step": _("daily visit"),
        "order": _("group order"),
        "order_step": _("step of an order"),
        "disinfection": _("disinfected"),
        "disinfection_asked": _("disinfection asked for"),
        "seal": _("seal put on"),
        "seal_event": _("seal"),
        "clue": _("clue"),
        "clue_step": _("step of a clue"),
        "clue_person": _("named by a verified clue"),
        "claim_review": _("claim reviewed"),
        "resolution": _("decided between two accounts"),
        "void": _("taken back"),
        "place_added": _("place added"),
        "door_added": _("door added"),
        "door_changed": _("door changed"),
        "person_merge": _("files compared"),
        "move": _("moved house"),
        "case": _("case stated"),
        "exposure": _("contact stated"),
        "stay": _("stay stated"),
        "fact_verified": _("verified by another"),
        "trait": _("trait stated"),
        "sample": _("sample"),
        "result": _("test result"),
        "status": _("status"),
        "red_by_hand": _("red asked for by hand"),
        "red_confirmed": _("red confirmed by hand"),
        "objection": _("objection"),
        "objection_answer": _("objection answered"),
        "list_row": _("row of a list"),
        "list_row_step": _("row of a list followed up"),
        "check": _("check"),
        "call": _("call"),
        "answer": _("answer to a question"),
        "decision": _("decision"),
        "measure_order": _("order"),
        "transfer": _("transfer"),
        "transfer_step": _("step of a transfer"),
        "referral": _("referral"),
        "referral_step": _("step of a referral"),
        "release": _("release"),
        "episode_need": _("need"),
        "companions": _("who looks after them"),
        "escalation": _("leads told"),
        "escalation_seen": _("notice taken"),
        "phoned": _("number reported by phone"),
        "pass_event": _("pass"),
        "pass_ask": _("pass asked for"),
        "pass_refused": _("pass refused"),
        "pass_reopened": _("refusal of a pass taken back"),
        "passage": _("passage at a gate"),
        "venue_scan": _("scan at a venue"),
        "vehicle_stop": _("vehicle at a checkpoint"),
        "checkpoint_shift": _("shift at a checkpoint"),
        "handout": _("something handed out"),
        "suspension": _("suspension of a venue"),
        "suspension_step": _("step of a suspension"),
        "station_event": _("at a station"),
        "finding": _("finding"),
        "finding_step": _("step of a finding"),
        "visitor": pgettext("record", "visitor"),
        "alarm_step": _("alarm answered"),
        "alarm_told": _("alarm told"),
    }.get(kind, kind.replace("_", " "))


def count_word(count: str) -> str:
    """A count of `campaigns.queries.lists.COUNTED` as people call it."""
    named = {"doors": _("all doors"), "gap": _("left"), "closed": _("closed")}
    if count in named:
        return named[count]
    word = State[count.upper()] if count.upper() in State.__members__ else Flag[count.upper()]
    return str(word.label)


def flag_words(flags: int, *, shows_health: bool) -> list[str]:
    """The flags of a door or person as words; who may not see health sees none of these."""
    seen = flags if shows_health else flags & ~HEALTH
    return [str(flag.label) for flag in Flag if seen & flag]


def why(kept: Kept) -> str:
    """Why a record was not taken, as its author reads it too."""
    if kept.code not in CATALOGUE:
        return kept.code
    details = msgspec.json.decode(kept.details.encode(), type=dict[str, str])
    try:
        return Problem(kept.code, field=kept.field, **details).message
    except KeyError:  # a message that wants a detail which an older version did not keep
        return kept.code
