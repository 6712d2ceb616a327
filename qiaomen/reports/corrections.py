"""Corrections: what the report before would say if it were frozen with what is known now. It stays as it was.

Each figure of the report before is counted again with its own cut-off, as known when the newer one was frozen. Who came
late, and what was taken back, are the members on one side only. What was *known* on one day does not change: what
becomes known of it later is counted on a later day, so such a figure has no corrections.
"""

from collections.abc import Iterator, Sequence

import msgspec

from qiaomen.base.ids import NOBODY
from qiaomen.ledger.asof import as_of
from qiaomen.reports import counting, editions, members, queries
from qiaomen.reports.counting import Cut
from qiaomen.reports.definition import Figure
from qiaomen.reports.members import Member
from qiaomen.reports.models import Correction as Kept
from qiaomen.reports.models import Members, Report


class Correction(msgspec.Struct, frozen=True):
    """A figure of the report before: its number as reported and as known now, who came late, and who was taken back."""

    figure: str
    reported: int
    now: int
    came: list[Member]
    taken: list[Member]

    @property
    def difference(self) -> int:
        return self.now - self.reported


def of(report: Report) -> list[Correction]:
    """How `report` corrects the one before it, as it was frozen: in the order of that one's figures, if they differ."""
    earlier = queries.before(report)
    if earlier is None:
        return []
    kept = {one.figure: one for one in Kept.objects.filter(report=report)}
    figures = [figure.key for figure in editions.document_of(earlier.edition).figures]
    return [_loaded(kept[key]) for key in figures if key in kept]


def between(earlier: Report, seq: int) -> list[Correction]:
    """How a report is corrected by what is known at the change `seq`, counted now; not at all once it is forgotten."""
    stored = {one.figure: members.loaded(one.packed) for one in Members.objects.filter(report=earlier)}
    if not stored:
        return []
    stood = [figure for figure in editions.document_of(earlier.edition).figures if _can_change(figure)]
    figures = [msgspec.structs.replace(figure, as_of="happened") for figure in stood]
    with as_of(seq=seq, happened=earlier.cut_at):
        again = counting.count(figures, Cut(earlier.place_id, earlier.cut_at))
    return [
        _correction(figure.key, stored[figure.key], packed)
        for figure in figures
        if (packed := members.pack(again[figure.key])) != stored[figure.key]
    ]


def keep(report: Report, corrections: Sequence[Correction]) -> None:
    """Store what a report corrects, in the change that freezes it."""
    Kept.objects.bulk_create(
        Kept(
            report=report,
            figure=one.figure,
            reported=one.reported,
            now=one.now,
            came=members.stored(members.pack(members.grouped(one.came))),
            taken=members.stored(members.pack(members.grouped(one.taken))),
        )
        for one in corrections
    )


def _can_change(figure: Figure) -> bool:
    return figure.as_of == "happened" or figure.period == "so_far"


def _correction(figure: str, reported: bytes, now: bytes) -> Correction:
    was, is_now = set(_members(reported)), set(_members(now))
    came = sorted(is_now - was, key=_order)
    taken = sorted(was - is_now, key=_order)
    return Correction(figure, sum(m.amount for m in was), sum(m.amount for m in is_now), came, taken)


def _members(packed: bytes) -> Iterator[Member]:
    return (member for group in members.unpack(packed) for member in group.members())


def _loaded(kept: Kept) -> Correction:
    came, taken = (list(_members(members.loaded(packed))) for packed in (kept.came, kept.taken))
    return Correction(kept.figure, kept.reported, kept.now, came, taken)


def _order(member: Member) -> tuple[bytes, bytes, bytes]:
    return member.place.bytes, (member.door or NOBODY).bytes, member.subject.bytes
