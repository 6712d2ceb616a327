"""A director's page for one family: who is under what, the whole thread, what is open, what to do next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from qiaomen.access.models import Worker
from qiaomen.access.queries import visible_people
from qiaomen.base.ids import SYSTEM
from qiaomen.base.keys import Keys
from qiaomen.base.kinds import KINDS
from qiaomen.console import people_care, people_story, people_telling, words
from qiaomen.console.people_care import TOPICS
from qiaomen.console.people_telling import Cast, Said
from qiaomen.console.people_words import word
from qiaomen.console.views.family_forms import Family, Open
from qiaomen.ledger.told import of_people
from qiaomen.monitoring import queries
from qiaomen.monitoring.models import Episode
from qiaomen.monitoring.queries.homes import LIVE, Home, homes_of
from qiaomen.monitoring.queries.rows import FollowUp, asked_of, rows_of
from qiaomen.monitoring.queries.telling import Line
from qiaomen.places.models import Place

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
    where = {person: str(line.body["to"]) for line in lines if line.kind == "transfer" for person in line.people}
    return Family(
        people=[(one.person, one.name) for one in people],
        under_measure=[episode.person for episode in episodes],
        questions=_questions(episodes, lines),
        needs=_needs(ids),
        transfers={
            one.person: (one.transfer, where.get(one.person, "central"))
            for one in episodes
            if one.transfer and one.transfer_state not in ("arrived", "cancelled")
        },
        referrals={
            one.person: one.referral for one in episodes if one.referral and one.referral_state not in ("", "ended")
        },
    )


def followed(people: Sequence[Home], *, now: datetime) -> list[FollowUp]:
    """Those of the household who are under a measure, with what is due."""
    found = Episode.objects.filter(person__in=[one.person for one in people], state__in=LIVE)
    return rows_of(list(found), now=now, health=True)


def spoken(lines: Sequence[Line], reader: Worker, *, may_decide: bool, opened: bool) -> list[Spoken]:
    """The thread in words; who may take a line back."""
    cast = _cast(lines, reader)
    return [_spoken(line, cast, reader, may_decide=may_decide, opened=opened) for line in _that_say_something(lines)]


def _that_say_something(lines: Sequence[Line]) -> list[Line]:
    """Without statuses that only rest on another fact: same measure, colour and end as the person's before.

    Those that say the same of several people at one moment are one line.
    """
    held: dict[UUID, tuple[object, ...]] = {}
    told: dict[tuple[object, ...], Line] = {}
    found: list[Line] = []
    for line in lines:
        if line.kind != "status":
            found.append(line)
            continue
        says = tuple(str(line.body.get(name)) for name in ("measure", "colour", "until"))
        [person] = line.people
        if held.get(person) == says:
            continue
        held[person] = says
        if (line.at, says) in told:
            told[line.at, says].people.append(person)
            told[line.at, says].names += line.names
        else:
            told[line.at, says] = line
            found.append(line)
    return found


def _spoken(line: Line, cast: Cast, reader: Worker, *, may_decide: bool, opened: bool) -> Spoken:
    kind = KINDS[line.kind]
    own = line.author == reader.id
    tell = TELL.get(line.kind)
    return Spoken(
        line=line,
        said=tell(line.body, cast, "") if tell else Said(words.kind_word(line.kind)),
        who=words.author_word(line.author, line.author_name),
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


def _cast(lines: Sequence[Line], reader: Worker) -> Cast:
    """Who and what the thread names: the family, whom else and which places the reader may know."""
    bodies = [line.body for line in lines]
    others = visible_people(reader).filter(id__in=people_story.named_in(bodies, people_story.PEOPLE))
    family = {person: name for line in lines for person, name in zip(line.people, line.names, strict=True)}
    places = Place.objects.filter(id__in=people_story.named_in(bodies, people_story.PLACES))
    return Cast(
        people=dict(others.values_list("id", "name")) | family,
        places=dict(places.values_list("id", "name")),
        measures=people_story.measures_of(line.body for line in lines if line.kind == "status"),
        regions=people_story.regions_of({str(body["region"]) for body in bodies if body.get("region")}),
    )


def _questions(episodes: Sequence[Episode], lines: Sequence[Line]) -> list[Open]:
    """The open ones; a question of several people once."""
    spoken_of = {
        str(one["id"]): str(one.get("text", ""))
        for line in lines
        if line.kind == "call"
        for one in line.body.get("questions", ())
    }
    found: dict[UUID, Open] = {}
    for episode in episodes:
        for asked in asked_of(episode):
            if asked.settled_at is None:
                text = spoken_of.get(str(asked.id), "")
                label = f"{word(TOPICS, asked.topic)}: {text}" if text else word(TOPICS, asked.topic)
                found.setdefault(asked.id, Open({}, label)).ids[episode.person] = asked.id
    return list(found.values())


def _needs(people: Sequence[UUID]) -> list[Open]:
    """Those that nobody has met; what was written down for several people at once is one."""
    told = [one for several in of_people(people, ["episode_need"]).values() for one in several]
    settled = {one.body.need for one in told if one.body.need}
    found: dict[UUID, Open] = {}
    for one in told:
        if one.body.need is None and one.id not in settled and one.person is not None:
            key = one.body.together or one.id
            label = word(people_care.NEEDS, one.body.what)
            found.setdefault(key, Open({}, label, one.body.what)).ids[one.person] = one.id
    return list(found.values())
