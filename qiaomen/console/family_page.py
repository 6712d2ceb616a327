"""A director's page for one family: who is under what, the whole thread, what is open, what to do next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from qiaomen.access.models import Worker
from qiaomen.base.ids import SYSTEM
from qiaomen.base.keys import Keys
from qiaomen.base.kinds import KINDS
from qiaomen.console import people_care, people_telling, words
from qiaomen.console.people_care import TOPICS
from qiaomen.console.people_telling import Cast, Said
from qiaomen.console.people_words import word
from qiaomen.console.policy_page import measure_word
from qiaomen.console.views.family_forms import Family
from qiaomen.monitoring import queries
from qiaomen.monitoring.models import Episode
from qiaomen.monitoring.queries.homes import LIVE, Home, homes_of
from qiaomen.monitoring.queries.rows import asked_of
from qiaomen.monitoring.queries.telling import Line
from qiaomen.policy import editions
from qiaomen.policy.models import Edition

TELL = people_telling.TELL | people_care.TELL
# What a thread says besides its records' words: names of fields that hold words, in the order to read them.
SPOKEN = ("note", "promise", "text", "pick_up_place", "driver", "dignity", "pack", "site_name", "vehicle", "words")


@dataclass(frozen=True, slots=True)
class Spoken:
    """One line of the thread, in words."""

    line: Line
    said: Said
    who: str
    names: str
    words: list[str]
    may_take_back: bool
    awaits_words: bool


def household(door: UUID) -> list[Home]:
    """Who lives behind a door, in the order of the household."""
    people = queries.family_of(door)
    homes = homes_of(people)
    return [homes[person] for person in people if person in homes]


def family(people: Sequence[Home], keys: Keys | None) -> Family:
    """What the forms offer: who is under a measure, what is open; questions in words where they may be read."""
    ids = [one.person for one in people]
    episodes = list(Episode.objects.filter(person__in=ids, state__in=LIVE))
    lines = queries.thread(ids, keys=keys)
    return Family(
        people=[(one.person, one.name) for one in people],
        under_measure=[episode.person for episode in episodes],
        questions=_questions(episodes, lines),
        needs=_needs(lines),
        transfers=_transfers(episodes, lines),
        referrals=[
            (one.referral, one.person) for one in episodes if one.referral and one.referral_state not in ("", "ended")
        ],
    )


def spoken(lines: Sequence[Line], reader: Worker, *, may_decide: bool, opened: bool) -> list[Spoken]:
    """The thread in words; who may take a line back."""
    cast = _cast(lines)
    return [_spoken(line, cast, reader, may_decide=may_decide, opened=opened) for line in lines]


def _spoken(line: Line, cast: Cast, reader: Worker, *, may_decide: bool, opened: bool) -> Spoken:
    kind = KINDS[line.kind]
    own = line.author == reader.id
    tell = TELL.get(line.kind)
    return Spoken(
        line=line,
        said=tell(line.body, cast, "") if tell else Said(words.kind_word(line.kind)),
        who=_("by the rules") if line.author == SYSTEM else line.author_name,
        names=_(", ").join(line.names),
        words=_words(line.body),
        may_take_back=kind.amendable and line.author != SYSTEM and (own or may_decide),
        awaits_words=not opened and bool(kind.sealed),
    )


def _words(body: Mapping[str, Any]) -> list[str]:
    """What was written, in the order to read it: notes, promises, questions in their own words."""
    found = [str(body[name]) for name in SPOKEN if body.get(name)]
    found += [str(one["text"]) for one in body.get("questions", ()) if one.get("text")]
    return found


def _cast(lines: Sequence[Line]) -> Cast:
    people = {person: name for line in lines for person, name in zip(line.people, line.names, strict=True)}
    wanted = {UUID(str(line.body["edition"])) for line in lines if line.kind == "status" and line.body.get("edition")}
    documents = {one.id: editions.document_of(one) for one in Edition.objects.filter(pk__in=wanted)}
    measures = {
        (str(id), name): measure_word([document], name)
        for id, document in documents.items()
        for name in document.measures
    }
    return Cast(people=people, measures=measures)


def _questions(episodes: Sequence[Episode], lines: Sequence[Line]) -> list[tuple[UUID, UUID, str]]:
    """(question, person, words) of the open ones; a question of several people once."""
    spoken_of = {
        (line.record, index): str(one.get("text", ""))
        for line in lines
        if line.kind == "call"
        for index, one in enumerate(line.body.get("questions", ()))
    }
    found: dict[UUID, tuple[UUID, UUID, str]] = {}
    for episode in episodes:
        for asked in asked_of(episode):
            if asked.settled_at is None:
                text = spoken_of.get((asked.record, asked.index), "")
                label = f"{word(TOPICS, asked.topic)}: {text}" if text else word(TOPICS, asked.topic)
                found.setdefault(asked.id, (asked.id, episode.person, label))
    return list(found.values())


def _needs(lines: Sequence[Line]) -> list[tuple[UUID, UUID, str, str]]:
    """(need, person, what, words) of those that nobody has met."""
    told = [line for line in lines if line.kind == "episode_need"]
    settled = {str(line.body["need"]) for line in told if line.body.get("need")}
    return [
        (line.id, line.people[0], line.body["what"], word(people_care.NEEDS, line.body["what"]))
        for line in told
        if not line.body.get("need") and str(line.id) not in settled
    ]


def _transfers(episodes: Sequence[Episode], lines: Sequence[Line]) -> list[tuple[UUID, UUID, str]]:
    """(transfer, person, where to) of those that go on."""
    told = [line for line in lines if line.kind == "transfer"]
    where = {person: str(line.body["to"]) for line in told for person in line.people}
    going = [one for one in episodes if one.transfer and one.transfer_state not in ("arrived", "cancelled")]
    return [(one.transfer, one.person, where.get(one.person, "central")) for one in going if one.transfer is not None]
