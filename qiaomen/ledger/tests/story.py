"""Stories for property tests: records that refer to each other, to be told in any order, batching and repetition."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import msgspec
from hypothesis import strategies as st

from qiaomen.base.sql import rows
from qiaomen.ledger.entries import Author
from qiaomen.ledger.rebuild import differences
from qiaomen.ledger.submit import submit
from qiaomen.people.idnumbers import check_digit
from qiaomen.testing.desk import Desk, at
from qiaomen.testing.undoing import undone

RECEIVED = at(25, 12)
NUMBERS = [first + check_digit(first) for first in ("99000019900101123", "99000019850101123")]
OUTCOMES = ["answered", "absent", "vacant", "refused", "inaccessible", "wrong_address", "phone", "online"]
PRESENCES = ["seen", "stated", "elsewhere", "moved", "unaccounted"]
_SPACE = UUID("990000bb-0000-4000-8000-000000000000")

# Everything that must not depend on the order of arrival.
STATE: dict[str, Any] = {
    "targets": """SELECT campaign_id, door_id, place_id, team_id, state, attempts, last_at, last_record, closed_at,
                  next_from, next_until, by_phone, claim, flags, people, unaccounted FROM campaigns_target""",
    "rolls": "SELECT campaign_id, door_id, person_id, presence, record, at, flags FROM campaigns_roll",
    "tallies": "SELECT (to_jsonb(y) - 'change')::text FROM campaigns_tally y",
    "hours": "SELECT * FROM campaigns_hourtally",
    "records": "SELECT id, root, door, at, amends FROM ledger_record",
    "waiting": "SELECT id FROM ledger_held WHERE verdict = ''",
    "refused": "SELECT record, code FROM ledger_refusal",
    "people": "SELECT id, name, home_door_id, sex FROM people_person",
    "aliases": "SELECT id, canonical FROM people_alias",
    "doors": "SELECT id, label, place_id, is_open FROM places_door",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One record of a story, and who sends it."""

    author: str
    record: dict[str, Any]


@dataclass(slots=True)
class Story:
    """A story being drawn: what was said so far can be corrected, reviewed and decided about."""

    desk: Desk
    draw: st.DrawFn
    lines: list[Line] = field(default_factory=list)
    chains: list[dict[str, Any]] = field(default_factory=list)
    doors: list[UUID] = field(default_factory=list)

    def add(self, kind: str, author: str, body: dict[str, Any], **envelope: Any) -> dict[str, Any]:
        when = at(21, 8) + timedelta(minutes=30 * self.draw(st.integers(0, 30)))
        record = {"id": new_uuid("record", len(self.lines)), "kind": kind, "device_at": when, "body": body, **envelope}
        self.lines.append(Line(author, record))
        return record

    def visit(self, **envelope: Any) -> None:
        outcome = self.draw(st.sampled_from(OUTCOMES))
        body = {**self.sweep(), "edition": self.desk.campaign.edition_id, "outcome": outcome}
        if outcome in ("answered", "phone", "online"):
            body["people"] = self.people()
            body["verified"] = self.draw(st.booleans())
        elif outcome == "vacant":
            body["confirmed_by"] = self.draw(st.sampled_from(["", "", "neighbour"]))
        author = self.draw(st.sampled_from(["field", "field", "lead"]))
        door = self.draw(st.sampled_from(self.doors))
        self.chains.append(self.add("visit", author, body, door=door, **envelope))

    def people(self) -> list[dict[str, Any]]:
        known = [person.id for person in self.desk.world.household("1-1-301")]
        seen = [
            {"person": person, "presence": self.draw(st.sampled_from(PRESENCES))}
            for person in self.draw(st.lists(st.sampled_from(known), unique=True))
        ]
        for number in self.draw(st.lists(st.integers(0, 3), unique=True, max_size=2)):
            new = {"name": f"新人{self.draw(st.integers(0, 2))}", "id_number": self.draw(st.sampled_from(NUMBERS))}
            seen.append({"person": new_uuid("person", number), "presence": "seen", "new": new})
        return seen

    def correction(self) -> None:
        self.visit(amends=self.draw(st.sampled_from(self.chains))["id"])

    def void(self) -> None:
        target = self.draw(st.sampled_from(self.chains))
        self.chains.append(self.add("void", self.draw(st.sampled_from(["field", "lead"])), {}, amends=target["id"]))

    def review(self) -> None:
        claim = self.draw(st.sampled_from(self.chains))
        body = {**self.sweep(), "claim": claim["id"], "accepted": self.draw(st.booleans())}
        self.add("claim_review", "lead", body, door=claim.get("door", self.doors[0]))

    def resolution(self) -> None:
        chosen = self.draw(st.sampled_from(self.chains))
        self.add("resolution", "lead", {**self.sweep(), "chosen": chosen["id"]}, door=chosen.get("door", self.doors[0]))

    def found(self) -> None:
        place = self.desk.world.places["stairwell 1-1"].id
        door = new_uuid("door", len(self.doors))
        self.add("door_added", "field", {"place": place, "label": "1-1-401"}, door=door)
        self.doors.append(door)

    def self_report(self) -> None:
        body = {**self.sweep(), "edition": self.desk.campaign.edition_id}
        self.add("self_report", "lead", body, door=self.draw(st.sampled_from(self.doors)))

    def sweep(self) -> dict[str, Any]:
        return {"campaign": self.desk.campaign.id}


def new_uuid(word: str, number: int) -> UUID:
    """An id whose order says nothing of time."""
    return uuid5(_SPACE, f"{word} {number}")


@st.composite
def stories(draw: st.DrawFn, desk: Desk) -> list[Line]:
    """A story of three to a dozen records."""
    story = Story(desk, draw, doors=[desk.door("1-1-301"), desk.door("2-1-201")])
    story.visit()
    turns = [Story.visit, Story.visit, Story.correction, Story.correction, Story.void, Story.review, Story.resolution]
    for turn in draw(st.lists(st.sampled_from([*turns, Story.found, Story.self_report]), min_size=2, max_size=11)):
        turn(story)
    return story.lines


def tell(desk: Desk, batches: Sequence[Sequence[Line]], *, received_at: datetime = RECEIVED) -> dict[str, Any]:
    """Submit the batches, take the state, and undo it all; rebuilding agrees at the end."""
    with undone():
        for batch in batches:
            for author, run in by_author(batch):
                submit([msgspec.json.encode(line.record) for line in run], author=author_of(desk, author),
                       received_at=received_at)  # fmt: skip
        assert differences() == []
        return {name: sorted(rows(statement), key=repr) for name, statement in STATE.items()}


def author_of(desk: Desk, key: str) -> Author:
    """As the phones' endpoint makes one of a token."""
    enrolment = desk.world.enrolments[key]
    return Author(enrolment.worker_id, enrolment.outbreak_id, enrolment.device_id, enrolment.id, enrolment.since, None)


def by_author(batch: Sequence[Line]) -> Iterator[tuple[str, list[Line]]]:
    """A batch as its authors send it: each one's lines that follow each other."""
    run: list[Line] = []
    for line in batch:
        if run and run[0].author != line.author:
            yield run[0].author, run
            run = []
        run.append(line)
    if run:
        yield run[0].author, run
