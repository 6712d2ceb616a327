"""No minor or dependant is parted from a carer without medical ground and consent; who arrives lives apart."""

from typing import Any

from qiaomen.base.ids import new_id
from qiaomen.monitoring import actions
from qiaomen.monitoring.tests.watch import Watch
from qiaomen.people.models import Fact
from qiaomen.testing.desk import at

FATHER, MOTHER, CHILD = "方浩", "石欣", "方若涵"


def transfer(watch: Watch, names: str, **body: Any) -> list[str]:
    """The codes (empty: accepted) of a transfer of these people in one go."""
    sent = watch.tell("transfer", names, at(22, 9), to="central", pick_up_at=at(22, 16), **body)
    return ["" if one.verdict == "accepted" else str(one.code) for one in sent]


def test_a_child_is_not_taken_away_alone(watch: Watch) -> None:
    assert transfer(watch, CHILD) == ["transfer.parts_dependant"]


def test_a_child_goes_with_its_mother(watch: Watch) -> None:
    assert transfer(watch, f"{MOTHER} {CHILD}") == ["", ""]


def test_a_child_may_stay_with_the_parent_who_stays(watch: Watch) -> None:
    assert transfer(watch, FATHER) == [""]


def test_the_last_carer_is_not_taken_away_from_a_child(watch: Watch) -> None:
    assert transfer(watch, f"{FATHER} {MOTHER}") == ["transfer.parts_dependant"] * 2


def test_one_carer_after_the_other_is_not_taken_away_either(watch: Watch) -> None:
    watch.under(FATHER, "central", at(22, 8), at(21, 8), 14, rule="central")
    assert transfer(watch, FATHER) == [""]
    assert transfer(watch, MOTHER) == ["transfer.parts_dependant"]


def test_a_medical_ground_and_consent_allow_it_and_neither_alone(watch: Watch) -> None:
    assert transfer(watch, CHILD, medical_ground=True) == ["transfer.parts_dependant"]
    assert transfer(watch, CHILD, consent=True) == ["transfer.parts_dependant"]
    assert transfer(watch, CHILD, medical_ground=True, consent=True) == [""]


def test_who_depends_on_others_counts_like_a_child(watch: Watch) -> None:
    assert transfer(watch, "汪佳怡") == [""]
    watch.told("trait", "解军", at(22, 9), trait="disabled")
    assert transfer(watch, "汪佳怡") == ["transfer.parts_dependant"]


def test_who_arrived_lives_apart_until_they_come_back(watch: Watch) -> None:
    watch.under("解军", "central", at(22, 8), at(21, 8), 14, rule="central")
    site = watch.world.places["gate"].id
    planned = watch.told("transfer", "解军", at(22, 9), to="central", site=site, pick_up_at=at(22, 16))
    watch.told("transfer_step", "解军", at(22, 16), transfer=planned, step="left", to="central", site=site)
    assert not Fact.objects.filter(kind="apart").exists()
    step: dict[str, Any] = {"transfer": planned, "step": "arrived", "to": "central", "site": site}
    arrived = watch.told("transfer_step", "解军", at(22, 17), **step)
    fact = Fact.objects.get(kind="apart")
    assert (fact.value, fact.at, fact.until, fact.place) == ("central", at(22, 17), None, site)
    lead = watch.world.workers["lead"]
    back = actions.correct(arrived, "transfer_step", {**step, "back_at": at(28, 10)}, by=lead, now=at(28, 11))
    assert back.verdict == "accepted"
    assert Fact.objects.get(kind="apart").until == at(28, 10)


def test_a_step_waits_for_its_transfer(watch: Watch) -> None:
    [early] = watch.tell("transfer_step", "解军", at(22, 16), transfer=new_id(), step="left")
    assert early.verdict == "held"
