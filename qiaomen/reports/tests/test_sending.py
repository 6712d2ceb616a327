"""A report goes upwards by itself, as aggregates only, again and again until somebody has received it."""

import email
import email.policy
import hashlib
import hmac
import io
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from docx import Document
from pytest_django.fixtures import Settings

from qiaomen.base.problems import Problem
from qiaomen.reports import carriers, freezing, sending, showing, template_fill
from qiaomen.reports.models import Recipient, Report, Sending
from qiaomen.reports.models_sending import State, Way
from qiaomen.reports.parcel import Parcel
from qiaomen.reports.tests import forms, receivers
from qiaomen.reports.tests.receivers import Received
from qiaomen.testing.moments import moments
from qiaomen.testing.sweep import Phone, start_sweep
from qiaomen.testing.world import World


@pytest.fixture
def web() -> Iterator[Received]:
    with receivers.web() as received:
        yield received


@pytest.fixture
def city(world: World, web: Received) -> Recipient:
    """The city gets the district's report by webhook."""
    return told(world, web, Way.WEBHOOK, web.address)


@pytest.fixture
def report(world: World, city: Recipient) -> Report:
    """A sweep's evening, frozen after the city asked for it."""
    list(moments(world, Phone(world.tokens["field"], start_sweep(world, team="team 1"))))
    return freezing.freeze(place=world.places["district"], cut=timezone.now())


def told(world: World, received: Received, way: Way, to: str) -> Recipient:
    made, secret = sending.add_recipient(
        place=world.places["district"],
        name="市指挥部",
        way=way,
        to=to,
        forms=["docx", "xlsx"],
        table=None,
        language="zh-hans",
        by=world.workers["headquarters"],
    )
    received.headers.append({"secret": secret})
    return made


def send(now: datetime) -> Sending:
    sending.plan(now)
    sending.deliver_due(now)
    return Sending.objects.get()


def test_a_frozen_report_goes_upwards_with_a_receipt(report: Report, web: Received) -> None:
    sent = send(timezone.now())
    assert (sent.state, sent.attempts, len(web.bodies)) == (State.SENT, 1, 1)
    assert sent.receipts[0]["answer"] == "received 0815"
    assert bytes(sent.digest or b"") == hashlib.sha256(web.bodies[0]).digest()


def test_a_webhook_can_check_who_sent_it(report: Report, web: Received) -> None:
    send(timezone.now())
    secret, headers = web.headers[0]["secret"], web.headers[1]
    wanted = hmac.new(secret.encode(), web.bodies[0], hashlib.sha256).hexdigest()
    assert headers["Qiaomen-Signature"] == f"sha256={wanted}"


def test_what_leaves_adds_up_to_what_the_screen_shows(report: Report, web: Received) -> None:
    send(timezone.now())
    screen, arrived = showing.shown(report), json.loads(web.bodies[0])
    assert {one["key"]: one["number"] for one in arrived["figures"]} == {c.key: c.number for c in screen.columns}
    assert arrived["figures"][0]["number"] > 0


def test_no_name_and_no_id_leaves(world: World, report: Report, web: Received) -> None:
    send(timezone.now())
    told = web.bodies[0].decode()
    ids = [str(one.id) for known in (world.doors, world.people, world.places) for one in known.values()]
    assert not [secret for secret in [*world.secrets(), *ids] if secret in told]
    assert not [door.label for door in world.doors.values() if f'"{door.label}"' in told]


def test_nothing_below_a_community_leaves(report: Report, web: Received) -> None:
    send(timezone.now())
    kinds = {place["kind"] for place in json.loads(web.bodies[0])["places"]}
    assert kinds == {"district", "street", "community"}


def test_what_was_not_received_is_tried_again_under_the_same_key(report: Report, web: Received) -> None:
    web.answers = [(503, "busy"), (200, "thanks")]
    now = timezone.now()
    first = send(now)
    assert (first.state, first.next_at) == (State.WAITING, now + timedelta(minutes=1))
    assert send(now).attempts == 1, "not before its time"
    again = send(now + timedelta(minutes=1))
    assert (again.state, [one["code"] for one in again.receipts]) == (State.SENT, [503, 200])
    assert len({headers["Idempotency-Key"] for headers in web.headers[1:]}) == 1


def test_a_report_is_not_carried_elsewhere(report: Report, web: Received) -> None:
    web.answers = [(307, "over there")]
    assert send(timezone.now()).receipts[0]["code"] == 307
    assert len(web.bodies) == 1


def test_after_a_day_it_is_given_up_and_somebody_may_send_it_again(
    world: World, report: Report, web: Received
) -> None:  # fmt: skip
    web.answers = [(500, "no")]
    now = timezone.now()
    send(now)
    late = send(now + timedelta(hours=25))
    assert late.state == State.FAILED
    web.answers = [(200, "yes")]
    sending.send_again(late, by=world.workers["headquarters"], now=now + timedelta(hours=26))
    assert send(now + timedelta(hours=26)).state == State.SENT


def test_who_died_while_delivering_is_followed_by_another(report: Report, web: Received) -> None:
    now = timezone.now()
    sending.plan(now)
    Sending.objects.update(attempts=1, next_at=now + sending.LEASE)  # taken, and never heard of again
    sending.deliver_due(now)
    assert not web.bodies
    sending.deliver_due(now + sending.LEASE)
    assert Sending.objects.get().state == State.SENT


def test_what_was_frozen_before_somebody_asked_is_not_sent_to_them(world: World, report: Report, web: Received) -> None:
    send(timezone.now())
    told(world, web, Way.WEBHOOK, web.address)
    assert sending.plan(timezone.now()) == 0


def test_who_is_ended_gets_no_further_report(world: World, city: Recipient, web: Received) -> None:
    sending.end_recipient(city, by=world.workers["headquarters"])
    freezing.freeze(place=world.places["district"], cut=timezone.now())
    assert sending.plan(timezone.now()) == 0


def test_a_report_goes_by_mail_and_the_mail_server_gives_a_receipt(
    world: World, settings: Settings, report: Report, city: Recipient
) -> None:
    Recipient.objects.update(until=timezone.now())
    with receivers.mail() as office:
        settings.MAIL_SERVER, settings.MAIL_FROM = office.address, "district@example.org"
        told(world, office, Way.MAIL, "city@example.org, province@example.org")
        report = freezing.freeze(place=world.places["district"], cut=timezone.now())
        sending.plan(timezone.now())
        sending.deliver_due(timezone.now())
    assert Sending.objects.get(report=report).receipts[0]["answer"] == "queued as 4F3A"
    letter = email.message_from_bytes(office.bodies[0], policy=email.policy.default)
    files = {part.get_filename(): part.get_content() for part in letter.iter_attachments()}
    assert sorted(str(name).rpartition(".")[2] for name in files) == ["docx", "xlsx"]
    in_word = next(content for name, content in files.items() if str(name).endswith("docx"))
    assert forms.in_word(bytes(in_word)) == forms.figures_of(showing.shown(report))


def test_no_file_that_leaves_names_anybody(world: World, report: Report) -> None:
    made = sending.parcel_for(report, Recipient.objects.get())
    document = Document(io.BytesIO(made.files[0].content))
    texts = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert not [secret for secret in world.secrets() if any(secret in text for text in texts)]


def test_without_a_mail_server_the_receipt_says_so(world: World, web: Received, report: Report) -> None:
    Recipient.objects.update(way=Way.MAIL)
    sent = send(timezone.now())
    assert (sent.state, sent.receipts[0]["ok"]) == (State.WAITING, False)


def test_an_address_is_sealed_and_shown_masked(world: World, city: Recipient) -> None:
    assert b"127.0.0.1" not in bytes(city.sealed)
    assert sending.address_of(city).masked == "http://127.0.0.1/…"
    assert carriers.Address("zhang@gov.cn, li@gov.cn").masked.count("***@gov.cn") == 2


def test_a_table_that_asks_for_the_unknown_is_not_kept(world: World, report: Report) -> None:
    against, asked = showing.upward(showing.shown(report)), forms.table_of({"A1": "{{nothing}}"})
    with pytest.raises(Problem, match=r"report\.template"):
        sending.add_table(name="省表", content=asked, against=against, by=world.workers["headquarters"])


def test_the_offices_table_is_filled_and_goes_along(world: World, report: Report, city: Recipient) -> None:
    against = showing.upward(showing.shown(report))
    asked = forms.table_of({"A1": "x", "B2": f"{{{{{against.columns[0].key}}}}}"})
    by = world.workers["headquarters"]
    table = sending.add_table(name="省表", content=asked, against=against, by=by)
    assert asked[:40] not in bytes(table.sealed)
    city.table = table
    filled = sending.parcel_for(report, city).files[-1]
    assert forms.opened(filled.content)["B2"].value == against.columns[0].number
    assert template_fill.fill(asked, against) == filled.content


def test_an_address_that_leads_here_after_it_was_looked_at_gets_nothing(
    web: Received, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.OUTWARD = []
    monkeypatch.setattr(carriers, "check_host", lambda _host: None)
    made = carriers.post(Parcel("", "", {}, ()), address=carriers.Address(web.address), sending=uuid4())
    assert (made.ok, made.code, web.bodies) == (False, 0, [])
