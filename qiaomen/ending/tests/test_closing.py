"""After closing, no file of the database holds a name, a phone or a note; nothing known can be tested; figures stay."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from django.test import Client
from django.utils import translation
from pytest_django.fixtures import Settings

from qiaomen.access.models import Worker
from qiaomen.base import keys
from qiaomen.base.models import Outbreak
from qiaomen.base.outbreaks import current_or_open
from qiaomen.base.problems import Problem
from qiaomen.ending import closing, telling
from qiaomen.ending.models import Closing
from qiaomen.exchange.load import _Importer
from qiaomen.ledger import desk
from qiaomen.ledger.entries import Author
from qiaomen.ledger.models import Record
from qiaomen.ledger.submit import submit
from qiaomen.people.models import Person
from qiaomen.testing.world import World

NOW = datetime(2020, 6, 1, 9, 0, tzinfo=UTC)


def test_no_byte_of_the_outbreak_is_left() -> None:
    """`searched.py`, on a cluster of its own."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("QIAOMEN_", "PYTEST_"))}
    command = [sys.executable, "-m", "pytest", str(Path(__file__).with_name("searched.py"))]
    ran = subprocess.run(command, env=ours, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_it_takes_two_people_and_the_outbreaks_name(world: World) -> None:
    first, second = world.workers["headquarters"].id, world.workers["data officer"].id
    with pytest.raises(Problem, match="not_asked"):
        closing.confirm(by=second, name=world.outbreak.name, now=NOW)
    closing.ask(by=first, now=NOW)
    with pytest.raises(Problem, match="asked_already"):
        closing.ask(by=second, now=NOW)
    with pytest.raises(Problem, match="same_person"):
        closing.confirm(by=first, name=world.outbreak.name, now=NOW)
    with pytest.raises(Problem, match="wrong_name"):
        closing.confirm(by=second, name="疫情", now=NOW)
    closing.withdraw(by=second)
    assert not Closing.objects.exists()
    assert keys.of(world.outbreak.id)


def test_a_phone_of_a_closed_outbreak_is_told_so_by_a_code_of_its_own(world: World) -> None:
    token = world.tokens["field"]
    world.outbreak.closed_at = NOW
    world.outbreak.save()
    answer = Client().post(
        "/api/sync", {"protocol": 1, "records": []}, content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )  # fmt: skip
    assert (answer.status_code, answer.json()["problem"]["code"]) == (410, "outbreak.closed")


def test_the_key_files_own_bytes_are_overwritten(world: World, key_file: Path) -> None:
    kept = key_file.open("rb")
    keys.destroy(world.outbreak.id)
    assert not kept.read().strip(b"\0")
    assert json.loads(key_file.read_text()) == {}


@pytest.mark.parametrize("is_there", [False, True], ids=["unmounted", "unwritable"])
def test_a_second_copy_of_the_keys_that_cannot_be_reached_holds_nothing_up_and_is_tried_again(
    world: World, settings: Settings, tmp_path: Path, is_there: bool
) -> None:
    away, back = tmp_path / "away.json", tmp_path / "escrow.json"
    away.write_text(settings.KEY_FILE.read_text())
    settings.KEY_ESCROW = back
    if is_there:
        back.mkdir()
    ended = _confirmed(world)
    assert (ended.keys_at, str(world.outbreak.id) in settings.KEY_FILE.read_text()) == (None, False)
    with translation.override("en"):
        assert "still holds them" in telling.done(ended)[1]
    if is_there:
        back.rmdir()
    away.rename(back)
    closing.destroy_keys(ended, NOW)
    assert (ended.keys_at, json.loads(back.read_text())) == (NOW, {})


def test_whose_name_signs_in_here_keeps_it_and_nobody_else_does(world: World) -> None:
    named = Worker.objects.get(pk=world.workers["headquarters"].id).name
    closing.empty()
    assert Worker.objects.get(pk=world.workers["headquarters"].id).name == named
    assert set(Worker.objects.filter(username=None).values_list("name", "title")) == {("", "")}
    assert not Worker.objects.exclude(sealed_phone=None).exists()


def _confirmed(world: World) -> Closing:
    closing.ask(by=world.workers["headquarters"].id, now=NOW)
    return closing.confirm(by=world.workers["data officer"].id, name=world.outbreak.name, now=NOW)


def test_no_outbreak_opens_before_the_one_that_was_closed_is_emptied(world: World) -> None:
    ended = _confirmed(world)
    with pytest.raises(Problem, match=r"outbreak\.ending"):
        current_or_open(name="the next")
    closing._empty_once(ended, NOW)
    assert current_or_open(name="the next").name == "the next"


def test_a_process_that_was_late_does_not_empty_the_next_outbreak(world: World) -> None:
    ended = _confirmed(world)
    late = Closing.objects.get(pk=ended.pk)
    closing._empty_once(ended, NOW)
    opened = current_or_open(name="the next")
    Person.objects.create(outbreak=opened, name="解军", change=world.change)
    closing._empty_once(late, NOW)
    assert Person.objects.get(outbreak=opened).name == "解军"


def test_whoever_read_the_outbreak_before_it_was_closed_writes_nothing_into_it_afterwards(world: World) -> None:
    author = Author(worker=world.workers["lead"].id, outbreak=world.outbreak.id)
    body = {"first": world.now.isoformat(), "region": "420100"}
    stay = desk.record("stay", body, at=world.now, person=world.people["解军"].id)
    importer = _Importer(world.outbreak, None, progress=None, worker=None)
    Outbreak.objects.update(closed_at=NOW)
    before = Record.objects.count()
    with pytest.raises(Problem, match=r"outbreak\.closed"):
        submit([msgspec.json.encode(stay)], author=author, received_at=world.now)
    with pytest.raises(Problem, match=r"outbreak\.closed"), importer._change():
        pytest.fail("a chunk is written")
    assert Record.objects.count() == before
