"""Writing by a code: every answer is the same; what was written is looked at later, and nothing of it is lost."""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any, LiteralString

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from qiaomen.base import sql
from qiaomen.base.ids import RESIDENT
from qiaomen.campaigns.models import Campaign, Target
from qiaomen.campaigns.states import State
from qiaomen.care import letters
from qiaomen.care.models import Letter, Need
from qiaomen.clues.models import Clue
from qiaomen.gates.models import Visitor
from qiaomen.ledger import desk
from qiaomen.ledger.models import Record
from qiaomen.ledger.rebuild import differences
from qiaomen.paper.codes import short
from qiaomen.passes.models import Ask
from qiaomen.people.models import Fact
from qiaomen.places.models import PlaceKind
from qiaomen.resident import taking
from qiaomen.testing.sweeps import launch_sweep
from qiaomen.testing.world import World, fixed

DOOR = "1-1-101"


@pytest.fixture(autouse=True)
def _now(world: World) -> None:
    launch_sweep(world)


def who(world: World, door: str = DOOR) -> dict[str, str]:
    person = world.household(door)[0]
    return {"name": person.name, "tail": world.identities[person.name].number[-4:]}


def send(world: World, step: str, said: dict[str, Any], *, door: str = DOOR, address: str = "10.0.0.1") -> Any:
    return Client().post(f"/d/{short(world.doors[door].id)}/{step}", said, REMOTE_ADDR=address)


def taken() -> int:
    return taking.take_in(timezone.now())


def target(world: World, door: str = DOOR) -> Target:
    return Target.objects.get(door_id=world.doors[door].id)


def test_a_code_opens_purpose_ground_retention_and_rights_before_anything_is_asked(world: World) -> None:
    page = Client(headers={"Accept-Language": "en"}).get(f"/d/{short(world.doors[DOOR].id)}")
    text = page.content.decode()
    assert all(word in text for word in ("What for", "On what ground", "How long", "Your rights"))
    assert not [secret for secret in world.secrets() if secret in text]


def test_a_workers_phone_goes_on_to_the_app(world: World) -> None:
    client = Client()
    client.cookies["worker"] = "1"
    door, place = world.doors[DOOR].id, world.places["building 1"].id
    assert client.get(f"/d/{short(door)}").headers["Location"] == f"/field/#/door/{door}"
    assert client.get(f"/p/{short(place)}").headers["Location"] == f"/field/#/building/{place}"


def test_the_page_of_a_door_that_exists_and_of_none_are_the_same(world: World) -> None:
    plain = []
    for id in (world.doors[DOOR].id, fixed("no door")):
        page = Client().get(f"/d/{short(id)}").content
        plain.append(page.replace(short(id).encode(), b"").replace(str(id).encode(), b""))
    assert plain[0] == plain[1]
    assert Client().get("/d/damaged").status_code == 404


def counted(answer: Callable[[], Any], monkeypatch: pytest.MonkeyPatch) -> tuple[Any, list[str]]:
    """An answer, and its statements: those of the ORM and our own, without their values."""
    own: list[str] = []
    plain = sql.run

    def noted(text: LiteralString, *rest: Any, **more: Any) -> Any:
        own.append(text)
        return plain(text, *rest, **more)

    monkeypatch.setattr(sql, "run", noted)
    with CaptureQueriesContext(connection) as statements:
        given = answer()
    monkeypatch.setattr(sql, "run", plain)
    return given, own + [query["sql"].split(" VALUES")[0].split(" WHERE")[0] for query in statements.captured_queries]


@pytest.mark.parametrize("step", ["report", "pass", "help", "code", "visitor"])
def test_every_claim_gets_the_same_answer_byte_for_byte_by_the_same_statements(
    world: World, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    right, no_door = who(world), fixed("no door")
    claims = [(right, world.doors[DOOR].id), ({**right, "tail": "0000"}, world.doors[DOOR].id), (right, no_door)]
    seen = []
    Client().get(f"/d/{short(no_door)}/{step}")  # the questions of an edition are read once, and kept
    for number, (claim, door) in enumerate(claims):
        client, path, sender = Client(), f"/d/{short(door)}", f"10.1.0.{number}"
        said = {**claim, "phone": "12000000000", "what": "groceries", "urgency": "today", "form": "phone",
                "visitor": "来客甲", "day": "0", "purpose": "visit"}  # fmt: skip
        answer, statements = counted(partial(client.post, f"{path}/{step}", said, REMOTE_ADDR=sender), monkeypatch)
        after = re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", client.get(answer.headers["Location"]).content)
        cookies = {name: len(morsel.value) for name, morsel in answer.cookies.items()}
        head = (answer.status_code, answer.headers["Location"].replace(path, ""), answer.content, cookies)
        seen.append((head, statements, after.replace(path.encode(), b"")))
    assert seen[0] == seen[1] == seen[2]
    assert len(seen[0][1]) >= 3


def test_a_self_report_moves_an_absent_door_to_not_verified_and_a_phone_call_closes_it(world: World) -> None:
    knock(world, {"outcome": "absent"})
    assert target(world).state == State.ABSENT
    answer = send(world, "report", {**who(world), "people": "3", "ill": "", "words": "都好"})
    assert answer.status_code == 302
    assert taken() == 1
    assert (target(world).state, target(world).by_phone) == (State.UNVERIFIED, True)
    people = [{"person": one.id, "presence": "stated"} for one in world.household(DOOR)]
    knock(world, {"outcome": "phone", "people": people})
    assert target(world).state >= 10


def knock(world: World, body: dict[str, Any]) -> None:
    sweep = Campaign.objects.get()
    body = {**body, "campaign": sweep.id, "edition": sweep.edition_id}
    verdict = desk.tell("visit", body, by=world.workers["field"], now=timezone.now(), door=world.doors[DOOR].id)
    assert verdict.verdict == "accepted", verdict.code


def test_a_self_report_states_no_fact_and_improves_no_colour(world: World) -> None:
    send(world, "report", who(world))
    taken()
    record = Record.objects.get(kind="self_report")
    assert record.author == RESIDENT
    assert not Fact.objects.filter(record=record.id).exists()
    assert not Record.objects.filter(kind="status").exists()


def test_who_reports_illness_asks_for_a_doctor(world: World) -> None:
    send(world, "report", {**who(world), "ill": "1"})
    taken()
    assert Need.objects.get().what == "doctor"


def test_wrong_digits_report_nothing_and_wait_for_a_call(world: World) -> None:
    send(world, "report", {**who(world), "tail": "0000"})
    taken()
    assert target(world).state == State.UNTOUCHED
    letter = Letter.objects.get()
    assert (letter.state, letter.door) == (Letter.State.UNMATCHED, world.doors[DOOR].id)
    assert not Record.objects.filter(kind="self_report").exists()


def test_a_name_of_next_door_reports_for_its_own_door_only(world: World) -> None:
    send(world, "report", who(world, "1-1-102"))
    taken()
    assert target(world).state == State.UNTOUCHED


def test_help_is_written_down_whoever_asks_and_by_whom_it_is_known(world: World) -> None:
    said = {"what": "medicine", "urgency": "now", "phone": "12000000000", "words": "药吃完了"}
    send(world, "help", {**said, "name": "无名氏"})
    send(world, "help", {**said, **who(world)})
    taken()
    assert sorted(Need.objects.values_list("known", "rank")) == [(False, 0), (True, 0)]
    assert not Letter.objects.exists()


def test_a_clue_names_no_door_no_person_and_no_place_smaller_than_a_compound(world: World) -> None:
    send(world, "clue", {"what": "vehicle", "words": "外地牌照", **who(world)})
    taken()
    record, clue = Record.objects.get(kind="clue"), Clue.objects.get()
    assert (record.door, record.person) == (None, None)
    assert clue.place == world.places["compound"].id
    assert world.places["compound"].kind == PlaceKind.COMPOUND
    assert "外地" not in str(record.body)


def test_a_pass_is_asked_for_and_the_community_decides(world: World) -> None:
    send(world, "pass", {**who(world), "form": "card", "phone": "12000000000"})
    taken()
    assert Ask.objects.get().door == world.doors[DOOR].id


def test_a_buildings_code_asks_which_door(world: World) -> None:
    page = f"/p/{short(world.places['building 1'].id)}/report"
    assert Client().post(page, who(world)).status_code == 200
    assert Client().post(page, {**who(world), "room": "1单元101"}).status_code == 302
    taken()
    assert target(world).state == State.UNVERIFIED


def test_a_fourth_different_claim_at_a_door_has_to_wait_and_a_family_of_three_has_not(world: World) -> None:
    answers = [send(world, "report", {"name": f"某{number}", "tail": "1234"}) for number in range(3)]
    assert {answer.status_code for answer in answers} == {302}
    assert send(world, "report", {"name": "某三", "tail": "1234"}).status_code == 429
    assert send(world, "report", {"name": "某三", "tail": "1234"}, address="10.0.0.9").status_code == 302
    assert send(world, "report", {"name": "某0", "tail": "1234"}).status_code == 429


def test_a_resident_writes_the_kinds_of_residents_and_no_other(world: World) -> None:
    now = timezone.now()
    say = partial(taking.say, outbreak=world.outbreak.id, at=now, now=now)
    verdict = say("call", {"outcome": "talked"}, person=world.household(DOOR)[0].id)
    assert (verdict.verdict, verdict.code) == ("rejected", "record.forbidden_kind")
    assert say("clue", {"what": "other"}, place=world.places["district"].id).verdict == "accepted"


def test_what_residents_wrote_can_be_folded_again(world: World) -> None:
    send(world, "help", {**who(world), "what": "doctor", "urgency": "now", "phone": "12000000000"})
    send(world, "clue", {"what": "venue", "words": "开着"})
    taken()
    assert differences() == []


def test_a_letter_that_fitted_nobody_is_forgotten_after_seven_days(world: World) -> None:
    send(world, "report", {**who(world), "tail": "0000"})
    taken()
    assert letters.forget(timezone.now() + timedelta(days=6)) == 0
    assert letters.forget(timezone.now() + timedelta(days=8)) == 1


def test_a_letter_that_cannot_be_taken_in_is_read_by_headquarters_and_holds_up_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(case: object) -> bool:
        raise ValueError("韩德福")

    send(world, "clue", {"what": "venue", "words": "开着"})
    send(world, "help", {"what": "doctor", "urgency": "now", "name": "某", "phone": "12000000000"})
    monkeypatch.setitem(taking.TAKEN, Letter.About.CLUE, fails)
    assert taken() == 1
    letter = Letter.objects.get()
    assert (letter.state, letter.place) == (Letter.State.UNMATCHED, world.places["district"].id)


def test_a_visitor_whom_a_household_announces_is_expected_at_its_gate_and_a_strangers_is_not(world: World) -> None:
    said = {"visitor": "来客甲", "day": "1", "purpose": "visit", "people": "2"}
    send(world, "visitor", {**who(world), **said})
    send(world, "visitor", {**who(world), **said, "tail": "0000"})
    taken()
    [one] = Visitor.objects.all()
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert (one.verdict, one.registered_by, one.day, one.people) == ("expected", "household", tomorrow, 2)
    assert (one.gate, one.door) == (world.places["gate"].id, world.doors[DOOR].id)
    assert "来客甲" not in str(Record.objects.get(kind="visitor").body)
    assert Letter.objects.get().state == Letter.State.UNMATCHED


def test_a_resident_lets_nobody_in(world: World) -> None:
    body = {"id": fixed("visitor"), "verdict": "passed"}
    verdict = taking.say(
        "visitor", body, outbreak=world.outbreak.id, at=timezone.now(), now=timezone.now(),
        place=world.places["gate"].id,
    )  # fmt: skip
    assert verdict.code == "gate.only_announced"
