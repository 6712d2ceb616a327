"""The gates' pages: every number opens its list, alarms come first and are answered, names are masked."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from qiaomen.access.models import Grant
from qiaomen.duty.models import DutyRole
from qiaomen.gates.models import Alarm, Passage
from qiaomen.gates.queries import board, log
from qiaomen.places.models import Place
from qiaomen.testing.checkpoints import post as checkpoint
from qiaomen.testing.desk import at
from qiaomen.testing.gates import Post, make_post
from qiaomen.testing.world import World

Clients = Callable[[str], Client]
DAY = "day=2020-03-21"


@pytest.fixture
def post(world: World) -> Post:
    """A quarter of an hour at the gates."""
    found = make_post(world)
    found.duty("裴干部", "compound", DutyRole.CADRE)
    ago = {minutes: at(21, 9) - timedelta(minutes=minutes) for minutes in range(20)}
    found.went("解军", at=ago[15])
    found.went("汪佳怡", at=ago[14], verdict="refused", reason="red", colour_seen="red")
    found.went("仇素娥", at=ago[13], verdict="kept_apart", reason="fever", temperature=38.2, second_temperature=38.0)
    found.went("", "out", at=ago[12], verdict="emergency", emergency="birth", offline=True)
    found.visitor(at=ago[11])
    return found


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return response.content.decode()


def test_the_board_shows_open_alarms_first_and_each_number_opens_its_list(client_of: Clients, post: Post) -> None:
    client = client_of("lead")
    board = page(client, "/gates")
    assert board.index('id="alarms"') < board.index("翠湖小区 北门</a>\n") < len(board)
    refused = page(client, f"/gates/passages?gate={post.gate().id}&show=refused&{DAY}")
    assert "汪**" in refused
    assert "汪佳怡" not in refused
    assert "仇**" not in refused


def test_vehicles_turned_back_are_a_number_and_its_list(client_of: Clients, post: Post) -> None:
    back = {"verdict": "refused", "reason": "vehicle", "way": "vehicle"}
    post.went("", at=at(21, 9) - timedelta(minutes=5), occupants=3, **back)
    client = client_of("lead")
    one = page(client, f"/gates/{post.gate().id}?{DAY}")
    assert one.count("show=vehicles_back") >= 2
    listed = page(client, f"/gates/passages?gate={post.gate().id}&show=vehicles_back&{DAY}")
    assert "汪**" not in listed
    assert "3 人" in listed
    text = b"".join(client.post(f"/exports/passages.csv?show=vehicles_back&{DAY}")).decode("utf-8-sig")
    assert len(text.strip().splitlines()) == 2


def test_who_is_inside_is_a_list(client_of: Clients, post: Post) -> None:
    inside = page(client_of("lead"), "/gates/inside")
    assert "解*" in inside
    assert "汪**" not in inside


def test_one_gate_has_its_chain_its_alarms_and_its_log(client_of: Clients, post: Post) -> None:
    one = page(client_of("lead"), f"/gates/{post.gate().id}?{DAY}")
    assert "裴干部" in one
    assert "仇**" in one
    assert client_of("lead").get(f"/gates/{post.world.places['compound'].id}").status_code == 404


def test_a_lead_takes_an_alarm_on_and_what_was_done_is_told(client_of: Clients, post: Post) -> None:
    alarm = Alarm.objects.get(what="fever_resident")
    client = client_of("lead")
    assert "裴干部" in page(client, "/alarms/open")
    client.post(f"/alarms/{alarm.id}/step", {"step": "acknowledged", "note": "马上到"})
    alarm.refresh_from_db()
    assert alarm.acknowledged_by == post.world.workers["lead"].id
    told = page(client, f"/alarms/{alarm.id}")
    assert "何秀英" in told
    assert "马上到" in told
    assert "马上到" not in page(client_of("inspector"), f"/alarms/{alarm.id}")


def test_whoever_may_only_look_answers_no_alarm(client_of: Clients, post: Post) -> None:
    alarm = Alarm.objects.get(what="fever_resident")
    assert client_of("inspector").post(f"/alarms/{alarm.id}/step", {"step": "settled"}).status_code == 403


def test_a_guard_is_named_at_a_gate_by_who_assigns(client_of: Clients, post: Post) -> None:
    gate = post.gate("south gate")
    client_of("lead").post(f"/gates/{gate.id}/guards", {"name": "周启明"})
    assert Grant.objects.filter(worker=post.world.workers["field"], place=gate, role="gate", until=None).exists()
    assert "周启明" in page(client_of("lead"), f"/gates/{gate.id}")
    assert client_of("inspector").post(f"/gates/{gate.id}/guards", {"name": "周启明"}).status_code == 403


def test_police_see_no_temperature_and_nobody_kept_apart(client_of: Clients, post: Post) -> None:
    lead = post.world.workers["lead"]
    lead.is_police = True
    lead.save()
    log = page(client_of("lead"), f"/gates/passages?{DAY}")
    assert "仇**" in log
    assert "℃" not in log
    assert client_of("lead").get("/gates/passages?show=fever").status_code == 404


def test_police_cannot_tell_who_was_kept_apart_from_who_was_refused(client_of: Clients, post: Post) -> None:
    lead = post.world.workers["lead"]
    assert log.passages([post.gate().id], "refused", at(21, 0), at(22, 0), health=True).count() == 1
    lead.is_police = True
    lead.save()
    listed = page(client_of("lead"), f"/gates/passages?show=refused&{DAY}")
    assert "汪**" in listed
    assert "仇**" in listed
    [found] = board.boards([post.gate()], since=at(21, 0), now=at(21, 9))
    assert (found.numbers.turned_away(health=True), found.numbers.turned_away(health=False)) == (1, 2)


def test_who_was_named_a_guard_by_mistake_is_taken_off_again(client_of: Clients, post: Post) -> None:
    gate, client = post.gate("south gate"), client_of("lead")
    client.post(f"/gates/{gate.id}/guards", {"name": "周启明"})
    grant = Grant.objects.get(worker=post.world.workers["field"], place=gate)
    assert f'value="{grant.id}"' in page(client, f"/gates/{gate.id}")
    assert client_of("inspector").post(f"/gates/{gate.id}/guards", {"off": grant.id}).status_code == 403
    elsewhere = Grant.objects.filter(role="gate").exclude(place=gate).first()
    assert elsewhere is not None
    assert client.post(f"/gates/{gate.id}/guards", {"off": elsewhere.id}).status_code == 404
    client.post(f"/gates/{gate.id}/guards", {"off": grant.id})
    grant.refresh_from_db()
    assert grant.until is not None
    assert str(grant.id) not in page(client, f"/gates/{gate.id}")


def test_alarms_and_missed_suspensions_leave_as_files(client_of: Clients, post: Post) -> None:
    post.went("解军", at=at(21, 8))
    Passage.objects.filter(person=post.world.people["解军"].id).update(missed_suspension=True)
    for name, address, wanted in (("alarms", "/alarms", "裴干部"), ("missed", "/gates/missed", "解*")):
        assert f"/exports/{name}.csv" in page(client_of("lead"), address)
        text = b"".join(client_of("lead").post(f"/exports/{name}.csv")).decode("utf-8-sig")
        assert wanted in text
        assert "解军" not in text
    police = post.world.workers["lead"]
    told = b"".join(client_of("lead").post("/exports/alarms.csv")).decode("utf-8-sig")
    police.is_police = True
    police.save()
    hidden = b"".join(client_of("lead").post("/exports/alarms.csv")).decode("utf-8-sig")
    assert ("卡口发现发热" in told, "卡口发现发热" in hidden) == (True, False)


def test_a_gate_is_set_up_once(client_of: Clients, post: Post) -> None:
    client, place = client_of("lead"), post.world.places["compound"]
    assert client.post("/gates/new", {"place": place.id, "name": "东门"}).status_code == 302
    assert Place.objects.get(kind="gate", name="东门").parent_id == place.id
    assert client.post("/gates/new", {"place": place.id, "name": "东门"}).status_code == 422


@pytest.mark.parametrize("sheet", ["passages", "inside"])
def test_the_lists_leave_the_house_masked(client_of: Clients, post: Post, sheet: str) -> None:
    response = client_of("lead").post(f"/exports/{sheet}.csv?{DAY}")
    assert response.status_code == 200
    text = b"".join(response).decode("utf-8-sig")
    assert "解*" in text
    assert "解军" not in text


def test_a_clinic_is_named_with_a_number_that_can_be_dialled_and_stands_with_a_fever(
    client_of: Clients, post: Post
) -> None:
    client, compound = client_of("lead"), post.world.places["compound"]
    said = {"place": str(compound.id), "name": "社区卫生服务中心", "phone": "０７４６－8321120"}
    assert client.post("/alarms/clinics", said | {"phone": "on request"}).status_code == 422
    assert client.post("/alarms/clinics", said).status_code == 302
    assert "0746-8321120" in page(client, "/alarms")
    alarm = Alarm.objects.get(what="fever_resident").id
    assert "社区卫生服务中心" in page(client, f"/alarms/{alarm}")
    elsewhere = post.world.places["village group"]
    assert client.post("/alarms/clinics", said | {"place": str(elsewhere.id)}).status_code == 422
    assert client.post(f"/alarms/clinics/{compound.id}/remove").status_code == 302
    assert "0746-8321120" not in page(client, "/alarms")


def test_a_vehicles_fever_stands_with_the_alarms_and_leads_to_its_checkpoint(client_of: Clients, world: World) -> None:
    here = checkpoint(world)
    record = here.stop(occupants=[{"origin": "province", "count": 3}], measured=3,
                       readings=[{"celsius": 38.4, "second": 38.1}])  # fmt: skip
    here.send(record)
    client = client_of("headquarters")
    assert f"/checkpoints/{here.place.id}" in page(client, "/alarms")
    assert "38.4 ℃ → 38.1 ℃" in page(client, f"/alarms/{record['id']}")
    assert client.post(f"/alarms/{record['id']}/step", {"step": "acknowledged"}).status_code == 302
    assert Alarm.objects.get(acknowledged_at__isnull=False).acknowledged_by == world.workers["headquarters"].id
