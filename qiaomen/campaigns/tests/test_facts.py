"""What answers at the door state of people, where the questionnaire's edition says so."""

from typing import Any

import pytest

from qiaomen.campaigns.questionnaires import Choice, Question
from qiaomen.campaigns.xlsform import read_xlsform
from qiaomen.campaigns.xlsform_export import write_xlsform
from qiaomen.ledger import stages
from qiaomen.people.models import Fact
from qiaomen.testing.desk import Desk, at

DOOR = "1-1-202"


def facts(desk: Desk) -> list[tuple[str, str, bool]]:
    found = Fact.objects.filter(person=desk.world.people["仇素娥"].id).order_by("kind", "ordinal")
    return [(fact.kind, fact.value, fact.verified) for fact in found]


def visit(desk: Desk, presence: str = "seen", **answers: Any) -> dict[str, Any]:
    phone = desk.phone()
    made = phone.visit(desk.door(DOOR), people=desk.everyone(DOOR, presence, answers=answers))
    [verdict] = phone.send([made])
    assert verdict["verdict"] == "accepted", verdict
    return made


def test_everyone_well_states_nothing_and_does_not_reach_the_facts_at_all(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(said: object) -> list[Any]:
        raise AssertionError

    with monkeypatch.context() as patch:
        patch.setitem(stages.facts, "visit", stages.FactSource(never, stages.facts["visit"].speaks))
        visit(desk, temperature=36.6, symptoms=[], health_code="green", returned=False)
    assert facts(desk) == []


def test_fever_above_the_limit_and_each_symptom_are_facts_with_the_temperature(desk: Desk) -> None:
    visit(desk, temperature=38.2, symptoms=["dry_cough", "fatigue"])
    assert facts(desk) == [("symptom", "fever", True), ("symptom", "dry_cough", True), ("symptom", "fatigue", True)]
    assert Fact.objects.get(value="fever").number == 38.2
    assert Fact.objects.get(value="fever").at == desk.phone().now


def test_what_was_only_told_is_not_verified(desk: Desk) -> None:
    visit(desk, "stated", symptoms=["diarrhoea"])
    assert facts(desk) == [("symptom", "diarrhoea", False)]


def test_coming_back_on_a_day_is_an_unverified_stay_until_then_if_it_was_asked(desk: Desk) -> None:
    visit(desk, returned=True, returned_on="2020-03-18")
    assert facts(desk) == [("stay", "", False)]
    assert Fact.objects.get().until == at(18, 0)
    visit(desk, returned=False, returned_on="2020-03-19")
    assert Fact.objects.count() == 1


def test_a_day_that_is_still_to_come_states_nothing(desk: Desk) -> None:
    visit(desk, returned=True, returned_on="2020-03-28")
    assert facts(desk) == []


def test_a_corrected_visit_states_what_the_correction_says_and_a_void_nothing(desk: Desk) -> None:
    wrong, phone = visit(desk, temperature=38.2), desk.phone()
    right = phone.visit(desk.door(DOOR), people=desk.everyone(DOOR, answers={"temperature": 37.4}))
    phone.send([{**right, "amends": wrong["id"]}])
    assert [fact.number for fact in Fact.objects.all()] == [37.4]
    phone.send([phone.record("void", amends=wrong["id"])])
    assert facts(desk) == []


def test_the_mapping_is_part_of_a_workbook() -> None:
    asked = [
        Question("job", "person", "one", "职业", "Job", [Choice("courier", "快递员", "courier")], fact="trait"),
        Question("seen_today", "person", "yes_no", "今天在家", "Home today", fact="report"),
        Question("cough", "person", "yes_no", "咳嗽", "Cough"),
    ]
    read = read_xlsform(write_xlsform(asked, title="询问"))
    assert [question.fact for question in read.questions] == ["trait", "report", None]
