"""`qiaomen paper`: the same sheets from the terminal, into files of their owner's alone."""

from pathlib import Path

import pytest

from qiaomen.base.problems import Problem
from qiaomen.cli import main
from qiaomen.cli.checkup import check_all
from qiaomen.paper import typesetting
from qiaomen.paper.models import WalkList
from qiaomen.testing.sweeps import SWEEP, launch_sweep
from qiaomen.testing.world import World


def run(*words: str) -> int:
    """The command's own part; the database is the test's."""
    args = main._parser().parse_args(["paper", *words])
    return int(args.module.run(args))


def test_codes_become_a_file(world: World, tmp_path: Path) -> None:
    out = tmp_path / "codes.pdf"
    assert run("codes", str(world.places["building 1"].id), "--base", "https://a.example", "--out", str(out)) == 0
    assert out.read_bytes().startswith(b"%PDF")


def test_a_walk_list_is_its_owners_alone(world: World, tmp_path: Path) -> None:
    launch_sweep(world)
    out = tmp_path / "walk.pdf"
    where = ["翠湖小区", "--base", "https://a.example", "--out", str(out)]
    run("walk-list", *where, "--by", "lead", "--campaign", SWEEP, "--team", str(world.teams["team 1"].id))
    assert out.stat().st_mode & 0o077 == 0
    assert WalkList.objects.get().printed_by == world.workers["lead"]


@pytest.mark.parametrize("by, code", [("nobody", "paper.who_prints"), ("inspector", "access.forbidden")])
def test_who_may_not_print_names_prints_none(world: World, by: str, code: str) -> None:
    launch_sweep(world)
    with pytest.raises(Problem, match=code.replace(".", r"\.")):
        run("walk-list", "翠湖小区", "--base", "https://a.example", "--by", by, "--campaign", SWEEP)


def test_doctor_says_that_no_chinese_font_is_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(typesetting, "FAMILIES", {"hans": ["No Such Font"], "hant": []})
    found = next(finding for finding in check_all(tmp_path) if finding.about == "paper")
    assert "fonts-noto-cjk" in found.sentence
