"""What a phone that takes samples asks for, and what it sends."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from qiaomen.access.models import Audit
from qiaomen.sampling import actions, queries_samples, rules
from qiaomen.sampling.models import Round, Sample
from qiaomen.testing.sweep import Phone, start_sweep
from qiaomen.testing.tested import answered, sampled
from qiaomen.testing.world import World


def asked(world: World, path: str = "", worker: str = "field") -> Any:
    response = Client().get(f"/api/sampling{path}", headers={"authorization": f"Bearer {world.tokens[worker]}"})
    return response.json() if response.status_code == 200 else response.status_code


def pooled(world: World, name: str = "全员") -> Round:
    document = rules.read('[who]\n[[tubes]]\nholds = "pool_10"\n')
    since = timezone.now() - timedelta(hours=1)
    cohort = actions.add_cohort(name=name, place=world.places["district"], document=document, since=since, by=None)
    actions.open_due(timezone.now())
    return Round.objects.get(cohort=cohort)


def test_a_phone_learns_its_groups_and_who_is_in_one_it_opens(world: World) -> None:
    round, door = pooled(world), world.doors["1-1-101"]
    (told,) = asked(world)["rounds"]
    assert (told["id"], {one["due"] for one in told["groups"] if one["door"] == str(door.id)}) == (str(round.id), {2})
    people = asked(world, f"/{round.id}/{door.id}")["people"]
    assert [(one["name"], one["holds"], one["tested"]) for one in people] == [
        ("韩德福", "pool_10", False), ("苏桂兰", "pool_10", False),
    ]  # fmt: skip
    assert Audit.objects.filter(action="door.people", subject=door.id).count() == 1
    assert asked(world, f"/{round.id}/{world.doors['village group 1号'].id}") == 404
    assert asked(world, worker="police")["rounds"] == []


def test_more_rounds_cost_no_more_statements_and_asking_again_logs_nothing(
    world: World, django_assert_num_queries: Any
) -> None:
    people = [one.id for one in world.household("1-1-101")]
    pooled(world)
    sampled(world, people, "QM1", holds="pool_10", at=timezone.now())
    answered(world, "QM1", "positive", at=timezone.now())
    asked(world)
    with CaptureQueriesContext(connection) as one:
        asked(world)
    for name in ("乙", "丙"):
        pooled(world, name)
    with django_assert_num_queries(len(one)):
        assert len(asked(world)["rounds"]) == 3
    assert Audit.objects.filter(action="retests.seen").count() == len(people)


def test_samples_of_a_phone_fill_a_tube_whose_positive_result_comes_back_as_retests(world: World) -> None:
    round, door = pooled(world), world.doors["1-1-101"]
    phone, people = Phone(world.tokens["field"], start_sweep(world), now=timezone.now()), world.household("1-1-101")
    body = {"taken": phone.now.isoformat(), "tube": "QM1", "holds": "pool_10", "round": str(round.id)}
    said = [phone.record("sample", person=one.id, place=door.place_id, body=body) for one in people]
    assert {one["verdict"] for one in phone.send(said)} == {"accepted"}
    assert Sample.objects.filter(round=round.id, tube="QM1").count() == 2
    nameless = phone.record("sample", person=people[0].id, place=door.place_id, body={**body, "tube": ""})
    assert [one["code"] for one in phone.send([nameless])] == ["sampling.no_tube"]
    assert answered(world, "QM1", "positive", at=timezone.now()).verdict == "accepted"
    assert {one["door"] for one in asked(world)["retests"]} == {str(door.id)}
    assert {datetime.fromisoformat(one["since"]) for one in asked(world)["retests"]} == {phone.now}
    assert len(queries_samples.retests(world.workers["health"])) == 2
