"""The rules of retention: what goes after how many days, of which records, and how much of it is held.

Every record kind stands under exactly one rule; a test says which new one does not. What no other rule names goes with
its outbreak, `closed` days after closing.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, LiteralString

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qiaomen.access import messages
from qiaomen.base import retention
from qiaomen.base.models import Outbreak
from qiaomen.base.sql import rows, run
from qiaomen.care import letters
from qiaomen.checkpoints import retention as checkpoints
from qiaomen.clues import retention as clues
from qiaomen.disinfection import retention as disinfection
from qiaomen.ending import append_only, untaken
from qiaomen.ending.models import Removal
from qiaomen.gates import retention as gates
from qiaomen.lists import retention as lists
from qiaomen.outreach import retention as outreach
from qiaomen.passes import retention as passes
from qiaomen.seals import retention as seals
from qiaomen.shifts import retention as shifts
from qiaomen.venues import retention as venues

log = logging.getLogger(__name__)

# The access log answers for what was done: only what is older than the last closing goes.
_OLD_LOG: Final = """
FROM access_audit WHERE at < %b AND at < (SELECT max(closed_at) FROM base_outbreak WHERE closed_at IS NOT NULL)
"""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its `name` says the days, `about` what goes, `since` from when they count.

    `held` answers how many there are that will go, and since when the oldest of them counts. `also` are the names of
    further days that count within the rule. Refused and held records of its `kinds` go by it, too.
    """

    name: str
    about: Promise
    since: Promise
    remove: Callable[[datetime], int]
    held: LiteralString
    kinds: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    of_open: bool = True


def forget_log(now: datetime) -> int:
    """Lines of the access log from before the last closing whose days are over; answers how many."""
    until = [now - retention.kept("access_log")]
    if rows(f"SELECT EXISTS (SELECT {_OLD_LOG})", until) == [(False,)]:
        return 0
    with append_only.forgetting():
        return run(f"DELETE {_OLD_LOG}", until).rowcount


def _sealed(*kinds: str) -> LiteralString:
    named = ", ".join(f"'{kind}'" for kind in kinds)
    return f"SELECT count(*), min(received_at) FROM ledger_record WHERE kind IN ({named}) AND sealed IS NOT NULL"


RULES: Final[Sequence[Rule]] = (
    Rule(
        "passages", _("Passages at gates, and visitors: whose pass, name, phone, plate"), _("the passage"),
        gates.remove,
        """SELECT count(*), min(at) FROM (SELECT at FROM gates_passage WHERE NOT emptied
           UNION ALL SELECT at FROM gates_visitor WHERE NOT emptied) t""",
        kinds=("passage", "visitor", "alarm_step", "alarm_told"),
    ),
    Rule(
        "stops", _("Vehicles at checkpoints: plate and note; notes of shifts there"), _("the stop"),
        checkpoints.remove, _sealed("vehicle_stop", "checkpoint_shift"), kinds=("vehicle_stop", "checkpoint_shift"),
    ),
    Rule(
        "venue_scans", _("Scans at venues: whose pass, and what households stated"), _("the scan"), venues.remove,
        """SELECT count(*), min(at) FROM ledger_record WHERE kind = 'venue_scan'
           AND (sealed IS NOT NULL OR body ?| ARRAY['pass', 'people', 'worker'])""",
        kinds=("venue_scan",),
    ),
    Rule(
        "clues", _("Clues: words, photos, plates, and who told them"),
        _("its end; an unfounded clue goes sooner"), clues.remove,
        """SELECT count(*), min(c.ended_at) FROM clues_clue c JOIN ledger_record r ON r.id = c.id
           WHERE c.ended_at IS NOT NULL AND r.sealed IS NOT NULL""",
        kinds=("clue", "clue_step"), also=("clues_unfounded",),
    ),
    Rule(
        "list_rows", _("Rows of lists for which nobody was found: name, number, phones, address"),
        _("the row's coming; later where somebody had taken it over"), lists.remove,
        """SELECT count(*), min(greatest(received_at, last_at)) FROM lists_row
           WHERE person IS NULL AND removed_at IS NULL""",
        kinds=("list_row", "list_row_step"), also=("list_rows_taken",),
    ),
    Rule(
        "pass_asks", _("Who asked for a pass: name, number and phone as typed"),
        _("the decision; later where nobody decided"), passes.forget,
        "SELECT count(*), min(a.at) FROM passes_ask a JOIN ledger_record r ON r.id = a.id WHERE r.sealed IS NOT NULL",
        kinds=("pass_ask",), also=("pass_asks_waiting",),
    ),
    Rule(
        "handovers", _("Words of handovers, swaps and replacements"), _("the record"), shifts.remove,
        _sealed("shift_handover", "shift_swap", "shift_change"),
        kinds=("shift_handover", "shift_swap", "shift_change"),
    ),
    Rule(
        "disinfection", _("Disinfection: behind which door, why, words, photos"),
        _("the round; a request that nobody answered stays"), disinfection.remove,
        """SELECT count(*), min(at) FROM (
           SELECT done_at AS at FROM disinfection_asked WHERE door IS NOT NULL AND done_at IS NOT NULL
           UNION ALL SELECT at FROM disinfection_done WHERE door IS NOT NULL) t""",
        kinds=("disinfection", "disinfection_asked"),
    ),
    Rule(
        "seals", _("Seals: whose measure they were for, which door, words, photos"), _("the seal's end"), seals.remove,
        """SELECT count(*), min(coalesce(ended_at, until_at)) FROM seals_seal
           WHERE (door IS NOT NULL OR people <> '{}') AND ended_at IS NOT NULL""",
        kinds=("seal", "seal_event"),
    ),
    Rule(
        "messages", _("Messages to many: words, and whom they reached"), _("the message"), outreach.forget,
        "SELECT count(*), min(made_at) FROM outreach_message WHERE forgotten_at IS NULL",
    ),
    Rule(
        "messages_sent", _("Messages to one phone: that one went, or did not"), _("the message"), messages.forget,
        "SELECT count(*), min(at) FROM access_message",
    ),
    Rule(
        "letters", _("Letters by a door's code that fitted nobody"), _("the letter"), letters.forget,
        "SELECT count(*), min(at) FROM care_letter",
    ),
    Rule(
        "unreadable", _("What phones sent that nobody could read"), _("its coming"),
        untaken.remove_unreadable, untaken.COUNTED_UNREADABLE,
    ),
    Rule(
        "access_log", _("The log of who did and looked at what"),
        _("the entry; while its outbreak is open it stays"), forget_log,
        """SELECT count(*), min(at) FROM access_audit
           WHERE at < (SELECT max(closed_at) FROM base_outbreak WHERE closed_at IS NOT NULL)""",
        of_open=False,
    ),
)  # fmt: skip

# What goes with its outbreak. A new record kind is named here, or under a rule of its own.
WITH_OUTBREAK: Final[frozenset[str]] = frozenset(
    {
        "answer", "call", "case", "check", "claim_review", "clue_person", "companions", "daily_visit",
        "daily_visit_step", "decision", "door_added", "door_changed", "episode_need", "escalation", "escalation_seen",
        "exposure", "fact_verified", "finding", "finding_step", "handout", "measure_order", "move", "need",
        "need_step", "objection", "objection_answer", "order", "order_step", "outreach_round", "outreach_round_done",
        "outreach_round_step", "pass_event", "pass_refused", "pass_reopened", "person_merge", "phoned",
        "place_added", "place_sample",
        "red_by_hand", "red_confirmed", "referral", "referral_step", "release", "resolution", "result", "result_told",
        "sample", "self_report", "shift", "shift_handover_step", "shift_step", "shift_swap_step", "shift_told",
        "station_event", "status", "stay", "suspension", "suspension_step", "trait", "transfer", "transfer_step",
        "tube_result", "visit", "void",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """A rule with how much it holds, when the next goes, and how much went lately."""

    rule: Rule
    days: int
    others: tuple[int, ...]
    count: int
    next_at: datetime | None
    gone: int
    last_at: datetime | None


def carry_out(now: datetime) -> dict[str, int]:
    """Take away whatever has been kept long enough; answers how much by rule. Each that took any is written down.

    A rule that fails keeps no other one from being carried out; what failed is raised at the end.
    """
    is_open = Outbreak.objects.filter(closed_at=None).exists()
    gone: dict[str, int] = {}
    failed: list[Exception] = []
    for rule in RULES:
        if rule.of_open and not is_open:
            continue
        key = rule.name
        try:
            gone[key] = _carried_out(rule, now)
        except Exception as error:
            log.exception("rule of retention not carried out: %s", key)
            failed.append(error)
    if failed:
        raise ExceptionGroup("rules of retention", failed)
    return gone


def _carried_out(rule: Rule, now: datetime) -> int:
    count = rule.remove(now) + untaken.remove(rule.kinds, now - retention.kept(rule.name))
    if count:
        Removal.objects.create(rule=rule.name, at=now, count=count)
    return count


def held(now: datetime) -> list[Held]:
    """Every rule with what it holds now and took away in the last 30 days."""
    gone = {
        name: (count, last)
        for name, count, last in rows(
            "SELECT rule, sum(count)::bigint, max(at) FROM ending_removal WHERE at > %b GROUP BY rule",
            [now - timedelta(days=30)],
        )
    }
    return [_held(rule, *gone.get(rule.name, (0, None))) for rule in RULES]


def _held(rule: Rule, gone: int, last: datetime | None) -> Held:
    [(count, oldest)] = rows(rule.held)
    not_taken, since = untaken.held(rule.kinds)
    count, oldest = count + not_taken, min(filter(None, (oldest, since)), default=None)
    others = tuple(retention.days(name) for name in rule.also)
    soonest = min(retention.days(rule.name), *others) if others else retention.days(rule.name)
    next_at = oldest + timedelta(days=soonest) if oldest is not None else None
    return Held(rule, retention.days(rule.name), others, count, next_at, gone, last)
