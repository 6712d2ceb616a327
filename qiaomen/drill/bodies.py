"""Records as docs/sync-protocol.md has them, from what a team saw."""

from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any, Final

from .answers import answers
from .household import Household, Newcomer, Trouble
from .phone import uuid7
from .workforce import Knock

Json = dict[str, Any]


_NOTES: Final = {
    Trouble.FEVER: ("量了两次，都发热。", "自己说昨晚开始发烧。"),
    Trouble.SYMPTOM: ("干咳两天，没出过门。", "嗓子疼，不发烧。"),
    Trouble.RETURNEE: (
        "3 月 18 日坐火车从临州市回来。",
        "前天自驾从省城回来，在家没出去。",
        "从外省务工回来，有核酸报告。",
    ),
    Trouble.NEED: ("老人独居，缺降压药。", "家里菜不多了，走不开。", "要人陪去透析。"),
}


@dataclass(frozen=True, slots=True)
class Sweep:
    """The campaign that visits are made for, and what its edition asks."""

    campaign: str
    edition: str
    questions: tuple[Json, ...]


def visit(knock: Knock, *, sweep: Sweep, door_kind: str, dice: Random) -> Json:
    """The body of a ``visit``."""
    body: Json = {"campaign": sweep.campaign, "edition": sweep.edition, "outcome": knock.outcome}
    body["seconds"] = min(1_800, round((knock.until - knock.at).total_seconds() * dice.uniform(0.1, 0.4)))
    if knock.confirmed_by:
        body["confirmed_by"] = knock.confirmed_by
    if knock.outcome in ("answered", "phone"):
        asked = _Asked(sweep, door_kind, knock.until, dice)
        body["people"] = [
            *(_member(person, word, knock.truth, asked) for person, word in knock.presence.items()),
            *(_newcomer(newcomer, knock.until, asked) for newcomer in knock.newcomers),
        ]
        needy = any(knock.truth.troubles.get(person) == Trouble.NEED for person in knock.presence)
        body["answers"] = asked.of("door", Trouble.NEED if needy else None)
    return body


def door_added(*, like: Json) -> Json:
    """The body of a ``door_added``: a flat beside a known one, that was divided off and never registered."""
    label = like["label"]
    return {"place": like["place"], "label": f"{label[:-1]}A号" if label.endswith("号") else f"{label}A"}


@dataclass(frozen=True, slots=True)
class _Asked:
    sweep: Sweep
    door_kind: str
    at: datetime
    dice: Random

    def of(self, whom: str, trouble: str | None) -> Json:
        return dict(
            answers(
                self.sweep.questions,
                of=whom,
                door_kind=self.door_kind,
                trouble=trouble,
                today=self.at.date(),
                dice=self.dice,
            )
        )


def _member(person: str, presence: str, truth: Household, asked: _Asked) -> Json:
    if presence not in ("seen", "stated"):
        return {"person": person, "presence": presence}
    trouble = truth.troubles.get(person)
    given = {**asked.of("person", trouble), **truth.said.get(person, {})}
    member = {"person": person, "presence": presence, "answers": given}
    return {**member, "note": asked.dice.choice(_NOTES[trouble])} if trouble else member


def _newcomer(newcomer: Newcomer, at: datetime, asked: _Asked) -> Json:
    new = {"name": newcomer.name, "sex": newcomer.sex, "birth_year": newcomer.birth_year, "phones": [newcomer.phone]}
    person = str(uuid7(at=at, dice=asked.dice))
    return {"person": person, "presence": "seen", "new": new, "answers": asked.of("person", None)}
