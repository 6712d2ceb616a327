"""The phone's scripts: their own tests under node, and their types."""

import re
import subprocess
from pathlib import Path

import pytest

from qiaomen.tools.scripts import check_types
from qiaomen.tools.vendor import PROJECT, node_command

SCRIPTS = PROJECT / "qiaomen/field/static/field"
TESTS = sorted((Path(__file__).parent / "js").glob("*.test.mjs"))
IMPURE = re.compile(
    r"\b(?:document|window|navigator|indexedDB|localStorage|fetch)\b|Date\.now|Math\.random|new Date\(\)"
)
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)


@pytest.mark.parametrize("file", TESTS, ids=lambda file: file.stem)
def test_the_tests_of_the_scripts_pass(file: Path) -> None:
    done = subprocess.run([*node_command(), "--test", str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert not re.search(r"^# tests 0$", done.stdout, re.MULTILINE)


def test_every_type_of_the_scripts_is_right() -> None:
    done = check_types()
    assert done.returncode == 0, done.stdout


def test_every_address_that_the_app_leads_to_is_a_screen() -> None:
    index = (SCRIPTS / "screens" / "index.js").read_text("utf-8")
    screens = {*re.findall(r"^  (\w+): \(\) => import", index, re.MULTILINE), "today"}
    text = "".join(COMMENT.sub("", file.read_text("utf-8")) for file in SCRIPTS.rglob("*.js"))
    led_to = set(re.findall(r"#/(\w+)", text))
    assert "door" in led_to
    assert led_to <= screens


@pytest.mark.parametrize("file", sorted((SCRIPTS / "domain").glob("*.js")), ids=lambda file: file.stem)
def test_the_domain_is_pure(file: Path) -> None:
    """Data and `now` in, data out: it imports only its neighbours, and reads no clock, network, store or page."""
    text = COMMENT.sub("", file.read_text("utf-8"))
    assert not IMPURE.search(text)
    assert all(name.startswith("./") for name in re.findall(r"from '([^']+)'", text))
