"""Sensors report by themselves: once each, as a seal found broken, by a token that opens nothing else."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from qiaomen.access.models import Message
from qiaomen.access.tokens import hashed
from qiaomen.duty.models import Duty, DutyRole
from qiaomen.ledger import desk
from qiaomen.ledger.models import Record
from qiaomen.seals import sensors
from qiaomen.seals.models import Seal, Source
from qiaomen.sync.openapi import document
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.world import ORDER, World


@pytest.fixture
def token(world: World) -> str:
    """Of a source for the community in which the gate is, where somebody answers."""
    Duty.objects.create(
        worker=world.workers["field"], place=world.places["compound"], role=DutyRole.GRID_WORKER, since=ORDER,
        from_change=UUID(int=0),
    )  # fmt: skip
    return sensors.begin("封条厂", world.places["compound"], by=world.workers["headquarters"])[1]


def sealed(world: World, *, form: str = "sensor", place: str = "gate") -> UUID:
    now = timezone.now() - timedelta(hours=2)
    body = {"emergency": "120", "document": "令 1 号", "until": now + timedelta(days=9), "form": form}
    told = desk.tell("seal", body, by=world.workers["headquarters"], now=now, place=world.places[place].id)
    assert told.verdict == "accepted", told.code
    assert told.id is not None
    return told.id


def call(token: str, *messages: dict[str, Any]) -> Any:
    reply = Client().post(
        "/api/seals/opened", {"messages": messages}, content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )  # fmt: skip
    return reply.json() if reply.status_code == 200 else (reply.status_code, reply.json()["problem"]["code"])


def opened(seal: UUID, id: str = "1", minutes: int = 10) -> dict[str, Any]:
    return {"id": id, "seal": str(seal), "at": (timezone.now() - timedelta(minutes=minutes)).isoformat()}


def verdicts(answer: Any) -> list[tuple[str, str]]:
    return [(one["verdict"], one.get("code", "")) for one in answer["verdicts"]]


def test_a_sensors_message_is_the_record_of_a_seal_found_broken_and_sent_again_adds_nothing(
    world: World, token: str
) -> None:
    seal = sealed(world)
    first = opened(seal)
    assert verdicts(call(token, first, opened(seal, "2", -60))) == [("accepted", "")] * 2
    assert verdicts(call(token, first, first)) == [("duplicate", "")] * 2
    found = Seal.objects.get(pk=seal)
    assert (found.standing, found.openings, len(found.unexplained)) == ("broken", 2, 2)
    assert found.ask_worker == world.workers["field"].id, "somebody is asked to knock, as after a round"
    assert Message.objects.filter(purpose="seal.opened").count() <= 1
    records = list(Record.objects.filter(kind="seal_event", body__event="broken").order_by("at"))
    assert [(one.body["by"], one.body["source"]) for one in records] == [("sensor", str(Source.objects.get().id))] * 2
    assert records[0].at.isoformat() == first["at"]
    assert records[1].at <= timezone.now(), "a clock that is ahead is not believed"
    lead, here = world.workers["lead"], world.places["gate"].id
    desk.tell("seal_event", {"seal": seal, "event": "removed"}, by=lead, now=timezone.now(), place=here)
    late = [first, opened(seal, "3", 5), opened(seal, "4", 0)]
    assert [verdict for verdict, _code in verdicts(call(token, *late))] == ["duplicate", "accepted", "rejected"]
    assert_rebuild_agrees()


def test_of_paper_of_what_ended_and_of_what_lies_elsewhere_one_learns_the_same(world: World, token: str) -> None:
    paper, over, elsewhere = (
        sealed(world, form="paper"), sealed(world), sealed(world, place="alley"),
    )  # fmt: skip
    here, lead = world.places["gate"].id, world.workers["lead"]
    assert desk.tell("seal_event", {"seal": over, "event": "removed"}, by=lead, now=timezone.now(), place=here)
    early = opened(sealed(world), minutes=180)
    told = verdicts(call(token, opened(paper), opened(over, minutes=0), opened(elsewhere), opened(UUID(int=7)), early))
    assert told == [("rejected", "seal.no_sensor")] * 5
    assert not Record.objects.filter(body__event="broken").exists()


def test_a_token_of_sensors_opens_nothing_else_ends_and_is_slowed_down(
    world: World, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal = sealed(world)
    for path in ("/api/inspection", "/api/clues"):
        assert Client().get(path, headers={"Authorization": f"Bearer {token}"}).status_code == 401
    assert call(world.tokens["field"], opened(seal)) == (401, "access.token_unknown")
    monkeypatch.setattr(sensors, "MOST_CALLS", 1)
    assert verdicts(call(token, opened(seal))) == [("accepted", "")]
    assert call(token, opened(seal)) == (429, "seal.too_many_calls")
    Source.objects.update(window_at=timezone.now() - timedelta(minutes=2))
    assert verdicts(call(token, opened(seal))) == [("duplicate", "")]
    sensors.end(Source.objects.get().id, by=world.workers["headquarters"], now=timezone.now())
    assert call(token, opened(seal)) == (401, "access.token_unknown")
    assert token.encode() not in bytes(Source.objects.get().token_hash)


def test_no_phone_says_that_a_sensor_said_so_and_the_interface_is_described(world: World, token: str) -> None:
    seal = sealed(world)
    body = {"seal": seal, "event": "broken", "by": "sensor", "source": Source.objects.get().id}
    told = desk.tell(
        "seal_event", body, by=world.workers["lead"], now=timezone.now(), place=world.places["gate"].id
    )  # fmt: skip
    assert told.code == "record.invalid"
    path = document()["paths"]["/api/seals/opened"]["post"]
    assert path["security"] == [{"sensor": []}]
    assert {"SensorCall", "SensorAnswer", "SealOpened"} <= document()["components"]["schemas"].keys()


def test_a_source_is_begun_at_a_desk_its_token_shown_once_and_ended(world: World, client_of: Any) -> None:
    chief = client_of("headquarters")
    reply = chief.post("/seals/sensors", {"name": "封条厂", "place": world.places["compound"].id})
    assert reply.status_code == 200, reply.content.decode()[-2000:]
    source, page = Source.objects.get(), reply.content.decode()
    shown = [word for word in page.replace("<", " ").replace(">", " ").split() if len(word) == 43]
    assert any(hashed(word) == bytes(source.token_hash) for word in shown)
    assert "封条厂" in chief.get("/seals/sensors").content.decode()
    assert chief.post("/seals/sensors", {"end": source.id}).status_code == 302
    assert Source.objects.get().ended_at is not None
    assert client_of("lead").get("/seals/sensors").status_code == 403
