"""After a cluster was restored: every installation in it begins a generation, so that its phones send again.

A backup of an embedded server holds all districts that share it. What a phone was told was accepted lies in the part
that was lost of each of them, not only of the one whose name was on the command.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from qiaomen.cli.districts import cells
from qiaomen.cli.districts.registry import EMBEDDED, Cell, Registry
from qiaomen.cli.districts.servers import Connection


@dataclass(frozen=True, slots=True)
class Installation:
    """One that was restored: whose data directory, and the settings of its processes beyond those written there."""

    name: str
    data: Path
    settings: dict[str, str]

    @property
    def keys(self) -> Path:
        """Where its outbreaks' keys belong."""
        named = {**written(self.data / "environment"), **self.settings}.get("QIAOMEN_KEY_FILE")
        return Path(named) if named else self.data / "keys" / "outbreaks.json"

    def begin(self) -> int:
        """What `qiaomen restored` does, in a process of its own; answers its exit code."""
        others = {key: value for key, value in os.environ.items() if not key.startswith("QIAOMEN_") or key in _MACHINE}
        line = [sys.executable, "-m", "qiaomen", "--data", str(self.data), "restored"]
        return subprocess.run(line, env=others | self.settings, check=False).returncode


_MACHINE = ("QIAOMEN_POSTGRES_BIN", "QIAOMEN_POSTGRES_ELSEWHERE", "QIAOMEN_POSTGRES_CONNECTIONS")


def installations(registry: Registry, admin: Connection, own: dict[str, str]) -> tuple[list[Installation], list[str]]:
    """Those in a restored cluster, and the schemas in it that nobody in the registry has.

    `own` is the settings of the installation whose folder the cluster lies in. What a move left behind is nobody's.
    """
    here = {one.cell.schema: one for one in registry.districts.values() if one.cell.server == EMBEDDED}
    left = {one.former.schema for one in registry.districts.values() if one.former and one.former.server == EMBEDDED}
    left |= {one.target.schema for one in registry.districts.values() if one.target and one.target.server == EMBEDDED}
    first = {**written(registry.folder / "environment"), **own}.get("QIAOMEN_SCHEMA") or "public"
    found, strange = [], []
    for schema in cells.installed(admin):
        if schema in here:
            one = here[schema]
            found.append(Installation(one.name, registry.data_dir(one.name), _reach(registry, one.cell)))
        elif schema == first:
            found.append(Installation("", registry.folder, own))
        elif schema not in left:
            strange.append(schema)
    return found, strange


def _reach(registry: Registry, cell: Cell) -> dict[str, str]:
    """The server that was restored, also where its settings were copied from another folder, or are not there yet."""
    of = {"QIAOMEN_DATABASE_OF": str(registry.folder), "QIAOMEN_DATABASE_ROLE": cell.role}
    return of | {"QIAOMEN_SCHEMA": cell.schema}


def written(file: Path) -> dict[str, str]:
    """The settings in a data directory's `environment`; none where there is no such file."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    pairs = (line.strip().partition("=") for line in lines if not line.lstrip().startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, is_set, value in pairs if is_set}
