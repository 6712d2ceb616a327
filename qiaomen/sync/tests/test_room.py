"""A disk below what is kept free: refused in words that both sides understand, and gone on by itself."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import Client
from psycopg.errors import DiskFull

from qiaomen.base import jobs, room
from qiaomen.ledger.models import Record
from qiaomen.sync import views
from qiaomen.testing.desk import Desk


@pytest.fixture
def left(monkeypatch: pytest.MonkeyPatch, settings: object) -> Callable[[int], None]:
    """Sets how many megabytes are free."""

    def leave(megabytes: int) -> None:
        monkeypatch.setattr(room, "free", lambda folder: megabytes * 1024 * 1024)

    return leave


def test_records_are_refused_below_the_mark_and_taken_above_it_while_pulls_go_on(
    desk: Desk, left: Callable[[int], None]
) -> None:
    phone = desk.phone()
    visit = phone.visit(desk.door("1-1-101"), "absent")
    left(1023)
    refused = phone.call(records=[visit], language="zh-hans")
    assert (refused.status_code, refused.json()["problem"]["code"]) == (507, "server.full")
    assert "server_time" in phone.pull()
    assert not Record.objects.filter(pk=visit["id"]).exists()
    left(1024)
    assert [verdict["verdict"] for verdict in phone.send([visit])] == ["accepted"]


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "磁盘已满"), ("en", "disk is full")])
def test_headquarters_reads_on_sees_why_and_writes_nothing(
    client_of: Callable[[str], Client], left: Callable[[int], None], language: str, words: str
) -> None:
    headquarters = client_of("headquarters")
    left(0)
    headers = {"accept-language": language}
    page = headquarters.get("/duty/messages", headers=headers)
    assert words in page.content.decode()
    refused = headquarters.post("/duty/messages", {"text": "x"}, headers=headers)
    assert refused.status_code == 507
    assert words in refused.content.decode()
    assert headquarters.post("/sign-out").status_code == 302
    left(9999)
    assert words not in client_of("headquarters").get("/duty/messages", headers=headers).content.decode()


def test_jobs_that_write_much_wait_and_others_do_not(
    left: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    monkeypatch.setattr(jobs.app, "task", lambda **_named: lambda sweep: sweep(0))
    monkeypatch.setattr(jobs.app, "periodic", lambda **_named: lambda task: task)
    for megabytes in (0, 9999):
        left(megabytes)
        jobs.sweeper(cron="* * * * *", writes_much=True)(lambda: done.append("much"))
        jobs.sweeper(cron="* * * * *")(lambda: done.append("little"))
    assert done == ["little", "much", "little"]


def test_what_postgresql_says_of_a_full_disk_is_the_same_answer(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_words: object, **_named: object) -> None:
        raise OperationalError("could not extend file") from DiskFull("could not extend file")

    monkeypatch.setattr(views, "submit", full)
    answer = desk.phone().call(records=[desk.phone().visit(desk.door("1-1-101"))])
    assert answer.json()["problem"]["code"] == "server.full"


def test_the_disks_of_data_and_database_are_looked_at(tmp_path: Path, settings: object) -> None:
    assert [disk.folder for disk in room.disks()]
    assert all(disk.free > 0 for disk in room.disks())
