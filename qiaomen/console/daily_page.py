"""Daily visits as pages and files show them: how each stands today; names as far as the reader may see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.access.models import Worker
from qiaomen.access.queries import areas
from qiaomen.access.roles import Verb
from qiaomen.base.models import Outbreak
from qiaomen.campaigns.queries.names import locate
from qiaomen.care import daily
from qiaomen.care.folds import DAILY, zone
from qiaomen.care.models import Why
from qiaomen.care.queries_daily import Row
from qiaomen.care.records import DailyVisitStep
from qiaomen.console.asked import link
from qiaomen.console.sheets import mask
from qiaomen.console.words import author_word
from qiaomen.ledger import told
from qiaomen.ledger.words import words_of
from qiaomen.people.models import Person

MARKS: Mapping[str, str] = {"missed": "late", "due": "todo", "later": "todo", "seen": "done"}
OLD = 70
LIVES_ALONE = 30


@dataclass(frozen=True, slots=True)
class Line:
    """A daily visit in words; `told` says who knows that it was missed."""

    row: Row
    name: str
    why: str
    state: str
    mark: str
    told: str
    url: str


@dataclass(slots=True)
class Alone:
    """Somebody old who lives alone, and whom nobody visits daily."""

    door: UUID
    label: str
    path: str
    name: str
    birth_year: int | None
    where: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One record of a daily visit, in words; `record` holds its note, sealed."""

    at: datetime
    title: str
    by: str
    record: UUID
    note: str = ""


def lines(several: Sequence[Row], reader: Worker, now: datetime) -> list[Line]:
    """These in words, with where they are."""
    locate(several)
    named = tuple(areas(reader, Verb.SEE_IDENTITY))
    workers = _names({one for row in several for one in row.told})
    return [_line(row, row.path.startswith(named), workers, now) for row in several]


def alone(reader: Worker, now: datetime) -> tuple[list[Alone], int]:
    """Who may have been forgotten: dwellings with one registered person of seventy or older, and no daily visit.

    The oldest, and how many more there are.
    """
    found = list(Person.objects.raw(ALONE, [areas(reader, Verb.RECORD), now.year - OLD, LIVES_ALONE]))
    named = tuple(areas(reader, Verb.SEE_IDENTITY))
    listed = [
        Alone(
            one.home_door_id, one.label, one.path,  # type: ignore[attr-defined, arg-type]
            one.name if one.path.startswith(named) else mask(one.name), one.birth_year,  # type: ignore[attr-defined]
        )
        for one in found
    ]  # fmt: skip
    locate(listed)
    return listed, (found[0].all - len(listed) if found else 0)  # type: ignore[attr-defined]


ALONE = """
SELECT h.id, h.name, h.birth_year, h.home_door_id, d.label, p.path, count(*) OVER () AS all
FROM people_person h JOIN places_door d ON d.id = h.home_door_id JOIN places_place p ON p.id = d.place_id
WHERE EXISTS (SELECT 1 FROM unnest(%s::text[]) area WHERE p.path >= area AND p.path < area || 'g')
  AND h.birth_year <= %s AND d.is_open AND d.kind = 'dwelling'
  AND NOT EXISTS (SELECT FROM people_person o WHERE o.home_door_id = d.id AND o.id <> h.id)
  AND NOT EXISTS (SELECT FROM care_dailyvisit v WHERE v.door = d.id AND v.ended_at IS NULL)
ORDER BY h.birth_year, p.path, d.walk LIMIT %s
"""


def thread(visit: UUID) -> list[Said]:
    """What happened, the newest first."""
    begun = told.of_chains([visit]).get(visit)
    steps = DAILY.steps_of([visit])[visit]
    whom = {who for one in steps for who in (*one.body.workers, one.body.worker) if who is not None}
    names = _names({one.author for one in steps} | whom)
    found = [
        Said(one.at, _step(one.body, names), author_word(one.author, names.get(one.author, "")), one.record)
        for one in steps
    ]
    if begun is not None:
        names = _names({begun.author})
        begin = pgettext("daily visit", "visited daily from now on, by %(time)s") % {"time": begun.body.by}
        found.insert(0, Said(begun.at, begin, author_word(begun.author, names.get(begun.author, "")), begun.record))
    return found[::-1]


def opened(several: Sequence[Said]) -> list[Said]:
    """The same with their notes. Who calls this has checked the right to, and logs it."""
    words = words_of(Outbreak.objects.current().keys, [one.record for one in several])
    return [replace(one, note=str(words.get(one.record, {}).get("note", ""))) for one in several]


def _step(step: DailyVisitStep, names: Mapping[UUID, str]) -> str:
    match step.step:
        case "told":
            who = _(", ").join(names.get(one, "?") for one in step.workers)
            return _("nobody had been there: told %(who)s") % {"who": who or _("nobody, for nobody answers here")}
        case "changed":
            goes = names.get(step.worker, "") if step.worker else ""
            return " · ".join(filter(None, (_("changed"), step.by, goes)))
        case "ended":
            return _("ended")
        case "seen":
            return pgettext("daily visit", "seen")
        case "phoned":
            return pgettext("daily visit", "spoken to by phone")
    return pgettext("daily visit", "nobody opened")


def _line(row: Row, is_named: bool, workers: Mapping[UUID, str], now: datetime) -> Line:
    who = _(", ").join(workers.get(one, "?") for one in row.told)
    is_told = row.today == "missed" and daily.is_today(row.told_at, now, zone())
    return Line(
        row, row.name if is_named else mask(row.name), str(Why(row.why).label), _state(row), MARKS[row.today],
        _("told %(who)s") % {"who": who} if is_told and who else "", link("daily_visit", row.id),
    )  # fmt: skip


def _state(row: Row) -> str:
    match row.today:
        case "seen":
            assert row.seen_at is not None
            time = time_format(localtime(row.seen_at), "H:i")
            if row.how == "phoned":
                return pgettext("daily visit", "by phone %(time)s") % {"time": time}
            return pgettext("daily visit", "seen %(time)s") % {"time": time}
        case "missed":
            return pgettext("daily visit", "nobody since %(time)s") % {"time": row.by}
        case "due":
            return pgettext("daily visit", "due since %(time)s") % {"time": row.by}
    return pgettext("daily visit", "by %(time)s") % {"time": row.by}


def _names(workers: set[UUID]) -> dict[UUID, str]:
    return dict(Worker.objects.filter(id__in=workers).values_list("id", "name")) if workers else {}
