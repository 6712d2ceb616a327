"""Everything that is installed is pinned, by the hashes of its files: nothing else can come under its name."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

HOME = Path(settings.PACKAGE).parent
PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==[^ ]+( ; .+)? [\\]$")


def entries(lock: str) -> dict[str, list[str]]:
    """The hashes of each package of a lock file."""
    found: dict[str, list[str]] = {}
    lines = [line for line in (HOME / lock).read_text().splitlines() if line and not line.startswith("#")]
    for line in lines:
        if line.startswith("    --hash=sha256:"):
            found[list(found)[-1]].append(line.split(":")[1])
        else:
            named = PINNED.match(line)
            assert named, f"{lock}: {line} is not pinned"
            found[named[1]] = []
    return found


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-bootstrap.lock"])
def test_every_python_package_is_locked_with_hashes(lock: str) -> None:
    assert {name for name, hashes in entries(lock).items() if not hashes} == set()
    assert entries(lock)


def test_what_the_project_asks_for_is_in_the_lock() -> None:
    project = tomllib.loads((HOME / "pyproject.toml").read_text())
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {re.split(r"[\[<>=; ]", one)[0].lower().replace("_", "-") for one in asked}
    assert names <= entries("requirements.lock").keys()


def test_every_script_from_npm_is_locked_with_its_hash() -> None:
    packages = json.loads((HOME / "package-lock.json").read_text())["packages"]
    loose = [name for name, one in packages.items() if name and not one.get("integrity", "").startswith("sha512-")]
    assert packages
    assert loose == []


def test_installing_takes_nothing_that_is_not_locked() -> None:
    lines = [line for line in (HOME / "Makefile").read_text().splitlines() if "pip install" in line]
    assert all("--require-hashes" in line or "--no-deps" in line for line in lines)
