"""Freezing a report: two looks at the ledger, at what was known at the cut-off and at what had happened by it."""

from datetime import datetime
from uuid import UUID

import msgspec
from django.db import IntegrityError
from django.utils import timezone

from qiaomen.access import audit
from qiaomen.access.models import Worker
from qiaomen.base import changes
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.ledger.asof import as_of
from qiaomen.places.models import Place
from qiaomen.reports import corrections, counting, definition, editions, levels, members, queries
from qiaomen.reports.corrections import Correction
from qiaomen.reports.counting import Counted, Cut
from qiaomen.reports.definition import Document
from qiaomen.reports.models import Edition, Members, Report

# Changes are numbered in the order of their time, but a clock may have been set back: what is later than the moment
# is not yet known at it, nor is anything that came after that.
SEQ_AT = """
SELECT coalesce((SELECT min(seq) - 1 FROM base_change WHERE at > %b), (SELECT max(seq) FROM base_change), 0)
"""


class Moments(msgspec.Struct, frozen=True):
    """Between what a report looks: the cut-off and its last change; when it is frozen and the last change of then."""

    cut_at: datetime
    cut_seq: int
    known_at: datetime
    known_seq: int


def freeze(*, place: Place, cut: datetime, by: Worker | None = None, now: datetime | None = None) -> Report:
    """Freeze the report of a place at a cut-off, by the definition in force.

    Raises `report.frozen` if there is one already, `report.not_yet` if the cut-off has not come, `outbreak.none_open`.
    """
    moments = moments_of(cut, now or timezone.now())
    outbreak = Outbreak.objects.current()
    if Report.objects.filter(place=place, cut_at=cut).exists():
        raise Problem("report.frozen")
    edition = editions.in_force()
    document = editions.definition_now()
    counted = recount(document, place.id, moments)
    earlier = queries.earlier(outbreak=outbreak.id, place=place.id, cut=cut)
    corrected = corrections.between(earlier, moments.known_seq) if earlier is not None else []
    try:
        return _keep(outbreak, place, edition, counted, corrected, moments, by)
    except IntegrityError:  # somebody else froze it meanwhile
        raise Problem("report.frozen") from None


def moments_of(cut: datetime, now: datetime) -> Moments:
    """The two cuts of a report that is frozen now. Raises `report.not_yet`."""
    if cut > now:
        raise Problem("report.not_yet")
    return Moments(cut, seq_at(cut), now, seq_at(now))


def seq_at(moment: datetime) -> int:
    """The number of the last change that was known at a moment; 0 before the first."""
    return int(rows(SEQ_AT, [moment])[0][0])


def recount(document: Document, place: UUID, moments: Moments) -> dict[str, bytes]:
    """The canonical bytes of every figure: *known* ones as of the cut-off, *happened* ones as of the freezing."""
    known = [figure for figure in document.figures if figure.as_of == "known"]
    happened = [figure for figure in document.figures if figure.as_of == "happened"]
    cut = Cut(place, moments.cut_at)
    counted: Counted = {}
    if known:
        with as_of(seq=moments.cut_seq):
            counted |= counting.count(known, cut)
    if happened:
        with as_of(seq=moments.known_seq, happened=moments.cut_at):
            counted |= counting.count(happened, cut)
    return {key: members.pack(groups) for key, groups in counted.items()}


def recompute(report: Report) -> dict[str, bytes]:
    """The figures of a frozen report worked out anew from the ledger, as it stood at the report's two cuts."""
    moments = Moments(report.cut_at, report.cut_seq, report.known_at, report.known_seq)
    return recount(editions.document_of(report.edition), report.place_id, moments)


def differing(report: Report) -> list[str]:
    """The figures of a frozen report that come out otherwise today, byte by byte; none, unless something is wrong.

    Of a forgotten one nothing is left to compare: none.
    """
    kept = {one.figure: members.loaded(one.packed) for one in Members.objects.filter(report=report)}
    if not kept:
        return []
    again = recompute(report)
    wrong = {key for key in kept.keys() | again.keys() if kept.get(key) != again.get(key)}
    if members.digest(kept.items()) != bytes(report.digest):
        wrong.add("digest")
    return sorted(wrong)


def _keep(
    outbreak: Outbreak,
    place: Place,
    edition: Edition | None,
    counted: dict[str, bytes],
    corrected: list[Correction],
    moments: Moments,
    by: Worker | None,
) -> Report:
    groups = {key: list(members.unpack(packed)) for key, packed in counted.items()}
    nodes = levels.tree(place.id)
    paths = levels.paths({group.place for several in groups.values() for group in several})
    above = levels.above(nodes, paths.values())
    around = {place: above[path] for place, path in paths.items()}
    with changes.change("freeze report", worker=by.id if by else None) as change:
        report = Report.objects.create(
            outbreak=outbreak,
            edition=edition or editions.keep(definition.standard(), by=None, change=change),
            place=place,
            **msgspec.structs.asdict(moments),
            made_by=by.id if by else None,
            tree=msgspec.to_builtins(nodes),
            numbers={
                key: levels.sums((around[one.place], one.amount) for one in several) for key, several in groups.items()
            },
            digest=members.digest(counted.items()),
            change=change.id,
        )
        Members.objects.bulk_create(
            Members(report=report, figure=key, packed=members.stored(packed)) for key, packed in counted.items()
        )
        corrections.keep(report, corrected)
        audit.write(by, "report.frozen", report.id)
    return report
