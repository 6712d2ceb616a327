"""What the person file says, from what the queries read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qiaomen.base.keys import Keys
from qiaomen.base.sealing import Unsealable
from qiaomen.campaigns.queries.names import names_of
from qiaomen.console import people_words as words
from qiaomen.console.asked import link
from qiaomen.console.people_telling import Cast
from qiaomen.console.words import kind_word
from qiaomen.households.file import Decided, Housemate, Known
from qiaomen.people.identity import IdentityCard
from qiaomen.people.models import Alias, Person, Sex
from qiaomen.people.queries import identities_of
from qiaomen.policy.models import Standing

TONES = {"red": "red", "yellow": "yellow", "green": "green", "grey": "plain"}


@dataclass(frozen=True, slots=True)
class Face:
    """A person in a line: who, what about them, where they live; number and phones masked, or opened."""

    id: UUID
    name: str
    about: str
    where: str
    url: str
    number: str = ""
    phones: str = ""
    colour: str = ""
    tone: str = "plain"
    birth_year: int | None = None
    sex: str = ""
    door: UUID | None = None


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact in words, with its source."""

    record: UUID
    kind: str
    value: str
    when: str
    about: list[str]
    verified: bool
    source: str
    goes_on: bool
    may_verify: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact: with whom, how close, when; `is_source` when the other was exposed to this person."""

    name: str
    url: str
    value: str
    when: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision about two files in words."""

    record: UUID
    other: str
    url: str
    same: bool
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Part:
    """A file that was joined to this one: by its number, or by a decision."""

    face: Face
    by_number: bool


def about(sex: int, birth_year: int | None, relation: str = "") -> str:
    """Relation, sex and age in one line."""
    parts = [relation] if relation else []
    if sex in (Sex.MALE, Sex.FEMALE):
        parts.append(str(Sex(sex).label))
    if birth_year:
        age = timezone.localdate().year - birth_year
        parts.append(ngettext("%(n)s year", "%(n)s years", age) % {"n": age})
    return " · ".join(parts)


def cards(keys: Keys, people: Sequence[UUID]) -> dict[UUID, IdentityCard]:
    """Identity cards, for masking or showing; none where their key is gone."""
    try:
        return identities_of(keys, people)
    except Unsealable:
        return {}


def faces(
    people: Sequence[Person], held: Mapping[UUID, IdentityCard], *, opened: bool = False, colours: bool = False
) -> list[Face]:
    """People as lines; numbers and phones masked unless they were `opened`."""
    doors = {one.id: one.home_door for one in people if one.home_door is not None}
    where = names_of([door.place.path for door in doors.values()])
    standing = dict(Standing.objects.filter(person__in=[one.id for one in people]).values_list("person", "colour"))
    found = []
    for one in people:
        door, card = doors.get(one.id), held.get(one.id, IdentityCard())
        colour = standing.get(one.id, "green") if colours else ""
        found.append(
            Face(
                id=one.id,
                name=one.name or _("without a name"),
                about=about(one.sex, one.birth_year, one.relation),
                where=f"{where[door.place.path]} {door.label}".strip() if door else _("no home is known"),
                url=link("person", one.id),
                number=card.number if opened else masked_number(card.number),
                phones=" ".join(card.phones if opened else map(masked_phone, card.phones)),
                colour=words.word(words.COLOURS, colour) if colour else "",
                tone=TONES.get(colour, "plain"),
                birth_year=one.birth_year,
                sex=str(Sex(one.sex).label),
                door=door.id if door else None,
            )
        )
    return found


def joined(faces: Sequence[Face]) -> Face:
    """The first of one person's files, with what only the others know."""
    first = faces[0]
    return replace(
        first,
        number=next((face.number for face in faces if face.number), ""),
        phones=" ".join(dict.fromkeys(phone for face in faces for phone in face.phones.split())),
        birth_year=next((face.birth_year for face in faces if face.birth_year), None),
        about=first.about or next((face.about for face in faces if face.about), ""),
    )


def masked_number(number: str) -> str:
    """Enough to tell two apart, too little to be used: 9900**********0418."""
    return f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}" if len(number) > 8 else "*" * len(number)


def masked_phone(phone: str) -> str:
    """The first three and the last four digits: 120****3376."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) > 7 else "*" * len(phone)


def fact_lines(known: Sequence[Known], cast: Cast, checkable: Collection[UUID] = ()) -> list[FactLine]:
    """What is known of a person, in words; of these records (by their originals) the reader may verify it."""
    return [
        FactLine(
            record=one.record,
            kind=words.word(words.FACTS, one.kind),
            value=cast.region(one.region) if one.region else words.value(one.kind, one.value),
            when=words.span(one.at, one.until, goes_on="" if one.kind == "trait" else _("goes on")),
            about=[part for part in _parts(one, cast) if part],
            verified=one.verified,
            source=" · ".join(part for part in (kind_word(one.source), one.author or _("by the rules")) if part),
            goes_on=one.until is None,
            may_verify=not one.verified and one.record in checkable,
        )
        for one in known
    ]


def contacts(known: Sequence[Known], cast: Cast, *, mine: bool) -> list[Contact]:
    """Contacts of the person: with whom they were (`mine`), or who was with them."""
    return [
        Contact(
            name=cast.person(who),
            url=link("person", who) if who in cast.people else "",
            value=words.value("exposure", one.value),
            when=words.span(one.at, one.until, goes_on=_("goes on")),
            verified=one.verified,
        )
        for one in known
        if one.kind == "exposure" and (who := one.other if mine else one.person) is not None
    ]


def decisions(decided: Sequence[Decided], cast: Cast) -> list[Decision]:
    """Decisions about this file and others, the newest first."""
    found = []
    for one in reversed(decided):
        other = one.other if one.one in cast.own else one.one
        url = link("person", other) if other in cast.people else ""
        found.append(Decision(one.record, cast.person(other), url, one.same, one.at, one.by))
    return found


def parts(joined: Sequence[Face]) -> list[Part]:
    """The files that were joined to this one."""
    by_record = dict(Alias.objects.filter(id__in=[face.id for face in joined]).values_list("id", "record"))
    return [Part(face, by_record.get(face.id) is None) for face in joined]


def housemates(mates: Sequence[Housemate], *, health: bool) -> list[dict[str, Any]]:
    """Who lives there too, and what holds for each."""
    standing = {one.person: one for one in Standing.objects.filter(person__in=[mate.id for mate in mates])}
    found: list[dict[str, Any]] = []
    for mate in mates:
        holds = standing.get(mate.id)
        colour = holds.colour if holds else "green"
        found.append(
            {
                "name": mate.name or _("without a name"),
                "about": about(mate.sex, mate.birth_year, mate.relation),
                "url": link("person", mate.id),
                "colour": words.word(words.COLOURS, colour),
                "tone": TONES[colour],
                "isolates": bool(health and holds and holds.isolates),
            }
        )
    return found


def _parts(one: Known, cast: Cast) -> list[str]:
    return [
        _("with %(who)s") % {"who": cast.person(one.other)} if one.other else "",
        cast.place(one.place) if one.place else "",
        f"{one.number:g} ℃" if one.kind == "symptom" and one.number else "",
        f"Ct {one.number:g}" if one.kind == "result" and one.number else "",
    ]
