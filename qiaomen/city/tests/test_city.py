"""The city adds up what districts published, compares them, names who is silent, and never holds anybody's data."""

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from qiaomen.access.models import Grant, Worker
from qiaomen.access.roles import Role
from qiaomen.base.problems import Problem
from qiaomen.city import admission, compare, intake, live
from qiaomen.city.models import Kind, Member, Published
from qiaomen.console import city_page
from qiaomen.console.asked import link
from qiaomen.people.models import Person
from qiaomen.reports import freezing, queries, sending
from qiaomen.reports.models_sending import Way
from qiaomen.reports.tests import receivers
from qiaomen.testing.moments import moments
from qiaomen.testing.sweep import Phone, start_sweep
from qiaomen.testing.world import World

NOW = datetime.fromisoformat("2022-03-20T19:00:00+08:00")
CUT = datetime.fromisoformat("2022-03-20T18:00:00+08:00")


def body(figures: dict[str, int], *, cut: datetime = CUT, digest: str = "ab" * 32, **more: Any) -> bytes:
    said = [{"key": key, "name": key, "counted": "until then", "number": n} for key, n in figures.items()]
    head = {
        "title": "日报", "place": "甲区", "cut": cut.isoformat(), "known": cut.isoformat(), "change": 7,
        "definition": "日报 1", "digest": digest,
    }  # fmt: skip
    return json.dumps({"report": head, "figures": said, "places": [], "files": [], **more}).encode()


def tally(figures: dict[str, int], at: datetime) -> bytes:
    said = [{"key": key, "name": key, "counted": "as of now", "number": n} for key, n in figures.items()]
    return json.dumps({"live": {"at": at.isoformat()}, "figures": said, "files": []}).encode()


def signed(member: Member, content: bytes) -> str:
    return "sha256=" + hmac.new(admission.secret_of(member).encode(), content, hashlib.sha256).hexdigest()


def brought(member: Member, content: bytes) -> Published:
    return intake.accept(member.id, content, signed(member, content))


def seer(member: Member) -> Worker:
    """Somebody of the city's headquarters."""
    worker = Worker.objects.create(username="mayor", name="市指挥部")
    root = member.place.parent
    assert root is not None
    Grant.objects.create(worker=worker, place=root, role=Role.HEADQUARTERS, since=NOW - timedelta(days=9))
    return worker


@pytest.fixture
def north(db: None) -> Member:
    return admission.admit(name="北区", city="某市")


@pytest.fixture
def south(north: Member) -> Member:
    return admission.admit(name="南区")


def test_the_citys_sum_is_that_of_the_figures_that_districts_froze(north: Member, south: Member) -> None:
    brought(north, body({"doors": 100, "gaps": 7}))
    brought(south, body({"doors": 40, "gaps": 0, "cases": 3}))
    members, figures, definitions = compare.figures(seer(north), CUT)
    assert [member.place.name for member in members] == ["北区", "南区"]
    assert {one.key: (one.numbers, one.total, one.missing) for one in figures} == {
        "doors": ((100, 40), 140, 0),
        "gaps": ((7, 0), 7, 0),
        "cases": ((None, 3), 3, 1),
    }
    assert definitions == ["日报 1"]


def test_a_report_brought_twice_counts_once_and_another_one_of_its_cut_off_is_refused(north: Member) -> None:
    assert brought(north, body({"doors": 1})).pk == brought(north, body({"doors": 1})).pk
    with pytest.raises(Problem, match=r"city\.differs"):
        brought(north, body({"doors": 2}, digest="cd" * 32))
    assert Published.objects.get().figures[0]["number"] == 1


def test_of_live_tallies_the_newest_counts_whichever_came_last(north: Member) -> None:
    brought(north, tally({"doors": 10, "closed": 5}, NOW))
    brought(north, tally({"doors": 10, "closed": 4}, NOW - timedelta(minutes=5)))
    (row,) = compare.rows(seer(north), NOW)
    assert row.numbers == {"doors": 10, "closed": 5}


@pytest.mark.parametrize(
    "content",
    [
        b"no json",
        b'{"figures": []}',
        body({"doors": 1}, persons=["韩梅"]),
        body({"Doors' owners": 1}),
        body({"doors": 1}, live={"at": "2022-03-20T18:00:00+08:00"}),
        tally({"doors": 1}, datetime(2022, 3, 20, 18)),  # noqa: DTZ001 - the fault that is looked for
    ],
)
def test_what_is_no_report_and_no_tally_of_numbers_is_refused(north: Member, content: bytes) -> None:
    with pytest.raises(Problem, match=r"city\.unreadable"):
        brought(north, content)


def test_only_who_is_in_and_signs_with_its_own_secret_is_heard(north: Member, south: Member) -> None:
    content = body({"doors": 1})
    with pytest.raises(Problem, match=r"city\.signature"):
        intake.accept(north.id, content, signed(south, content))
    admission.end(south)
    with pytest.raises(Problem, match=r"city\.unknown"):
        intake.accept(south.id, content, signed(south, content))
    old = admission.secret_of(south)
    assert admission.secret_of(admission.admit(name="南区")) != old


def test_a_district_that_is_silent_or_late_is_named(north: Member, south: Member) -> None:
    brought(north, body({"doors": 1}, cut=CUT))
    brought(north, tally({"doors": 10, "closed": 5, "pace": 3}, NOW))
    brought(south, body({"doors": 1}, cut=CUT - timedelta(days=1)))
    mayor, now = seer(north), timezone.now()
    rows = {row.name: row for row in compare.rows(mayor, now)}
    assert (rows["北区"].is_silent, rows["北区"].is_late) == (False, False)
    assert (rows["南区"].is_silent, rows["南区"].is_late) == (False, True)
    later = {row.name: row for row in compare.rows(mayor, now + timedelta(minutes=30))}
    assert (later["北区"].is_silent, later["南区"].is_silent) == (True, False)
    assert all(row.is_silent for row in compare.rows(mayor, now + timedelta(hours=27)))


def test_every_cut_off_can_be_reached_however_many_there_are(north: Member) -> None:
    Published.objects.bulk_create(
        Published(member=north, kind=Kind.REPORT, cut_at=CUT - timedelta(hours=n), known_at=CUT, received_at=CUT,
                  figures=[])
        for n in range(40)
    )  # fmt: skip
    cuts = compare.cuts(seer(north))
    assert len(cuts) == 40
    reached: set[str] = set()
    for first in range(0, 40, city_page.SHOWN_CUTS):
        shown = city_page.segments(cuts, cuts[first])
        assert [one.url for one in shown if one.is_current] == [link("city_reports", cut=cuts[first].isoformat())]
        reached |= {str(one.url) for one in shown}
    assert len(reached) == 40


def test_who_answers_for_one_district_sees_that_one_alone(north: Member, south: Member) -> None:
    worker = Worker.objects.create(username="north", name="北")
    Grant.objects.create(worker=worker, place=north.place, role=Role.INSPECTOR, since=NOW - timedelta(days=9))
    brought(south, body({"doors": 1}))
    assert [row.name for row in compare.rows(worker, NOW)] == ["北区"]
    assert compare.cuts(worker) == []


def test_the_sum_of_live_tallies_adds_what_districts_said(north: Member, south: Member) -> None:
    brought(north, tally({"doors": 10, "closed": 5, "gaps": 2, "pace": 3, "late_minutes": 90}, NOW))
    brought(south, tally({"doors": 30, "closed": 25, "gaps": 1}, NOW))
    found = compare.rows(seer(north), NOW)
    total = city_page.sums(found)
    assert (total.numbers, total.share, total.pace, total.heard) == ([40, 30, 3, 0], 75.0, 3, 2)
    assert [(line.row.name, line.late) for line in city_page.lines(found)] == [("北区", "晚 90 分钟"), ("南区", "")]


class TestADistrictAndItsCity:
    """A world's district joins, and the city takes in what it sends: one process here plays both."""

    @pytest.fixture
    def member(self, world: World) -> Member:
        return admission.admit(name="城关区")

    @pytest.fixture
    def sent(self, world: World, member: Member) -> list[bytes]:
        with receivers.web() as web:
            sending.add_recipient(
                place=world.places["district"], name="市指挥部", way=Way.WEBHOOK, to=web.address, forms=[], table=None,
                language="zh-hans", by=None, secret=admission.secret_of(member), live=True,
            )  # fmt: skip
            list(moments(world, Phone(world.tokens["field"], start_sweep(world, team="team 1"))))
            freezing.freeze(place=world.places["district"], cut=timezone.now())
            sending.plan(timezone.now())
            sending.deliver_due(timezone.now())
            assert live.publish(timezone.now()) == 1
            for content, headers in zip(web.bodies, web.headers, strict=True):
                intake.accept(member.id, content, headers["Qiaomen-Signature"])
            return web.bodies

    def test_the_figures_arrive_as_they_were_frozen_and_as_the_overview_shows_them(
        self, world: World, member: Member, sent: list[bytes]
    ) -> None:
        report = Published.objects.get(kind=Kind.REPORT)
        frozen = queries.totals(queries.reports().get())
        assert {one["key"]: one["number"] for one in report.figures} == frozen
        campaign = live.sweep()
        assert campaign is not None
        tallied = {str(one["key"]): one["number"] for one in live.figures(campaign, timezone.now())}
        said = {one["key"]: one["number"] for one in Published.objects.get(kind=Kind.LIVE).figures}
        assert {key: said[key] for key in ("doors", "closed", "gaps")} == {
            key: tallied[key] for key in ("doors", "closed", "gaps")
        }
        assert sum(int(number) for key, number in tallied.items() if key.startswith("gap_")) == tallied["gaps"]

    def test_nobody_is_in_what_leaves_nor_in_what_is_kept(
        self, world: World, member: Member, sent: list[bytes]
    ) -> None:
        kept = json.dumps([one.figures for one in Published.objects.all()], ensure_ascii=False)
        for text in [kept, *(content.decode() for content in sent)]:
            for person in Person.objects.all():
                assert person.name not in text
                assert str(person.id) not in text
            for door in world.doors.values():
                assert str(door.id) not in text

    def test_the_pages_show_districts_and_sums_and_export_them(
        self, world: World, sent: list[bytes], client_of: Callable[[str], Client]
    ) -> None:
        client = client_of("headquarters")
        page = client.get("/city", headers={"accept-language": "en"}).content.decode()
        assert "城关区" in page
        assert "1 of 1 districts" in page
        shown = client.get("/city/reports", headers={"accept-language": "en"}).content.decode()
        assert "All districts" in shown
        for name in ("city", "city_report"):
            answer = client.post(f"/exports/{name}.csv")
            assert answer.status_code == 200
            assert "城关区" in b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]

    def test_the_address_takes_a_signed_body_and_answers_a_receipt(
        self, world: World, member: Member, client: Client
    ) -> None:
        content = body({"doors": 5})
        path = admission.path_of(member)
        answer = client.post(path, content, "application/json", headers={"Qiaomen-Signature": signed(member, content)})
        assert (answer.status_code, answer.content.decode()) == (200, "report 2022-03-20 18:00 1 abababababab")
        assert client.post(path, content, "application/json").status_code == 400
        assert client.get(path).status_code == 405

    def test_an_empty_city_says_what_to_do(
        self, world: World, client_of: Callable[[str], Client], settings: Settings
    ) -> None:
        settings.CITY = True
        client = client_of("headquarters")
        assert client.get("/").headers["Location"] == "/city"
        page = client.get("/city", headers={"accept-language": "en"}).content.decode()
        assert "qiaomen city admit NAME" in page
        assert "/gaps" not in page
