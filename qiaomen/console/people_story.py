"""The time line of a person: every record about them as a sentence, by whom and when."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qiaomen.access.models import Worker
from qiaomen.access.queries import visible_doors, visible_people
from qiaomen.base.kinds import KINDS
from qiaomen.campaigns.queries.names import names_of
from qiaomen.clues import files
from qiaomen.console import passes_telling, people_care, people_telling, words
from qiaomen.console.asked import link
from qiaomen.console.door_page import RECORD_FLAGS, clocks
from qiaomen.console.people_telling import Cast, Said
from qiaomen.households.file import Known, Telling
from qiaomen.places.models import Place
from qiaomen.policy import editions
from qiaomen.policy.language import Words
from qiaomen.policy.models import Edition, RiskArea

TELL = people_telling.TELL | people_care.TELL | passes_telling.TELL
VISITS = frozenset({"visit", "self_report"})
FACT_KINDS = frozenset({"stay", "exposure", "sample", "result", "trait", "case"})
"""Kinds that have a form of their own (people_forms.FACT_FORMS)."""
# Everything else says something of somebody's health.
PLAIN = VISITS | {"move", "person_merge", "companions"}
# Under which names bodies hold people, doors and places.
PEOPLE, DOORS, PLACES = ("other", "source", "carer"), ("from_door",), ("place", "site")


@dataclass(frozen=True, slots=True)
class Line:
    """One record in words; `url` where it has a page of its own."""

    telling: Telling
    said: Said
    author: str
    flags: list[str]
    may_take_back: bool
    may_correct: bool
    clocks: list[str]
    words: list[str]
    url: str = ""


def lines(
    told: Iterable[Telling],
    cast: Cast,
    *,
    canonical: UUID | None,
    reader: Worker,
    may_decide: bool,
    health: bool,
    opened: Mapping[UUID, Mapping[str, Any]] | None = None,
) -> list[Line]:
    """The time line in the order of `told`; `opened` are sealed words by record. It is of one person (`canonical`), or
    of several who live together."""
    return [
        Line(
            telling=one,
            said=say(one.kind, one.body, cast, label=one.label),
            author=words.author_word(one.author_id, one.author),
            flags=[RECORD_FLAGS[flag]() for flag in one.flags if flag in RECORD_FLAGS],
            may_take_back=_may_take_back(one, reader, may_decide=may_decide),
            may_correct=one.kind in FACT_KINDS and _may_take_back(one, reader, may_decide=may_decide),
            clocks=clocks(one.at, one.device_at, one.received_at),
            words=_words((opened or {}).get(one.record or one.id, {})),
            url=link("door", one.door) if one.kind in VISITS and one.door else "",
        )
        for one in told
        if (health or one.kind in PLAIN) and not _is_handed_over(one, canonical)
    ]


def say(kind: str, body: Mapping[str, Any], cast: Cast, *, label: str = "") -> Said:
    """A record as a sentence; `label` is the door's where it is of one."""
    tell = TELL.get(kind)
    return tell(body, cast, label) if tell is not None else Said(words.kind_word(kind))


def cast_of(
    worker: Worker, own: Collection[UUID], told: Sequence[Telling], known: Sequence[Known], more: Iterable[UUID] = ()
) -> Cast:
    """Who and what these records and facts name, as far as the reader may know them."""
    bodies = [one.body for one in told]
    people = named_in(bodies, PEOPLE) | set(more) | {one.other for one in known if one.other is not None}
    people |= {one.person for one in known} | {one.person for one in told if one.person is not None}
    places = named_in(bodies, PLACES) | {one.place for one in known if one.place is not None}
    regions = {str(body["region"]) for body in bodies if body.get("region")} | {one.region for one in known}
    seen = visible_people(worker).filter(id__in=people)
    return Cast(
        own=frozenset(own),
        people={id: name or _("without a name") for id, name in seen.values_list("id", "name")},
        places=dict(Place.objects.filter(id__in=places).values_list("id", "name")),
        doors=_doors(worker, named_in(bodies, DOORS)),
        measures=measures_of(one.body for one in told if one.kind == "status"),
        regions=regions_of(regions),
        unverified=_unverified({UUID(str(body["clue"])) for body in bodies if body.get("clue")}),
    )


def _unverified(clues: set[UUID]) -> frozenset[UUID]:
    return frozenset(clues - files.verified(clues)) if clues else frozenset()


def named(worker: Worker, people: Collection[UUID], doors: Collection[UUID]) -> Cast:
    """Just the names of these people and doors, as far as the reader may know them."""
    seen = visible_people(worker).filter(id__in=people)
    names = {id: name or _("without a name") for id, name in seen.values_list("id", "name")}
    return Cast(people=names, doors=_doors(worker, doors))


def local(said: Words | None) -> str:
    """A text of a policy in the reader's language."""
    if said is None:
        return ""
    return said.en if (get_language() or "").startswith("en") else said.zh


def other_language(said: Words) -> str:
    """The same in the other language."""
    return said.zh if (get_language() or "").startswith("en") else said.en


def named_in(bodies: Iterable[Mapping[str, Any]], names: Iterable[str]) -> set[UUID]:
    wanted = tuple(names)
    return {UUID(str(body[name])) for body in bodies for name in wanted if body.get(name)}


def _doors(worker: Worker, doors: Collection[UUID]) -> dict[UUID, str]:
    found = list(visible_doors(worker).filter(id__in=doors).values_list("id", "label", "place__path"))
    where = names_of([path for _id, _label, path in found])
    return {id: f"{where[path]} {label}".strip() for id, label, path in found}


def regions_of(codes: Collection[str]) -> dict[str, str]:
    named = RiskArea.objects.filter(region__in=codes).exclude(region="").exclude(name="")
    return dict(named.values_list("region", "name"))


def measures_of(statuses: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], str]:
    wanted = {str(body["edition"]) for body in statuses if body.get("edition")}
    named: dict[tuple[str, str], str] = {}
    for edition in Edition.objects.filter(id__in=wanted):
        for name, measure in editions.document_of(edition).measures.items():
            named[str(edition.id), name] = local(measure.name)
    return named


def _is_handed_over(one: Telling, canonical: UUID | None) -> bool:
    """When two files become one, the status goes on under one id; what it leaves at the other says nothing."""
    if one.kind != "status" or canonical is None or one.person == canonical:
        return False
    return not (one.body.get("measure") or one.body.get("reasons")) and one.body.get("colour") == "green"


def _may_take_back(one: Telling, reader: Worker, *, may_decide: bool) -> bool:
    """Visits are taken back at their door; what is followed by another instead is not taken back."""
    kind = KINDS.get(one.kind)
    if kind is None or not kind.amendable or one.kind in VISITS or not one.counts:
        return False
    return may_decide or one.author_id == reader.id


def _words(opened: Mapping[str, Any]) -> list[str]:
    """Notes and reasons; whom the register lacked, and what was answered at a door, stand elsewhere."""
    return [str(value) for path, value in opened.items() if isinstance(value, str) and not path.startswith("people.")]
