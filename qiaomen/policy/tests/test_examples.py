"""Every edition that ships holds what was computed by hand, for everyone at once and for one person alike."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest

from qiaomen.policy import documents
from qiaomen.policy.evaluate import Verdict, verdicts
from qiaomen.policy.tests.tables import Table, midnight, tables
from qiaomen.testing.world import World, fixed

PACKAGE = Path(__file__).resolve().parents[2]
DISEASES = {"covid", "ebola", "measles", "mpox", "cholera", "chikungunya", "dengue", "plague", "marburg", "lassa"}


@pytest.mark.parametrize("name", documents.examples())
def test_an_example_has_nothing_wrong_with_it_and_names_its_source(name: str) -> None:
    document = documents.read(documents.example(name))
    assert documents.faults(documents.example(name)) == []
    assert document.edition.source
    assert document.edition.evidence


@pytest.mark.parametrize("name", tables())
def test_an_example_holds_what_was_computed_by_hand(name: str, world: World) -> None:
    table = Table(name, world)
    wrong = []
    for now in table.moments():
        table.know(now)
        found = {each.person: each for each in verdicts(None, now=now, editions=table.chain(now))}
        for line in table.expected(now):
            verdict = found.get(fixed(line["of"]))
            wrong += [(line["of"], str(now), *one) for one in _differences(line, verdict)]
    assert wrong == []


@pytest.mark.parametrize("name", tables())
def test_one_person_and_the_whole_district_agree(name: str, world: World) -> None:
    table = Table(name, world)
    for now in table.moments():
        table.know(now)
        chain = table.chain(now)
        everyone = {each.person: each for each in verdicts(None, now=now, editions=chain)}
        for line in table.expected(now):
            person = fixed(line["of"])
            alone = verdicts([person], now=now, editions=chain)
            assert alone == [everyone[person]] if person in everyone else alone == []


def test_every_example_is_in_a_table() -> None:
    assert {edition for name in tables() for edition in Table.editions(name)} == set(documents.examples())


def test_no_code_names_a_disease() -> None:
    folders = (
        "base",
        "people",
        "ledger",
        "households",
        "policy",
        "lists",
        "monitoring",
        "campaigns",
        "sync",
        "console",
    )
    files = [file for folder in folders for file in (PACKAGE / folder).rglob("*.py") if "tests" not in file.parts]
    assert [file.name for file in files if DISEASES & _words(ast.parse(file.read_text(encoding="utf-8")))] == []


def _words(tree: ast.AST) -> set[str]:
    """What code says: its names and texts, but not what stands beside it as an explanation."""
    explained = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = [
        str(value)
        for node in ast.walk(tree)
        if id(node) not in explained
        for field, value in ast.iter_fields(node)
        if field in ("id", "name", "attr", "arg", "value") and isinstance(value, str)
    ]
    return {word for text in texts for word in re.split(r"[^a-z]+", text.lower())}


def _differences(line: dict[str, Any], verdict: Verdict | None) -> list[tuple[str, Any, Any]]:
    """What differs: its name, as it was computed by hand, as it was found."""
    if verdict is None or not line["measure"]:
        found = verdict.measure if verdict else ""
        return [] if found == line["measure"] else [("measure", line["measure"], found)]
    wanted = {"measure": line["measure"], "colour": line["colour"]}
    wanted |= {"until": midnight(line.get("until")), "due_end": midnight(line.get("due", line.get("until")))}
    if line.get("due_open") or line.get("open"):
        wanted["due_end"] = None
    if line.get("open"):
        wanted["until"] = None
    assert line.get("open") or "until" in line, line
    got = {key: getattr(verdict, key) for key in wanted}
    for key, told in (
        ("categories", sorted(verdict.categories)),
        ("rules", sorted(reason.rule for reason in verdict.reasons)),
        ("kept", any(reason.kept for reason in verdict.reasons)),
    ):
        if key in line:
            wanted[key], got[key] = line[key], told
    return [(key, value, got[key]) for key, value in wanted.items() if got[key] != value]
