"""What the doctor says of keys, their second copy, days of retention and outbreaks, and what to do next."""

import json
from argparse import Namespace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from qiaomen.base.problems import Problem
from qiaomen.cli import safekeeping
from qiaomen.cli.commands import outbreak
from qiaomen.ending import append_only
from qiaomen.ending.models import Closing
from qiaomen.testing.world import World


class Asked:
    """Django's connection as psycopg's: the doctor knows no Django."""

    def execute(self, statement: str) -> Any:
        cursor = connection.cursor()
        cursor.execute(statement)
        return cursor


@pytest.mark.parametrize(
    ("first", "second", "grade"),
    [({"a": {}}, {"a": {}}, "note"), ({"a": {}}, {}, "bad"), ({"a": {}}, None, "bad"), (None, None, "ok")],
)
def test_a_second_copy_that_lacks_a_key_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: object, second: object, grade: str
) -> None:
    monkeypatch.delenv("QIAOMEN_KEY_FILE", raising=False)
    monkeypatch.setenv("QIAOMEN_KEY_ESCROW", str(tmp_path / "second.json"))
    (tmp_path / "keys").mkdir()
    for file, content in ((tmp_path / "keys" / "outbreaks.json", first), (tmp_path / "second.json", second)):
        if content is not None:
            file.write_text(json.dumps(content))
    assert safekeeping.escrow(tmp_path).grade == grade


@pytest.mark.parametrize(("given", "grade"), [("", "ok"), ("clues=3", "ok"), ("clues=0", "bad"), ("x=3", "bad")])
def test_days_that_nobody_can_read_are_said(monkeypatch: pytest.MonkeyPatch, given: str, grade: str) -> None:
    monkeypatch.setenv("QIAOMEN_KEPT", given)
    assert safekeeping.days().grade == grade


def test_an_open_outbreak_without_its_keys_and_a_closed_one_that_did_not_end_are_said(
    world: World, key_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QIAOMEN_KEY_FILE", str(key_file))
    assert [one.grade for one in safekeeping.outbreaks(Asked(), tmp_path)] == ["ok"]
    key_file.write_text("{}")
    assert [one.grade for one in safekeeping.outbreaks(Asked(), tmp_path)] == ["bad"]
    long_ago = timezone.now() - timedelta(hours=2)
    Closing.objects.create(
        outbreak=world.outbreak, asked_at=long_ago, asked_by=world.workers["headquarters"].id, confirmed_at=long_ago,
        confirmed_by=world.workers["lead"].id,
    )  # fmt: skip
    told = [one.sentence for one in safekeeping.outbreaks(Asked(), tmp_path)]
    assert "QIAOMEN_KEY_ESCROW" in told[-2]
    assert "qiaomen worker" in told[-1]


def test_a_copy_that_a_move_left_behind_is_said_until_it_is_gone(tmp_path: Path) -> None:
    assert not safekeeping.left_behind(tmp_path)
    (tmp_path / "moved-from").write_text("north on a\n")
    assert "north on a still holds" in safekeeping.left_behind(tmp_path)[0].sentence


def test_the_command_ends_no_district_for_who_administers_a_part_of_it(world: World) -> None:
    who = world.workers["headquarters"]
    who.grants.update(place=world.places["east street"])
    with pytest.raises(Problem, match=r"access\.forbidden"):
        outbreak.run(Namespace(todo="close", by=who.username, confirm="", withdraw=False))
    assert not Closing.objects.exists()


def test_a_log_of_who_did_what_that_can_be_changed_is_said(world: World) -> None:
    [before] = safekeeping.log(Asked())
    append_only.hold()
    [after] = safekeeping.log(Asked())
    assert before.grade == "note"
    assert after.grade == ("note" if "superuser" in before.sentence else "ok")
