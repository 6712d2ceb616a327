"""`qiaomen policy`: a text checked, asked what it would do, published; and why."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from qiaomen.access.models import Audit
from qiaomen.base.problems import Problem
from qiaomen.cli.tests.test_authority import call
from qiaomen.policy import documents
from qiaomen.policy.models import Edition
from qiaomen.testing.world import HERE, World

NINTH = documents.example("covid-9th")


@pytest.fixture
def answer(capsys: pytest.CaptureFixture[str]) -> Any:
    """The exit code of a command, and what it prints with --json."""

    def called(*words: str) -> tuple[int, Any]:
        code = call("policy", *words, "--json")
        return code, json.loads(capsys.readouterr().out)

    return called


def kept(folder: Path, text: str) -> str:
    file = folder / "policy.toml"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_a_bad_policy_is_told_by_line_and_rule(tmp_path: Path, answer: Any) -> None:
    bad = NINTH.replace(
        'fact = "exposure", value = ["close"], verified', 'fact = "exposure", value = ["near"], verified'
    )
    code, told = answer("check", kept(tmp_path, bad))
    line = next(number for number, text in enumerate(bad.split("\n"), 1) if '"near"' in text)
    assert (code, [(one["line"], one["rule"], one["code"]) for one in told]) == (
        1,
        [(line, "contact", "unknown_value")],
    )
    assert answer("check", kept(tmp_path, NINTH)) == (0, [])


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"policy.unreadable"):
        call("policy", "check", str(tmp_path / "none.toml"))


def test_the_examples_are_listed_and_shown(answer: Any) -> None:
    code, told = answer("examples")
    assert (code, [one["name"] for one in told]) == (0, documents.examples())
    assert answer("examples", "covid-9th")[1]["text"] == NINTH


def test_a_policy_is_published_from_the_hour_that_is_asked_for(world: World, tmp_path: Path, answer: Any) -> None:
    hour = (timezone.now() + timedelta(hours=5)).astimezone(HERE).replace(microsecond=0)
    by = str(world.workers["headquarters"].username)
    code, told = answer("publish", kept(tmp_path, NINTH), "--from", hour.isoformat(), "--by", by)
    edition = Edition.objects.get(pk=told["id"])
    assert (code, edition.effective) == (0, hour)
    assert edition.published_at is not None
    assert edition.text == NINTH.replace("2022-06-28T00:00:00+08:00", hour.isoformat())


def test_only_who_administers_publishes(world: World, tmp_path: Path) -> None:
    by = str(world.workers["inspector"].username)
    with pytest.raises(Problem, match=r"access.forbidden"):
        call("policy", "publish", kept(tmp_path, NINTH), "--by", by)
    assert not Edition.objects.exists()


def test_what_if_writes_nothing_and_moves_nobody_without_facts(world: World, tmp_path: Path, answer: Any) -> None:
    assert answer("what-if", kept(tmp_path, NINTH)) == (0, [])
    assert not Edition.objects.exists()


def test_asking_why_answers_in_both_languages_and_is_written_down(world: World, answer: Any) -> None:
    person = next(iter(world.people.values()))
    code, told = answer("explain", str(person.id), "--by", str(world.workers["health"].username))
    assert (code, told["colour"]) == (0, "green")
    assert set(told["how_to_object"]) == {"zh", "en"}
    assert Audit.objects.filter(action="policy.explained", subject=person.id).count() == 1
