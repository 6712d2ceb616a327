"""`qiaomen report` in the small world."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from qiaomen.base.models import Change
from qiaomen.cli.tests.test_authority import call
from qiaomen.testing.desk import Desk, at


@pytest.fixture
def answer(desk: Desk, capsys: pytest.CaptureFixture[str]) -> Any:
    """What a command prints with --json. Everything so far was known on the 21st at eight."""
    Change.objects.update(at=at(21, 8))

    def called(*words: str) -> Any:
        assert call("report", *words, "--json") == 0
        return json.loads(capsys.readouterr().out)

    return called


def test_a_report_is_frozen_shown_and_comes_out_the_same_again(answer: Any, desk: Desk) -> None:
    [made] = answer("freeze", "--cut", "2020-03-21T18:00")
    assert datetime.fromisoformat(made["cut_at"]) == at(21, 18)
    shown = answer("show")
    assert (shown["figures"]["to_knock"], shown["corrections"]) == (len(desk.world.doors), {})
    assert answer("recompute")["differing"] == []
    assert [one["digest"] for one in answer("list")] == [made["digest"]]


def test_the_figures_of_any_past_moment_can_be_asked_for(answer: Any, desk: Desk) -> None:
    assert answer("recompute", "--as-of", "2020-03-21T07:59")["doors"] == 0
    assert answer("recompute", "--as-of", "2020-03-21T08:00")["doors"] == len(desk.world.doors)


def test_a_definition_is_checked_and_published_by_who_may(answer: Any, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(answer("standard")["text"].replace('"疫情防控日报"', '"我们的日报"'), encoding="utf-8")
    assert answer("check", str(file)) == []
    assert answer("publish", str(file), "--by", "headquarters") == {"number": 1, "name": "我们的日报"}
    assert answer("freeze", "--cut", "2020-03-21T18:00")[0]["edition"] == 1
