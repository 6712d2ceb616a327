"""On which line a thing of a TOML text stands."""

import tomllib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from qiaomen.policy.documents import example, examples
from qiaomen.policy.lines import Lines, Path

TEXT = """# first
[edition]
name = {zh = "甲 ] }", en = 'b'}   # = [
note = \"\"\"
two
lines\"\"\"

[measures.home]
strength = 50

[[rules]]
id = "a"
ground = {fact = "case", value = [
  "confirmed",  # , ]
  "probable",
]}

[[rules]]
id = "b"
[rules.ground]
fact = "stay"
[[rules.phases]]
days = 3
[[rules.phases]]
tests = [1,
  2]
"""


def test_every_path_has_the_line_of_its_key() -> None:
    lines = Lines(TEXT)
    found = {
        ("edition", "name", "en"): 3,
        ("edition", "note"): 4,
        ("measures", "home", "strength"): 9,
        ("rules", 0): 11,
        ("rules", 0, "ground", "value", 1): 15,
        ("rules", 1, "id"): 19,
        ("rules", 1, "ground", "fact"): 21,
        ("rules", 1, "phases", 0, "days"): 23,
        ("rules", 1, "phases", 1, "tests", 1): 26,
    }
    assert {path: lines.of(path) for path in found} == found


def test_what_is_not_written_has_the_line_of_what_is_around_it() -> None:
    assert Lines(TEXT).of(("rules", 1, "phases", 1, "measure")) == 24
    assert Lines(TEXT).of(("categories", "x")) == 1


def test_of_every_example_every_leaf_stands_on_its_line() -> None:
    for name in examples():
        text = example(name)
        lines, rows = Lines(text), text.split("\n")
        for path, leaf in _leaves(tomllib.loads(text)):
            if isinstance(leaf, str) and leaf:
                assert leaf in rows[lines.of(path) - 1], (name, path)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])), st.integers(0, 5))
def test_a_string_never_confuses_the_lines_after_it(text: str, blank: int) -> None:
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    written = f'[a]\nb = {{c = ["{quoted}", 1]}}\n' + "\n" * blank + "[[d]]\ne = 1\n"
    assert Lines(written).of(("d", 0, "e")) == 4 + blank


def _leaves(raw: Any, path: Path = ()) -> list[tuple[Path, Any]]:
    if isinstance(raw, dict):
        return [leaf for key, one in raw.items() for leaf in _leaves(one, (*path, key))]
    if isinstance(raw, list):
        return [leaf for index, one in enumerate(raw) for leaf in _leaves(one, (*path, index))]
    return [(path, raw)]
