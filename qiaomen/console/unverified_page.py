"""What waits for being verified: stays and contacts that somebody stated by hand, the newest first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from qiaomen.access.models import Worker
from qiaomen.access.queries import visible_people
from qiaomen.access.roles import Verb
from qiaomen.console import people_words as words
from qiaomen.console.people_story import regions_of
from qiaomen.console.words import kind_word
from qiaomen.households.file import File
from qiaomen.ledger.models import Record
from qiaomen.people.models import Fact, Person
from qiaomen.policy import hands, verifying

SHOWN = 200
PROOFS = 40


@dataclass(frozen=True, slots=True)
class Waiting:
    """A fact that waits: of whom, what, since when, who stated it; whether the reader may be the one who verifies."""

    record: UUID
    person: Person
    kind: str
    value: str
    when: str
    known_at: datetime
    by: str
    may_verify: bool


def rows(worker: Worker, *, verb: Verb = Verb.SEE) -> list[Waiting]:
    """As far as shown; what lists say is verified on their pages."""
    lists = Record.objects.filter(kind__in=verifying.OWN_WAY).values("id")
    found = list(
        Fact.objects.filter(kind__in=verifying.KINDS, verified=False)
        .filter(person__in=visible_people(worker, verb).values("id"))
        .exclude(record__in=lists)
        .order_by("-known_at", "record", "ordinal")[:SHOWN]
    )
    people = Person.objects.in_bulk({one.person for one in found})
    decides = set(visible_people(worker, Verb.DECIDE).filter(id__in=people).values_list("id", flat=True))
    authors = verifying.authors({one.record for one in found})
    regions = regions_of({one.region for one in found if one.region})
    makers = {newest for _record, _first, newest in authors.values()}
    names = dict(Worker.objects.filter(id__in=makers).values_list("id", "name"))
    return [
        Waiting(
            record=one.record, person=people[one.person], kind=str(words.word(words.FACTS, one.kind)),
            value=regions.get(one.region) or one.region or words.value(one.kind, one.value),
            when=words.span(one.at, one.until, goes_on=_("goes on")),
            known_at=one.known_at, by=names.get(authors[one.record][2], ""),
            may_verify=one.person in decides and worker.id not in authors[one.record][1:],
        )
        for one in found
        if one.person in people and one.record in authors
    ]  # fmt: skip


def checkable(worker: Worker, records: Collection[UUID]) -> set[UUID]:
    """Those of these records (by their originals) which the worker neither stated nor corrected."""
    return {record for record, (_newest, *makers) in verifying.authors(records).items() if worker.id not in makers}


def proofs(worker: Worker, file: File, now: datetime) -> Sequence[tuple[str, str]]:
    """The records by which health staff may verify what they state, the newest first; for others there are none."""
    paths = [one.home_door.place.path for one in file.people if one.home_door is not None]
    if not any(hands.is_health(worker.id, now, path) for path in paths):
        return []
    about = Record.objects.filter(person__in=file.ids.all).exclude(kind__in=hands.NO_EVIDENCE)
    return [(str(one.id), f"{kind_word(one.kind)} · {words.dated(one.at)}") for one in about.order_by("-at")[:PROOFS]]
