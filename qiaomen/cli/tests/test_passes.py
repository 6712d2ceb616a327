"""`qiaomen passes`: keys from the command line."""

import argparse
import json
from pathlib import Path

import pytest

from qiaomen.base.problems import Problem
from qiaomen.cli.commands import passes
from qiaomen.passes.models import IssuerKey
from qiaomen.testing.world import World


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    passes.add_arguments(parser)
    return passes.run(parser.parse_args(words))


def test_a_key_is_made_given_out_and_never_pinned_by_its_own_district(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("rotate-key") == run("rotate-key") == 0
    first, second = capsys.readouterr().out.split()
    assert run("export-key") == 0
    given = capsys.readouterr().out
    assert json.loads(given)["kid"] == second
    (tmp_path / "ours.json").write_text(given)
    with pytest.raises(Problem, match=r"pass\.key_unreadable"):
        run("pin", str(tmp_path / "ours.json"))
    assert run("list") == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [second, first]


def test_a_neighbours_key_is_pinned_and_no_longer_trusted(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("rotate-key")
    run("export-key")
    ours = json.loads(capsys.readouterr().out.split("\n", 1)[1])
    (tmp_path / "theirs.json").write_text(json.dumps({**ours, "district": "990001", "name": "白石县"}))
    IssuerKey.objects.all().delete()
    assert run("pin", str(tmp_path / "theirs.json")) == 0
    assert "白石县" in capsys.readouterr().out
    assert run("unpin", ours["kid"]) == 0
    assert IssuerKey.objects.get().until == IssuerKey.objects.get().since
