"""The status card of a person: what holds, by which rules, since when and until when, and what somebody objected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.access.models import Worker
from qiaomen.console import people_words as words
from qiaomen.console.people_page import TONES
from qiaomen.console.people_story import local, other_language
from qiaomen.console.people_telling import Cast
from qiaomen.console.words import author_word, kind_word
from qiaomen.policy.explain import Because, Why
from qiaomen.policy.models import Objection


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that applies: in words, from which edition, counted from which day, until when, on what it rests."""

    text: str
    other_language: str
    edition: str
    measure: str
    category: str
    day0: str
    since: datetime
    until: datetime | None
    source: str
    known_at: datetime | None
    kept: bool


@dataclass(frozen=True, slots=True)
class Status:
    """What holds for a person now."""

    colour: str
    tone: str
    measure: str
    edition: str
    since: datetime | None
    until: datetime | None
    due_end: datetime | None
    record: UUID | None
    reasons: list[Reason]
    says: str
    says_too: str
    how_to_object: str
    how_to_object_too: str
    isolates: bool


@dataclass(frozen=True, slots=True)
class Objected:
    """An objection: when, by when it is to be answered, and how it was."""

    id: UUID
    at: datetime
    due_at: datetime
    is_open: bool
    is_overdue: bool
    upheld: bool | None
    answered_at: datetime | None
    taken_by: str


def status(why: Why, cast: Cast) -> Status:
    """The card, in the reader's language, with the sentences for the person in the other one beside it."""
    return Status(
        colour=words.word(words.COLOURS, why.colour),
        tone=TONES[why.colour],
        measure=local(why.measure_name) or (words.word({}, why.measure) if why.measure else _("no measure")),
        edition=local(why.edition_name),
        since=why.since,
        until=why.until,
        due_end=why.due_end if why.due_end != why.until else None,
        record=why.record,
        reasons=[_reason(one, cast) for one in why.because],
        says=local(why.says),
        says_too=other_language(why.says),
        how_to_object=local(why.how_to_object),
        how_to_object_too=other_language(why.how_to_object),
        isolates=why.isolates,
    )


def objections(people: Sequence[UUID], now: datetime) -> list[Objected]:
    """What was objected, the newest first."""
    found = list(Objection.objects.filter(person__in=people).order_by("-at", "-id"))
    names = dict(Worker.objects.filter(id__in=[one.taken_by for one in found]).values_list("id", "name"))
    return [
        Objected(
            id=one.id,
            at=one.at,
            due_at=one.due_at,
            is_open=one.answer is None,
            is_overdue=one.answer is None and one.due_at < now,
            upheld=one.upheld,
            answered_at=one.answered_at,
            taken_by=author_word(one.taken_by, names.get(one.taken_by, "")),
        )
        for one in found
    ]


def _reason(one: Because, cast: Cast) -> Reason:
    source = kind_word(one.source.kind) if one.source else ""
    if one.other is not None:
        source = _("%(what)s, with %(who)s") % {"what": source or _("a contact"), "who": cast.person(one.other)}
    return Reason(
        text=local(one.text),
        other_language=other_language(one.text),
        edition=local(one.edition_name),
        measure=local(one.measure),
        category=local(one.category),
        day0=date_format(date.fromisoformat(one.day0), pgettext("month and day", "j M")) if one.day0 else "",
        since=one.since,
        until=one.until,
        source=source,
        known_at=one.source.known_at if one.source else None,
        kept=one.kept,
    )
