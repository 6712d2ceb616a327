"""The import commands: what they print for people, what for programs, and how they end."""

import json
from argparse import Namespace
from pathlib import Path
from uuid import UUID

import pytest
from django.utils import translation

from qiaomen.base.problems import Problem
from qiaomen.cli.commands import import_list, import_register, import_workers, load, take_back_list
from qiaomen.exchange.tests.shared import csv_bytes
from qiaomen.lists.models import Row
from qiaomen.testing.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("key_file")]
ROWS = [["地址", "户主", "身份证"], ["青石镇城东社区老街5号", "李翠", "9.90000E+17"], ["", "王无门", ""]]


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "城东社区.csv"
    path.write_bytes(csv_bytes(ROWS, "gb18030"))
    return path


def args(path: Path, **given: object) -> Namespace:
    told: dict[str, object] = {"json": True, "dry_run": False, "encoding": None, "refused": None}
    return Namespace(files=[path], file=path, **told | given)


def test_json_has_the_promised_shape(register: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert import_register.run(args(register)) == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["doors"], result["people"], result["refused"]) == (1, 2, 0)
    assert result["added"] == {"doors": 1, "people": 2}
    assert result["changed"] == {"doors": 0, "people": 0}
    (cell,) = result["cells"]
    assert {key: cell[key] for key in ("file", "sheet", "row", "column", "reason")} == {
        "file": "城东社区.csv", "sheet": "城东社区", "row": 2, "column": "身份证", "reason": "id.digits_lost",
    }  # fmt: skip


def test_words_say_what_happened_and_what_to_look_at(register: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with translation.override("en"):
        import_register.run(args(register, json=False, dry_run=True))
    said = capsys.readouterr().out
    assert "A dry run: nothing was changed." in said
    assert "New: 1 doors, 2 people." in said
    assert "1 × Excel made a number of this id" in said


def test_a_file_refused_whole_ends_the_command_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text("请勿改动表头")
    assert import_register.run(args(tmp_path / "a.csv")) == 1
    assert json.loads(capsys.readouterr().out)["problems"][0]["code"] == "file.no_header"


def test_refused_rows_are_written_where_asked(tmp_path: Path, register: Path) -> None:
    register.write_bytes(csv_bytes([ROWS[0], ["", "王无门", ""]]))
    import_register.run(args(register, refused=tmp_path / "back.xlsx"))
    assert (tmp_path / "back.xlsx").read_bytes().startswith(b"PK")


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Problem) as raised:
        import_workers.run(args(tmp_path / "nothing.xlsx"))
    assert raised.value.code == "file.not_found"


@pytest.mark.parametrize("name", ["import-register", "import-organisations", "import-workers", "import-zones", "place"])
def test_every_import_is_a_command_with_a_line_of_help(name: str) -> None:
    assert load(name).HELP


def test_a_list_is_taken_back_by_the_id_that_its_import_said(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "名单.csv").write_bytes(csv_bytes([["姓名", "来源地", "地址"], ["无名甲", "北京", "东门社区"]]))
    by = world.workers["headquarters"].username
    about = {"by": by, "title": "", "source": "railway", "category": "returnee", "dated": None}
    assert import_list.run(args(tmp_path / "名单.csv", **about)) == 0
    found = json.loads(capsys.readouterr().out)["opens"]
    asked = Namespace(list=UUID(found), by=by, dry_run=True, json=True)
    for asked.dry_run, left in ((True, 1), (False, 0)):
        assert take_back_list.run(asked) == 0
        told = json.loads(capsys.readouterr().out)
        assert (told, Row.objects.count()) == ({"rows": 1, "stays": {}, "dry_run": asked.dry_run}, left)
    asked.json = False
    with translation.override("en"):
        take_back_list.run(asked)
    assert capsys.readouterr().out == "Rows taken back: 0\n"


def test_only_who_decides_for_the_district_takes_a_list_back(world: World) -> None:
    for by, code in (("", "access.worker_unknown"), (world.workers["headquarters"].username, "access.not_found")):
        with pytest.raises(Problem) as raised:
            take_back_list.run(Namespace(list=UUID(int=1), by=by, dry_run=False, json=True))
        assert raised.value.code == code
