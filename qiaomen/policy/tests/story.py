"""Stories for property tests: what many people state of a few who are linked, to be told in any order and batching."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import msgspec
from hypothesis import strategies as st

from qiaomen.base.sql import rows
from qiaomen.ledger.rebuild import differences
from qiaomen.ledger.submit import submit
from qiaomen.ledger.tests.story import Line, by_author
from qiaomen.policy.tests.saying import Saying, at
from qiaomen.testing.undoing import undone

RECEIVED = at(25, 12)
# Two of one household, two of the next, and somebody who lives alone.
PEOPLE = ["周国庆", "谢丽敏", "田志平", "余静娟", "秦超"]
REGION = "110101"
_SPACE = UUID("990000cc-0000-4000-8000-000000000000")

# Everything that must not depend on the order of arrival. How many statuses somebody had on the way does.
STATE = {
    "facts": """SELECT record, ordinal, person, kind, value, at, until, number, other, place, region, verified, known_at
                FROM people_fact""",
    "standing": """SELECT person, edition, measure, isolates, colour, categories, until, due_end, reasons::text, digest
                   FROM policy_standing WHERE digest <> ''""",
    "objections": "SELECT id, person, at, due_at, answer FROM policy_objection",
    "waiting": "SELECT id FROM ledger_held WHERE verdict = ''",
}


@dataclass(slots=True)
class Story:
    """A story being drawn: what was said so far can be corrected and taken back."""

    said: Saying
    draw: st.DrawFn
    lines: list[Line] = field(default_factory=list)
    made: list[tuple[dict[str, Any], Any]] = field(default_factory=list)

    def add(self, kind: str, author: str, body: dict[str, Any], **envelope: Any) -> dict[str, Any]:
        when = at(21, 8) + timedelta(hours=self.draw(st.integers(0, 99)))
        id = uuid5(_SPACE, f"{kind} {len(self.lines)}")
        record = {"id": id, "kind": kind, "device_at": when, "body": body, **envelope}
        self.lines.append(Line(author, record))
        return record

    def person(self) -> UUID:
        return self.said.person(self.draw(st.sampled_from(PEOPLE)))

    def fact(self, kind: str, body: Any) -> None:
        person = self.person()
        self.made.append((self.add(kind, "health", self.proved(body(), person), person=person), body))

    def proved(self, body: dict[str, Any], person: UUID) -> dict[str, Any]:
        """What health staff verify names a record about the person, here one that a lead made."""
        if body.get("verified"):
            body["evidence"] = self.add("trait", "lead", {"trait": "returnee"}, person=person)["id"]
        return body

    def verification(self) -> None:
        """Somebody else checks what was stated, or an older version of it."""
        told = [line.record for line in self.lines if line.record["kind"] in ("exposure", "stay")]
        if told:
            seen = self.draw(st.sampled_from(told))
            made = self.add("fact_verified", "lead", {"record": seen["id"]}, person=seen["person"])
            if self.draw(st.booleans()) and self.draw(st.booleans()):
                self.add("void", "lead", {}, amends=made["id"])

    def exposure(self) -> None:
        def body() -> dict[str, Any]:
            last = self.draw(st.sampled_from([None, "same", "later"]))
            first = self.day()
            return {
                "closeness": self.draw(st.sampled_from(["close", "secondary"])), "first": first,
                "last": None if last is None else first if last == "same" else first + timedelta(days=3),
                "ongoing": last is None and self.draw(st.booleans()), "other": self.person(),
                "verified": self.draw(st.booleans()),
            }  # fmt: skip

        self.fact("exposure", body)

    def case(self) -> None:
        def body() -> dict[str, Any]:
            onset, recovers = self.day(), self.draw(st.booleans())
            status = self.draw(st.sampled_from(["confirmed", "suspected", "discarded"]))
            return {"status": status, "onset": onset, "recovered": onset + timedelta(days=4) if recovers else None}

        self.fact("case", body)

    def result(self) -> None:
        results = st.sampled_from(["negative", "negative", "negative", "positive"])
        self.fact("result", lambda: {"taken": self.day(), "result": self.draw(results)})

    def stay(self) -> None:
        def body() -> dict[str, Any]:
            return {"first": at(1, 8), "last": self.day(), "region": REGION, "verified": self.draw(st.booleans())}

        self.fact("stay", body)

    def correction(self) -> None:
        if self.made:
            record, body = self.draw(st.sampled_from(self.made))
            content = self.proved(body(), record["person"])
            self.add(record["kind"], "health", content, amends=record["id"], person=record["person"])

    def void(self) -> None:
        if self.made:
            record, _body = self.draw(st.sampled_from(self.made))
            self.add("void", self.draw(st.sampled_from(["lead", "health"])), {}, amends=record["id"])

    def move(self) -> None:
        doors = [self.said.world.doors[label].id for label in ("1-1-102", "1-1-201", "2-1-201")]
        seen = self.draw(st.sampled_from([None, *doors]))
        body = {"moved_at": self.day(), "wrong": self.draw(st.booleans()) and self.draw(st.booleans())}
        body |= {"from_door": seen} if seen else {}
        self.add("move", "health", body, person=self.person(), door=self.draw(st.sampled_from(doors)))

    def red(self) -> None:
        """Asked for, confirmed, and perhaps objected to or taken back."""
        person = self.person()
        evidence = self.add("trait", "lead", {"trait": "market"}, person=person)
        body = {"ground": "fled_isolation", "evidence": evidence["id"]}
        proposal = self.add("red_by_hand", "lead", body, person=person)
        self.add("red_confirmed", "health", {"proposal": proposal["id"]}, person=person)
        if self.draw(st.booleans()):
            self.add("objection", "lead", {}, person=person)
        if self.draw(st.booleans()):
            self.add("void", "lead", {}, amends=proposal["id"])

    def day(self) -> datetime:
        return at(self.draw(st.integers(5, 20)), 9)


TURNS = [
    Story.exposure, Story.exposure, Story.exposure, Story.case, Story.result, Story.result, Story.stay,
    Story.correction, Story.void, Story.red, Story.move, Story.move,
    Story.verification, Story.verification,
]  # fmt: skip


@st.composite
def stories(draw: st.DrawFn, said: Saying) -> list[Line]:
    """A story of two to a dozen turns."""
    story = Story(said, draw)
    for turn in draw(st.lists(st.sampled_from(TURNS), min_size=2, max_size=10)):
        turn(story)
    return story.lines


def tell(said: Saying, batches: Sequence[Sequence[Line]]) -> dict[str, Any]:
    """Submit the batches at one moment, take the state, and undo it all; the whole district and a rebuild agree."""
    with undone():
        for batch in batches:
            send(said, batch, RECEIVED)
        said.now = RECEIVED
        said.agreed()
        assert differences() == []
        return {name: sorted(rows(statement), key=repr) for name, statement in STATE.items()}


def send(said: Saying, batch: Sequence[Line], received_at: datetime) -> None:
    """As phones and desks do: each author's records together."""
    for author, run in by_author(batch):
        raws = [msgspec.json.encode(line.record) for line in run]
        submit(raws, author=said.author(author), received_at=received_at)
