"""What the city shows: its districts side by side. Every sum is that of numbers which districts published."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Max

from qiaomen.access.models import Worker
from qiaomen.access.queries import within
from qiaomen.access.roles import Verb
from qiaomen.city import admission
from qiaomen.city.models import Kind, Member, Published

# Live tallies come every five minutes: three that did not come are a district that is silent.
SILENT_LIVE = timedelta(minutes=20)
# A report comes once a day; two hours are for a bad evening.
SILENT = timedelta(hours=26)


@dataclass(frozen=True, slots=True)
class Row:
    """A district: what it published last, and whether it is heard of. `numbers` are those of its live tally, by key."""

    member: Member
    report: Published | None
    live: Published | None
    now: datetime
    newest_cut: datetime | None
    numbers: dict[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.member.place.name

    @property
    def heard_at(self) -> datetime | None:
        """When it was last heard of."""
        moments = [one.received_at for one in (self.report, self.live) if one is not None]
        return max(moments, default=None)

    @property
    def age(self) -> timedelta | None:
        """How old its newest figure is."""
        moments = [one.cut_at for one in (self.report, self.live) if one is not None]
        return self.now - max(moments) if moments else None

    @property
    def is_silent(self) -> bool:
        """Nothing has come for longer than it should."""
        if self.heard_at is None:
            return True
        return self.now - self.heard_at > (SILENT_LIVE if self.live is not None else SILENT)

    @property
    def is_late(self) -> bool:
        """Others have reported for a later cut-off."""
        return self.newest_cut is not None and (self.report is None or self.report.cut_at < self.newest_cut)

    def number(self, key: str) -> int | None:
        return self.numbers.get(key)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of one cut-off in each district, in their order; None where the district did not publish it."""

    key: str
    name: str
    counted: str
    numbers: tuple[int | None, ...]

    @property
    def total(self) -> int:
        """The sum of what was published."""
        return sum(number for number in self.numbers if number is not None)

    @property
    def missing(self) -> int:
        """How many districts it does not count."""
        return sum(number is None for number in self.numbers)


def rows(worker: Worker, now: datetime, verb: Verb = Verb.SEE) -> list[Row]:
    """The districts that the worker may see, by name."""
    found = list(_members(worker, verb))
    reports = {one.member_id: one for one in _newest_reports(found)}
    lives = {one.member_id: one for one in Published.objects.filter(member__in=found, kind=Kind.LIVE)}
    cuts = [one.cut_at for one in reports.values()]
    newest = max(cuts, default=None)
    return [Row(one, reports.get(one.id), lives.get(one.id), now, newest, _numbers(lives.get(one.id))) for one in found]


def totals(found: Sequence[Row]) -> dict[str, int]:
    """The districts' live figures added up, by key; only what all of those add that have it."""
    keys = {key for row in found for key in row.numbers if key != "late_minutes"}
    return {key: sum(row.numbers.get(key, 0) for row in found) for key in sorted(keys)}


def cuts(worker: Worker, verb: Verb = Verb.SEE) -> list[datetime]:
    """The cut-offs of which something was published, the newest first."""
    found = Published.objects.filter(member__in=_members(worker, verb), kind=Kind.REPORT)
    return list(found.order_by("-cut_at").values_list("cut_at", flat=True).distinct())


def figures(worker: Worker, cut: datetime, verb: Verb = Verb.SEE) -> tuple[list[Member], list[Figure], list[str]]:
    """Districts, figures of this cut-off with a number for each of them, and the definitions that were counted by.

    More than one definition: numbers of one name may count different things, which the page says.
    """
    found = list(_members(worker, verb))
    reports = {one.member_id: one for one in Published.objects.filter(member__in=found, kind=Kind.REPORT, cut_at=cut)}
    said = {
        member.id: {one["key"]: one for one in reports[member.id].figures} for member in found if member.id in reports
    }
    order: dict[str, tuple[str, str]] = {}
    for several in said.values():
        for key, one in several.items():
            order.setdefault(key, (one["name"], one["counted"]))
    listed = [
        Figure(key, name, counted, tuple(said.get(one.id, {}).get(key, {}).get("number") for one in found))
        for key, (name, counted) in order.items()
    ]
    return found, listed, sorted({one.definition for one in reports.values()})


def _members(worker: Worker, verb: Verb) -> list[Member]:
    return list(admission.members().filter(within(worker, verb, "place__")).order_by("place__name"))


def _newest_reports(found: Sequence[Member]) -> list[Published]:
    asked = Published.objects.filter(member__in=found, kind=Kind.REPORT)
    newest = dict(asked.values_list("member").annotate(Max("cut_at")).order_by())
    several = asked.filter(cut_at__in=set(newest.values()))
    return [one for one in several if one.cut_at == newest[one.member_id]]


def _numbers(live: Published | None) -> dict[str, int]:
    return {one["key"]: int(one["number"]) for one in live.figures} if live else {}
