"""What lies in `deploy/` is understood by what it is for, and names commands and settings that exist."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from qiaomen.cli import commands

DEPLOY = Path(__file__).resolve().parents[3] / "deploy"
OPERATIONS = DEPLOY.parent / "docs" / "operations.md"
pytestmark = pytest.mark.skipif(not DEPLOY.is_dir(), reason="an installed package has no deploy folder")
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_understands_each_unit(unit: Path, tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not here")
    # The programs and the user are those of the machine that it is for.
    text = re.sub(r"/opt/qiaomen/\S*/qiaomen", "/bin/true", unit.read_text())
    for one in UNITS:
        (tmp_path / one.name).write_text(re.sub(r"/opt/qiaomen/\S*/qiaomen", "/bin/true", one.read_text()))
    (tmp_path / unit.name).write_text(re.sub(r"(?m)^User=.*\n", "", text))
    answer = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", tmp_path / unit.name],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "Failed to" in answer.stderr and "manager" in answer.stderr:
        pytest.skip("systemd-analyze cannot work here")
    assert (answer.returncode, answer.stderr) == (0, "")


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_each_unit_calls_a_command_that_exists(unit: Path) -> None:
    for called in re.findall(r"(?m)^ExecStart=\S+/qiaomen (?:--data \S+ )?(\S+)", unit.read_text()):
        assert called in commands.NAMES


def test_the_compose_file_stops_in_time_and_keeps_data_and_escrow_apart() -> None:
    yaml = pytest.importorskip("yaml")
    read: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    served = read["services"]["qiaomen"]
    assert served["stop_grace_period"] == "3m"
    assert {volume.split(":")[0] for volume in served["volumes"]} >= {"data", "escrow"}
    documented = OPERATIONS.read_text()
    assert [name for name in served["environment"] if f"`{name}`" not in documented] == []
