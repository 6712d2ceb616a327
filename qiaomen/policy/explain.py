"""Why: by which rule of which edition, since when and until when, on what it rests, and how to object.

Everything is read from status records, which never change: what held at a moment has one answer for ever.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qiaomen.base.sql import rows
from qiaomen.households.file import every_id
from qiaomen.policy import editions
from qiaomen.policy.language import Document, Words
from qiaomen.policy.models import Edition
from qiaomen.policy.records import Reason, Status

# The newest status of each id of the person until then. What stands under another id of theirs counts while it says
# anything: two files that became one leave a plain status at the one that is no longer used.
STATUSES = """
SELECT DISTINCT ON (s.person) s.id, s.at, s.body::text FROM ledger_record s
WHERE s.kind = 'status' AND s.at <= %b AND s.person = ANY(%b)
ORDER BY s.person, coalesce((s.body ->> 'number')::int, 1) DESC
"""
SOURCES = """
SELECT r.id, r.kind, r.at, r.received_at, r.author FROM ledger_record r WHERE r.id = ANY(%b)
"""
WORST = {"green": 0, "grey": 1, "yellow": 2, "red": 3}
OBJECT = _(
    "You may object at any time: tell any worker who comes to your door, your community, or the district's "
    "headquarters, in your own words. Somebody else than who decided answers within 24 hours; a red set by hand "
    "ends if nobody does."
)
# What no rule of an edition says.
OURS = {
    "hand": _("Two people, one of them health staff, set this red by hand; it ends 24 hours after they last said so."),
    "ruling": _("A signed decision about you holds."),
}
NOTHING = _("No rule applies: nothing is asked of you.")


class Source(msgspec.Struct, frozen=True):
    """The record that a reason rests on: what it is, when it happened, when it was known, who stated it."""

    record: UUID
    kind: str
    at: datetime
    known_at: datetime
    author: UUID


class Because(msgspec.Struct):
    """One rule that applies. `day0` is the local day that days are counted from; `until` empty: not settled yet."""

    rule: str
    text: Words
    edition: UUID | None
    edition_name: Words | None
    measure: Words | None
    colour: str
    phase: int
    day0: str
    since: datetime
    until: datetime | None
    category: Words | None
    source: Source | None
    other: UUID | None
    kept: bool


class Why(msgspec.Struct):
    """What holds for a person and why. `record` is the status record; empty where there never was one."""

    person: UUID
    record: UUID | None
    colour: str
    measure: str
    measure_name: Words | None
    isolates: bool
    edition: UUID | None
    edition_name: Words | None
    since: datetime | None
    until: datetime | None
    due_end: datetime | None
    because: list[Because]
    says: Words
    how_to_object: Words


def why(person: UUID, now: datetime) -> Why:
    """What holds for a person now, under any of their ids, and why."""
    return at(person, now)


def at(person: UUID, moment: datetime) -> Why:
    """What held for a person at a moment."""
    found = [
        (id, since, msgspec.json.decode(body.encode(), type=Status))
        for id, since, body in rows(STATUSES, [moment, every_id([person])])
    ]
    if not found:
        return _nothing(person)
    record, since, status = max(found, key=lambda each: (each[2].isolates, WORST[each[2].colour], each[1]))
    return _explain(person, record, since, status)


def _explain(person: UUID, record: UUID, since: datetime, status: Status) -> Why:
    named = _editions([status.edition, *(reason.edition for reason in status.reasons)])
    sources = _sources(status.reasons)
    edition = named.get(status.edition)
    found = Why(
        person=person, record=record, colour=status.colour, measure=status.measure,
        measure_name=_measure(edition, status.measure), isolates=status.isolates, edition=status.edition,
        edition_name=edition.edition.name if edition else None, since=since, until=status.until,
        due_end=status.due_end, because=[_because(reason, named, sources) for reason in status.reasons],
        says=both(NOTHING), how_to_object=both(OBJECT),
    )  # fmt: skip
    if found.because:
        found.says = Words(
            zh=";".join(dict.fromkeys(each.text.zh for each in found.because)),
            en="; ".join(dict.fromkeys(each.text.en for each in found.because)),
        )
    return found


def _because(reason: Reason, named: dict[UUID | None, Document], sources: dict[UUID, Source]) -> Because:
    document = named.get(reason.edition)
    rule = next((rule for rule in document.rules if rule.id == reason.rule), None) if document else None
    text = rule.reason if rule else both(OURS.get(reason.rule, reason.rule))
    category = document.categories.get(reason.category) if document else None
    return Because(
        rule=reason.rule, text=text, edition=reason.edition,
        edition_name=document.edition.name if document else None, measure=_measure(document, reason.measure),
        colour=reason.colour, phase=reason.phase, day0=reason.day0, since=reason.since, until=reason.until,
        category=category.name if category else None,
        source=sources.get(reason.fact) if reason.fact else None, other=reason.other, kept=reason.kept,
    )  # fmt: skip


def _nothing(person: UUID) -> Why:
    return Why(
        person=person, record=None, colour="green", measure="", measure_name=None, isolates=False, edition=None,
        edition_name=None, since=None, until=None, due_end=None, because=[], says=both(NOTHING),
        how_to_object=both(OBJECT),
    )  # fmt: skip


def _measure(document: Document | None, measure: str) -> Words | None:
    found = document.measures.get(measure) if document else None
    return found.name if found else None


def _editions(ids: Iterable[UUID | None]) -> dict[UUID | None, Document]:
    wanted = {id for id in ids if id is not None}
    return {edition.id: editions.document_of(edition) for edition in Edition.objects.filter(id__in=wanted)}


def _sources(reasons: Iterable[Reason]) -> dict[UUID, Source]:
    wanted = [reason.fact for reason in reasons if reason.fact is not None]
    return {row[0]: Source(*row) for row in rows(SOURCES, [wanted])} if wanted else {}


def both(text: str | Promise) -> Words:
    """A sentence of ours in both languages, whichever is active."""
    with translation.override("zh-hans"):
        zh = str(text)
    with translation.override("en"):
        return Words(zh=zh, en=str(text))
