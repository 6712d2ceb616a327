"""What a gate's phone learns from the server."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from qiaomen.access.models import Audit
from qiaomen.duty.actions import give_duty
from qiaomen.duty.models import DutyRole
from qiaomen.gates.clinics import name_clinic
from qiaomen.passes.minting import mint
from qiaomen.passes.queries import pass_by_id
from qiaomen.testing.checkpoints import post as checkpoint
from qiaomen.testing.desk import at
from qiaomen.testing.gates import Post, make_post
from qiaomen.testing.world import World, fixed


@pytest.fixture
def post(world: World) -> Post:
    found = make_post(world)
    found.pass_of("解军")
    return found


def asked(post: Post, path: str, *, by: str = "gate", body: dict[str, Any] | None = None) -> Any:
    headers = {"authorization": f"Bearer {post.world.tokens[by]}"}
    if body is None:
        return Client().get(path, headers=headers)
    return Client().post(path, body, content_type="application/json", headers=headers)


def test_a_guard_learns_keys_limits_their_gates_and_who_answers_nearest_first(post: Post) -> None:
    post.duty("裴干部", "compound", DutyRole.CADRE)
    post.duty("邵书记", "community", DutyRole.CHIEF)
    answer = asked(post, "/api/gate").json()
    assert [one["name"] for one in answer["gates"]] != []
    north = next(one for one in answer["gates"] if one["name"] == "翠湖小区 北门")
    assert [one["name"] for one in north["duty"]] == ["裴干部", "邵书记"]
    compound = post.world.places["compound"].path.rstrip(".").split(".")
    assert (north["area"], north["above"]) == (compound[-1], compound[-2::-1])
    assert (answer["limits"]["fever"], answer["list"]["whole"], len(answer["keys"])) == (37.3, True, 1)
    again = asked(post, f"/api/gate?since={answer['list']['cursor']}").json()
    assert (again["list"]["whole"], again["list"]["entries"]) == (False, [])


def test_whoever_guards_no_gate_learns_of_none(post: Post) -> None:
    assert asked(post, "/api/gate", by="outsider").json()["gates"] == []


def test_an_alarm_and_who_took_it_on_reach_the_guard_with_the_next_question(post: Post) -> None:
    id = post.went("解军", at=at(21, 8), verdict="kept_apart", temperature=38.4)
    [alarm] = asked(post, "/api/gate").json()["alarms"]
    assert (alarm["id"], alarm["state"], alarm["level"]) == (str(id), "open", 0)
    post.step(id, "acknowledged", at=at(21, 8, 2))
    [alarm] = asked(post, "/api/gate").json()["alarms"]
    assert (alarm["state"], alarm["acknowledged_by"]) == ("acknowledged", "何秀英")


def test_numbers_of_who_answers_are_given_to_the_guard_and_logged(post: Post) -> None:
    gate = post.gate().id
    assert asked(post, f"/api/gate/{gate}/numbers").json() == {"numbers": []}
    assert asked(post, f"/api/gate/{gate}/numbers", by="outsider").status_code == 404
    lead = post.world.workers["lead"]
    give_duty(worker=lead, place=post.world.places["compound"], role=DutyRole.CADRE, by=None, since=at(21, 7))
    [number] = asked(post, f"/api/gate/{gate}/numbers").json()["numbers"]
    assert number["worker"] == str(lead.id)
    assert Audit.objects.filter(subject=lead.id).exists()


def test_a_code_is_verified_by_what_is_known_now(post: Post) -> None:
    one = pass_by_id(post.pass_of("解军"))
    assert one is not None
    text = mint(one, now=timezone.now()).text
    answer = asked(post, "/api/gate/verify", body={"token": text, "gate": str(post.gate().id)}).json()
    assert (answer["verdict"], answer["colour"], answer["name"], answer["inside"]) == ("ok", "green", "解*", None)
    assert asked(post, "/api/gate/verify", body={"token": "x"}).status_code == 400
    wrong = asked(post, "/api/gate/verify", body={"token": "QM1:1", "gate": str(post.gate().id)}).json()
    assert (wrong["verdict"], wrong["pass"], wrong["name"]) == ("unreadable", None, "")


def test_a_visitor_whom_a_household_announced_is_expected_with_a_covered_name_until_they_come(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = timezone.localdate()
    about = {"verdict": "expected", "registered_by": "household", "name": "欧阳小明", "purpose": "repair"}
    _id, whom = post.visitor(at=timezone.now(), day=today, **about)
    post.visitor(at=timezone.now(), id=fixed("tomorrow"), day=today + timedelta(days=1), **about)
    [one] = asked(post, "/api/gate").json()["expected"]
    assert (one["visitor"], one["name"], one["label"], one["purpose"]) == (str(whom), "欧阳**", "1-1-101", "repair")
    assert one["area"] == next(
        gate["area"] for gate in asked(post, "/api/gate").json()["gates"] if "北门" in gate["name"]
    )
    post.visitor(at=timezone.now(), id=fixed("another"), day=today, **about)
    monkeypatch.setattr("qiaomen.gates.queries.expected.SHOWN", 1)
    told = asked(post, "/api/gate").json()
    assert (len(told["expected"]), told["expected_more"]) == (1, 1)
    post.visitor(at=timezone.now(), id=fixed("another"), name="", fetched_by_household=True)
    post.visitor(at=timezone.now(), id=whom, name="", fetched_by_household=True)
    assert asked(post, "/api/gate").json()["expected"] == []


def test_a_guard_is_told_the_nearest_clinic_and_a_checkpoint_has_one_too(post: Post) -> None:
    lead, places = post.world.workers["headquarters"], post.world.places
    name_clinic(place=places["district"], name="县人民医院发热门诊", phone="0746-8321120", by=lead)
    name_clinic(place=places["compound"], name="社区卫生站", phone="120", by=lead)
    gates = asked(post, "/api/gate").json()["gates"]
    assert {"社区卫生站"} == {one["clinic"]["name"] for one in gates if one["name"].startswith("翠湖小区 ")}
    checkpoint(post.world)
    [here] = asked(post, "/api/checkpoint").json()["checkpoints"]
    assert here["clinic"] == {"name": "县人民医院发热门诊", "phone": "0746-8321120"}
