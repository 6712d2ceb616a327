"""What calls leave open: questions, by whom they are to be answered, and what was promised. Pure."""

from datetime import datetime
from uuid import UUID

import msgspec

from qiaomen.ledger.told import Told
from qiaomen.monitoring.records import Answer, Body, Call, Question


class Said(msgspec.Struct):
    """What a body answered."""

    body: Body
    says: str
    at: datetime
    record: UUID


class Asked(msgspec.Struct):
    """A question of a family. It is open until every body that was asked has answered, or one of them finally.

    `index`: where it stands among the questions of its call, `record`, which holds its words.
    """

    id: UUID
    record: UUID
    index: int
    topic: str
    to: list[Body]
    asked_at: datetime
    due: datetime | None = None
    answers: list[Said] = msgspec.field(default_factory=list)
    settled_at: datetime | None = None

    @property
    def waits_for(self) -> list[Body]:
        """The bodies that have not answered yet."""
        return [body for body in self.to if body not in {said.body for said in self.answers}]


def ask(told: Told) -> list[Asked]:
    """The questions that a call raised."""
    call: Call = told.body
    return [_asked(told, index, question) for index, question in enumerate(call.questions)]


def answer(asked: list[Asked], told: Told) -> None:
    """Put an answer to its question."""
    said: Answer = told.body
    for one in asked:
        if one.id == said.question:
            one.answers.append(Said(said.body, said.says, told.at, told.record))
            if one.settled_at is None and (said.final or not one.waits_for):
                one.settled_at = told.at


def settle(asked: list[Asked], told: Told) -> None:
    """A call settles the questions that it names."""
    for one in asked:
        if one.id in told.body.settles and one.settled_at is None:
            one.settled_at = told.at


def _asked(told: Told, index: int, question: Question) -> Asked:
    return Asked(question.id, told.record, index, question.topic, question.to, told.at, question.due)
