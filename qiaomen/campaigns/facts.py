"""What answers at the door state of people, for policy to read: as far as the questionnaire's edition says so.

A question with a `fact` states it of the person whom it was asked of: nothing that was not asked is a fact, and
"everyone well" states nothing.
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from qiaomen.campaigns import questionnaires
from qiaomen.campaigns.conditions import day_of
from qiaomen.campaigns.questionnaires import Asked, Question, Sheet
from qiaomen.campaigns.records import Seen, SelfReport, Visit
from qiaomen.ledger.entries import Entry
from qiaomen.ledger.told import Told
from qiaomen.people.facts import FactKind, FactRow

# As wide as a fact's value is kept.
WIDEST = 24
NONE = {"none", "no", "other"}
Answers = dict[str, Any]


def speaks(entry: Entry) -> bool:
    """Whether a visit states any fact. On the way of every visit: an edition that maps nothing costs a look-up."""
    sheet = questionnaires.sheet(entry.body.edition)
    return any(
        True
        for seen in entry.body.people
        if not sheet.facts.keys().isdisjoint(seen.answers)
        for _fact in _stated(entry.body, seen, sheet, entry.at)
    )


def states(said: Told) -> list[FactRow]:
    """The facts of everybody whom the visit speaks of. A thermometer held by us is verified, what is told is not."""
    body: Visit | SelfReport = said.body
    sheet = questionnaires.sheet(body.edition)
    return [
        FactRow(
            person=seen.person, kind=kind, value=value, at=at, until=at if kind == "stay" else None, number=number,
            region=region, known_at=said.known_at,
            verified=kind == "symptom" and said.kind == "visit" and seen.presence == "seen",
        )
        for seen in body.people
        for kind, value, at, number, region in _stated(body, seen, sheet, said.at)
    ]  # fmt: skip


Stated = tuple[FactKind, str, datetime, float | None, str]


def _stated(body: Visit | SelfReport, seen: Seen, sheet: Sheet, at: datetime) -> Iterator[Stated]:
    """Kind, value, time, number and region of what one person's answers state."""
    answers = seen.answers
    given = [(sheet.facts[name], answers[name]) for name in sheet.facts if answers.get(name) not in (None, "", [])]
    if any(question.relevant is not None for question, _answer in given):
        asked = Asked(sheet, body.answers, answers, (at,), timezone.get_default_timezone())
        given = [(question, answer) for question, answer in given if asked.applies(question)]
    for question, answer in given:
        if question.fact in ("symptom", "trait"):
            for value, number in _values(question, answer):
                yield question.fact, value, at, number, ""
    if any(question.fact == "report" for question, _answer in given):
        yield "report", "check" if isinstance(body, Visit) else "self", at, None, ""
    yield from _stay({question.type: answer for question, answer in given if question.fact == "stay"}, at)


def _values(question: Question, answer: Any) -> Iterator[tuple[str, float | None]]:
    """A yes states the question's name, choices themselves, a number fever, where it is one."""
    if question.type == "yes_no":
        if answer is True:
            yield question.name[:WIDEST], None
    elif question.type in ("one", "many"):
        for value in answer if isinstance(answer, list) else [answer]:
            if value not in NONE and len(value) <= WIDEST:
                yield value, None
    elif questionnaires.flags_of({question.name: question}, {question.name: answer}):
        yield "fever", float(answer)


def _stay(answers: Answers, at: datetime) -> Iterator[Stated]:
    """Came back on a day, from a region whose division code is the choice; without a day: until now."""
    code = str(answers.get("one", ""))
    region = code if code.isdigit() and len(code) <= 12 else ""
    day = day_of(answers.get("date"))
    came_back = datetime.combine(date.fromordinal(day), time(), tzinfo=timezone.get_default_timezone()) if day else at
    if (day or region) and came_back <= at:
        yield "stay", "", came_back, None, region
