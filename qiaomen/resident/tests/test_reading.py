"""Reading one's own file: by a code to the phone on file or on a served notice, and by nothing else."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from qiaomen.access import audit, messages
from qiaomen.access.models import Audit, Message
from qiaomen.base.ids import RESIDENT
from qiaomen.monitoring import notices
from qiaomen.paper.codes import short
from qiaomen.passes import actions as passes
from qiaomen.people.models import Person
from qiaomen.policy.models import Objection
from qiaomen.resident import codes, own_pass, taking
from qiaomen.resident.models import OneTimeCode, Reading
from qiaomen.testing.isolating import isolate
from qiaomen.testing.world import World

DOOR = "1-1-101"
ROOMS = ("/my/status", "/my/pass", "/my/kept", "/my/file")


class Gateway(HTTPServer):
    """An SMS gateway on this machine: what it got, and what it answers."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.got: list[dict[str, Any]] = []
        self.status = 200

    @property
    def url(self) -> str:
        return f"json://127.0.0.1:{self.server_port}/sms?:to={{phone}}"


class Answer(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        gateway: Any = self.server
        gateway.got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(gateway.status)
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        pass


@pytest.fixture
def gateway(settings: Settings) -> Iterator[Gateway]:
    made = Gateway()
    settings.MESSAGES_URL = made.url
    thread = Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def isolated(world: World) -> Person:
    return isolate(world, DOOR)


def ask(client: Client, world: World, **changed: str) -> None:
    person = world.household(DOOR)[0]
    said = {"name": person.name, "tail": world.identities[person.name].number[-4:], **changed}
    assert client.post(f"/d/{short(world.doors[DOOR].id)}/code", said).status_code == 302
    taking.take_in(timezone.now())
    messages.deliver(timezone.now())


def digits(gateway: Gateway) -> str:
    found = re.search(r"\d{6}", gateway.got[-1]["message"])
    assert found is not None
    return found[0]


def by_notice(world: World, client: Client, person: Person) -> None:
    notice = notices.measure_notice(person.id, reader=world.workers["lead"], now=timezone.now())
    assert client.post("/my", {"digits": notice.code}).headers["Location"] == "/my/status"


def test_a_code_goes_to_the_phone_on_file_and_opens_ones_own_file_once(
    world: World, gateway: Gateway, isolated: Person
) -> None:
    client = Client(headers={"Accept-Language": "en"})
    ask(client, world)
    assert gateway.got[-1]["to"] == world.identities[isolated.name].phones[0]
    code = digits(gateway)
    assert client.post("/my", {"digits": code}).headers["Location"] == "/my/status"
    assert "Red: under isolation" in client.get("/my/status").content.decode()
    other = Client()
    other.cookies["ticket"] = client.cookies["ticket"].value
    assert other.post("/my", {"digits": code}).status_code == 200
    assert Message.objects.get().sealed is None


def test_a_code_is_good_only_in_the_browser_that_asked(world: World, gateway: Gateway) -> None:
    client = Client()
    ask(client, world)
    assert Client().post("/my", {"digits": digits(gateway)}).status_code == 200
    assert not Reading.objects.exists()


def test_five_wrong_digits_spend_a_code(world: World, gateway: Gateway) -> None:
    client = Client()
    ask(client, world)
    right = digits(gateway)
    for wrong in range(codes.TRIES):
        client.post("/my", {"digits": f"{(int(right) + 1 + wrong) % 10**6:06d}"})
    assert client.post("/my", {"digits": right}).status_code == 200


def test_a_code_is_over_after_ten_minutes(world: World, gateway: Gateway) -> None:
    client = Client()
    ask(client, world)
    OneTimeCode.objects.update(expires_at=timezone.now())
    assert client.post("/my", {"digits": digits(gateway)}).status_code == 200


def test_a_landlord_who_knows_a_tenants_digits_reads_nothing(world: World, gateway: Gateway, isolated: Person) -> None:
    landlord = Client()
    ask(landlord, world)
    for room in ROOMS:
        assert landlord.get(room).headers["Location"] == "/my"
    answer = landlord.post("/my", {"digits": world.identities[isolated.name].number[-4:]})
    assert answer.status_code == 200
    assert not [secret for secret in world.secrets() if secret in answer.content.decode()]


def test_a_wrong_code_a_spent_one_and_none_asked_for_are_answered_alike(world: World, gateway: Gateway) -> None:
    known, unknown = Client(), Client()
    ask(known, world)
    ask(unknown, world, tail="0000")
    assert len(gateway.got) == 1
    seen = []
    for client in (known, unknown):
        with CaptureQueriesContext(connection) as statements:
            answer = client.post("/my", {"digits": "000000"})
        count = len(statements)
        page = re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", answer.content)
        seen.append((answer.status_code, page, count))
    assert seen[0] == seen[1]


def test_the_code_on_a_served_notice_opens_what_the_notice_is_about(world: World, isolated: Person) -> None:
    client = Client(headers={"Accept-Language": "en"})
    by_notice(world, client, isolated)
    page = client.get("/my/status").content.decode()
    assert "The county" in page
    assert Audit.objects.filter(action="resident.read", subject=isolated.id).exists()


def test_a_notice_has_the_same_code_each_time_it_is_printed(world: World, isolated: Person) -> None:
    made = [notices.measure_notice(isolated.id, reader=world.workers["lead"], now=timezone.now()) for _ in range(2)]
    assert made[0].code == made[1].code
    assert re.fullmatch(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){2}", made[0].code)


def test_one_objects_in_ones_own_words_and_somebody_else_answers(world: World, isolated: Person) -> None:
    client = Client()
    by_notice(world, client, isolated)
    client.post("/my/objection", {"words": "那天我不在"})
    made = Objection.objects.get()
    assert (made.taken_by, made.answer) == (RESIDENT, None)
    assert made.status is not None


@pytest.mark.parametrize("words", ["", "长" * 5000])
def test_an_objection_that_cannot_be_taken_is_shown_with_what_is_wrong(
    world: World, isolated: Person, words: str
) -> None:
    client = Client(headers={"Accept-Language": "en"})
    by_notice(world, client, isolated)
    page = client.post("/my/objection", {"words": words})
    assert page.status_code == 422
    assert 'role="alert"' in page.content.decode()
    assert words in page.content.decode()
    assert not Objection.objects.exists()


def test_one_sees_who_looked_and_what_was_written_and_no_workers_name(world: World, isolated: Person) -> None:
    audit.disclose(world.workers["lead"], [isolated.id], where="person")
    client = Client(headers={"Accept-Language": "en"})
    by_notice(world, client, isolated)
    page = client.get("/my/kept").content.decode()
    assert "at a desk" in page
    assert "a contact" in page
    assert not [worker.name for worker in world.workers.values() if worker.name in page]


def test_the_copy_has_what_the_page_has_and_the_whole_id_number_stands_in_neither(
    world: World, isolated: Person
) -> None:
    client = Client()
    by_notice(world, client, isolated)
    copy = client.get("/my/file").json()
    assert copy["name"] == isolated.name
    assert len(copy["records"]) >= 2
    for room in ROOMS:
        assert world.identities[isolated.name].number not in client.get(room).content.decode()


def test_a_pass_is_shown_as_a_code_and_asks_again_by_itself(world: World, isolated: Person) -> None:
    now = timezone.now()
    passes.issue(isolated.id, form="phone", by=world.workers["lead"], now=now)
    client = Client()
    by_notice(world, client, isolated)
    page = client.get("/my/pass")
    assert "<svg" in page.content.decode()
    assert page.headers["Refresh"] == str(own_pass.RENEW)


def test_the_session_is_of_these_pages_alone_and_ends_by_itself(world: World, isolated: Person) -> None:
    client = Client()
    by_notice(world, client, isolated)
    cookie = client.cookies["reading"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/my", True, "Strict")
    Reading.objects.update(seen_at=timezone.now() - codes.IDLE)
    assert client.get("/my/status").headers["Location"] == "/my"


def test_who_signs_out_is_out(world: World, isolated: Person) -> None:
    client = Client()
    by_notice(world, client, isolated)
    token = client.cookies["reading"].value
    client.post("/my/out")
    client.cookies["reading"] = token
    assert client.get("/my/kept").headers["Location"] == "/my"


def test_a_message_that_nobody_takes_is_tried_again_and_then_has_failed(
    world: World, gateway: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    gateway.status = 500
    now = timezone.now()
    id = messages.put(phone="12000000001", text="请看", purpose="test", subject=world.people["韩德福"].id)
    for later in (1, 20, 90, 400):
        messages.deliver(now + timedelta(seconds=later))
    made = Message.objects.get(id=id)
    assert (made.state, made.tries, made.trouble, made.sealed) == ("failed", 4, "not_taken", None)
    assert "12000000001" not in caplog.text


def test_without_a_channel_staff_see_that_nothing_went_out(world: World) -> None:
    id = messages.put(phone="12000000001", text="请看", purpose="test", subject=world.people["韩德福"].id)
    assert Message.objects.get(id=id).trouble == "no_channel"
    assert messages.deliver(timezone.now()) == 0
