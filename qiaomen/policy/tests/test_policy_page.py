"""docs/policy.md: every block is read, every word of the language is on the page and in a block."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from qiaomen.people.facts import LASTING, VALUES
from qiaomen.policy import documents, language
from qiaomen.policy.faults import SENTENCES

PAGE = (Path(__file__).resolve().parents[3] / "docs/policy.md").read_text(encoding="utf-8")
HEAD, *BLOCKS = re.findall(r"```toml\n(.*?)```", PAGE, re.S)
STRUCTS = [one for one in vars(language).values() if isinstance(one, type) and issubclass(one, msgspec.Struct)]
RULE = """[[rules]]
id = "x"
reason = {zh = "由", en = "x"}
ground = {fact = "case"}
phases = [{measure = "listed", days = 1}]
"""


def whole(block: str) -> str:
    return f"{HEAD}{block}" + ("" if "[[rules]]" in block else RULE)


@pytest.mark.parametrize("block", BLOCKS)
def test_a_block_is_read_or_refused_as_the_page_says(block: str) -> None:
    refused = re.findall(r"^# refused: (\w+)$", block, re.M)
    assert [fault.code for fault in documents.faults(whole(block)) if not fault.warning] == refused


def test_every_word_of_the_language_is_on_the_page_and_in_a_block() -> None:
    used = {key for block in BLOCKS for key in _keys(tomllib.loads(whole(block)))}
    words = {field.name for one in STRUCTS for field in msgspec.structs.fields(one)}
    assert words - used == set()
    assert {word for word in words if not re.search(rf"`[\w.]*{word}[`. ]", PAGE)} == set()


def test_every_kind_of_fact_and_every_fault_is_on_the_page() -> None:
    assert {word for word in [*SENTENCES, *VALUES, *LASTING] if f"`{word}`" not in PAGE} == set()


def test_every_example_is_on_the_page() -> None:
    assert {name for name in documents.examples() if f"`{name}`" not in PAGE} == set()


def _keys(raw: Any) -> Iterator[str]:
    if isinstance(raw, dict):
        for key, one in raw.items():
            yield key
            yield from _keys(one)
    elif isinstance(raw, list):
        for one in raw:
            yield from _keys(one)
