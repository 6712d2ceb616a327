"""What the registers' records state of people, and what is not taken."""

import pytest

from qiaomen.ledger.rebuild import differences
from qiaomen.people.models import Fact
from qiaomen.policy.tests.saying import Saying, at
from qiaomen.testing.world import World


@pytest.fixture
def said(world: World) -> Saying:
    return Saying(world)


def test_a_case_counts_from_its_onset_until_it_recovered(said: Saying) -> None:
    said.now = at(30, 9)
    said.say("case", "韩德福", status="confirmed", onset=at(18, 8), reported=at(20, 8), recovered=at(29, 8))
    [fact] = said.facts("韩德福", "case")
    assert (fact.value, fact.at, fact.until, fact.verified) == ("confirmed", at(18, 8), at(29, 8), True)


def test_an_exposure_without_a_last_contact_was_on_one_day_unless_it_goes_on(said: Saying) -> None:
    case = said.person("韩德福")
    said.say("exposure", "周国庆", closeness="close", first=at(20, 8), other=case)
    said.say("exposure", "谢丽敏", closeness="close", first=at(20, 8), other=case, ongoing=True)
    [over], [open_one] = said.facts("周国庆", "exposure"), said.facts("谢丽敏", "exposure")
    assert (over.until, over.other, over.verified) == (at(20, 8), case, False)
    assert open_one.until is None


def test_a_correction_takes_the_place_of_what_was_stated_and_a_void_takes_it_back(said: Saying) -> None:
    first = said.say("stay", "秦超", first=at(1, 8), last=at(19, 8), region="4201")
    said.say("stay", "秦超", first=at(1, 8), last=at(18, 8), region="420106", amends=first)
    assert [(fact.region, fact.until) for fact in said.facts("秦超", "stay")] == [("420106", at(18, 8))]
    said.say("void", None, amends=first)
    assert said.facts("秦超", "stay") == []


def test_samples_results_and_traits_are_stated_with_their_times(said: Saying) -> None:
    said.say("sample", "秦超", "lead", taken=at(20, 7))
    said.say("result", "秦超", taken=at(20, 7), result="positive", ct=24.5)
    said.say("trait", "秦超", "lead", trait="courier")
    facts = (
        Fact.objects.filter(person=said.person("秦超")).order_by("kind").values_list("kind", "value", "at", "number")
    )
    assert list(facts) == [
        ("result", "positive", at(20, 7), 24.5), ("sample", "taken", at(20, 7), None),
        ("trait", "courier", at(21, 9), None),
    ]  # fmt: skip
    assert differences() == []


@pytest.mark.parametrize(
    "kind, body, code",
    [
        ("exposure", {"closeness": "close", "first": at(22, 8)}, "fact.future"),
        ("exposure", {"closeness": "close", "first": at(20, 8), "last": at(19, 8)}, "fact.span"),
        ("result", {"taken": at(22, 8), "result": "negative"}, "fact.future"),
        ("case", {"status": "confirmed", "onset": at(25, 8)}, "fact.future"),
        ("status", {"edition": None, "colour": "green"}, "record.forbidden_kind"),
    ],
)
def test_what_lies_ahead_or_ends_before_it_begins_is_not_taken(
    said: Saying, kind: str, body: dict[str, object], code: str
) -> None:
    assert said.refused(kind, "秦超", **body) == code


def test_something_of_this_evening_may_be_noted_at_noon(said: Saying) -> None:
    said.say("stay", "秦超", first=at(20, 8), last=at(21, 23, 59))
    assert len(said.facts("秦超", "stay")) == 1


def test_a_field_worker_states_no_case_and_no_result(said: Saying) -> None:
    assert said.refused("case", "秦超", "field", status="confirmed") == "record.forbidden_kind"
    assert said.refused("result", "秦超", "field", taken=at(20, 8), result="positive") == "record.forbidden_kind"


def test_nobody_sends_a_status_not_even_headquarters(said: Saying) -> None:
    assert said.refused("status", "秦超", "headquarters", edition=None, colour="red") == "status.system_only"


def test_an_exposure_waits_for_the_person_whom_it_names(said: Saying) -> None:
    from qiaomen.base.ids import new_id

    raw = said.record("exposure", "秦超", {"closeness": "close", "first": at(20, 8), "other": new_id()})
    assert [verdict.verdict for verdict in said.send(raw)] == ["held"]
