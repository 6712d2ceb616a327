"""`qiaomen questionnaire`: workbooks in and out."""

import json
from pathlib import Path
from typing import Any

import pytest

from qiaomen.base.problems import Problem
from qiaomen.campaigns.models import Campaign, Edition
from qiaomen.campaigns.tests.sheets import CHOLERA, MOSQUITOES, workbook
from qiaomen.cli.tests.test_authority import call
from qiaomen.testing.world import World


@pytest.fixture
def answer(capsys: pytest.CaptureFixture[str]) -> Any:
    """The exit code of a command, and what it prints with --json."""

    def called(*words: str) -> tuple[int, Any]:
        code = call("questionnaire", *words, "--json")
        return code, json.loads(capsys.readouterr().out)

    return called


def kept(folder: Path, content: bytes) -> str:
    file = folder / "form.xlsx"
    file.write_bytes(content)
    return str(file)


def test_importing_again_makes_a_new_edition_and_never_touches_the_old_one(
    world: World, answer: Any, tmp_path: Path
) -> None:
    first = answer("import", kept(tmp_path, MOSQUITOES), "--name", "蚊媒")[1]
    before = Edition.objects.get(pk=first["id"]).questions
    second = answer("import", kept(tmp_path, CHOLERA), "--name", "蚊媒")[1]
    assert (first["edition"], second["edition"], second["new"]) == (1, 2, True)
    assert Edition.objects.get(pk=first["id"]).questions == before


def test_importing_the_same_questions_again_changes_nothing(world: World, answer: Any, tmp_path: Path) -> None:
    first, again = (answer("import", kept(tmp_path, CHOLERA))[1] for _ in range(2))
    assert (again["id"], again["new"], again["name"]) == (first["id"], False, "霍乱入户")


def test_what_is_not_supported_is_listed_with_its_cell_and_nothing_is_written(
    world: World, answer: Any, tmp_path: Path
) -> None:
    code, told = answer("import", kept(tmp_path, workbook([("geopoint", "g", "地", "g")])))
    assert (code, Edition.objects.filter(questionnaire__name="form").exists()) == (1, False)
    cells = [(one["sheet"], one["row"], one["column"], one["code"]) for one in told["refused"]]
    assert cells == [("survey", 2, "type", "xlsform.type")]


def test_a_dry_run_writes_nothing(world: World, answer: Any, tmp_path: Path) -> None:
    code, told = answer("import", kept(tmp_path, CHOLERA), "--dry-run")
    assert (code, len(told["questions"]), Edition.objects.count()) == (0, 5, 0)


def test_what_is_exported_imports_as_the_same_edition(world: World, answer: Any, tmp_path: Path) -> None:
    made = answer("import", kept(tmp_path, CHOLERA))[1]
    answer("export", "霍乱入户", str(tmp_path / "out.xlsx"))
    assert answer("import", str(tmp_path / "out.xlsx"))[1]["id"] == made["id"]


def test_a_sweep_asks_the_newest_edition_of_a_questionnaire(world: World, answer: Any, tmp_path: Path) -> None:
    made = answer("import", kept(tmp_path, CHOLERA))[1]
    assert call("campaign", "create", "霍乱第一轮", "--questionnaire", "霍乱入户") == 0
    assert str(Campaign.objects.get().edition_id) == made["id"]
    with pytest.raises(Problem, match=r"questionnaire\.unknown"):
        call("campaign", "create", "另一轮", "--questionnaire", "没有")
