"""Taking in what a district publishes: checked to be its own, to be numbers and nothing else, and kept once."""

import hashlib
import hmac
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from django.db import IntegrityError, transaction
from django.utils import timezone

from qiaomen.base.problems import Problem
from qiaomen.city import admission
from qiaomen.city.models import Kind, Member, Published

MOST_BYTES = 6 * 1024 * 1024
Key = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Words = Annotated[str, msgspec.Meta(max_length=200)]


class Figure(msgspec.Struct, forbid_unknown_fields=True):
    """A number with what it counts. What it was before, as said and as known later, is the district's own affair."""

    key: Key
    name: Words
    counted: Words
    number: int
    before: int | None = None
    before_now: int | None = None

    @property
    def kept(self) -> dict[str, Any]:
        """As it is stored."""
        return {"key": self.key, "name": self.name, "counted": self.counted, "number": self.number}


class Report(msgspec.Struct, forbid_unknown_fields=True):
    """Which report it is."""

    title: Words
    place: Words
    cut: datetime
    known: datetime
    change: int
    definition: Words
    digest: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")]


class Live(msgspec.Struct, forbid_unknown_fields=True):
    """When a live tally was counted."""

    at: datetime


class Body(msgspec.Struct, forbid_unknown_fields=True):
    """What a district sends: a frozen report, or a live tally.

    The streets' and communities' numbers and the files are for offices; the city adds districts up and keeps neither.
    """

    figures: Annotated[list[Figure], msgspec.Meta(max_length=500)]
    report: Report | None = None
    live: Live | None = None
    places: list[msgspec.Raw] = []
    files: list[msgspec.Raw] = []


_decode = msgspec.json.Decoder(Body).decode


def accept(member: UUID, body: bytes, signature: str) -> Published:
    """Keep what was published; sent again it is there already.

    Raises `city.unknown`, `city.signature`, `city.unreadable`, and `city.differs` for another report of the same
    cut-off: a frozen report never changes.
    """
    found = admission.members().filter(pk=member).first()
    if found is None:
        raise Problem("city.unknown")
    wanted = hmac.new(admission.secret_of(found).encode(), body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(signature.encode(), f"sha256={wanted}".encode()):
        raise Problem("city.signature")
    try:
        said = _decode(body)
    except msgspec.DecodeError:
        raise Problem("city.unreadable") from None
    if said.report is not None and said.live is None:
        return _keep_report(found, said.report, said.figures)
    if said.live is not None and said.report is None:
        return _keep_live(found, said.live, said.figures)
    raise Problem("city.unreadable")


def _keep_report(member: Member, report: Report, figures: list[Figure]) -> Published:
    if report.cut.tzinfo is None or report.known.tzinfo is None:
        raise Problem("city.unreadable")
    made = Published(
        member=member,
        kind=Kind.REPORT,
        cut_at=report.cut,
        known_at=report.known,
        received_at=timezone.now(),
        definition=report.definition,
        digest=report.digest,
        figures=[one.kept for one in figures],
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        there = Published.objects.get(member=member, kind=Kind.REPORT, cut_at=report.cut)
        if there.digest != report.digest:
            raise Problem("city.differs") from None
        return there
    return made


def _keep_live(member: Member, live: Live, figures: list[Figure]) -> Published:
    """The newest counts; one that was overtaken on its way changes nothing."""
    if live.at.tzinfo is None:
        raise Problem("city.unreadable")
    now = timezone.now()
    values = {"cut_at": live.at, "known_at": live.at, "received_at": now, "figures": [one.kept for one in figures]}
    with transaction.atomic():
        Member.objects.select_for_update().get(pk=member.pk)
        there = Published.objects.filter(member=member, kind=Kind.LIVE).first()
        if there is None:
            return Published.objects.create(member=member, kind=Kind.LIVE, **values)
        if live.at > there.cut_at:
            Published.objects.filter(pk=there.pk).update(**values)
            there.refresh_from_db()
    return there
