"""What there is to know of each district at a glance."""

from collections import defaultdict
from dataclasses import dataclass

from qiaomen.cli.districts import cells
from qiaomen.cli.districts.errors import DistrictError
from qiaomen.cli.districts.registry import District, Registry
from qiaomen.cli.districts.servers import joined
from qiaomen.cli.supervisor import right

_UNITS = ("B", "kB", "MB", "GB", "TB")


@dataclass(frozen=True, slots=True)
class Row:
    """A district as `list` shows it. `behind` is how many migrations its schema lacks; None: could not be asked."""

    name: str
    title: str
    server: str
    schema: str
    role: str
    port: int
    url: str
    state: str
    former: str
    size: int | None
    version: str
    behind: int | None
    served_by: int | None

    @property
    def columns(self) -> list[str]:
        """As a line of the table."""
        size = "?" if self.size is None else sized(self.size)
        version = self.version if not self.behind else f"{self.version} ({self.behind} behind)"
        serves = f"process {self.served_by}" if self.served_by else "no"
        state = f"{self.state}, {self.former} kept" if self.former else self.state
        where = [self.server, self.schema, self.role, str(self.port), self.url or "-"]
        return [self.name, self.title or "-", *where, size, version, serves, state]


HEADS = ["district", "name", "server", "schema", "role", "port", "address", "size", "schema version", "serves", "state"]


def rows(registry: Registry, known: set[tuple[str, str]]) -> list[Row]:
    """Every district, by name; a server that cannot be reached leaves its districts without size and version.

    `known` are the migrations of this version of the program.
    """
    by_server: dict[str, list[District]] = defaultdict(list)
    for one in registry.districts.values():
        by_server[one.cell.server].append(one)
    found = []
    for server, several in by_server.items():
        found += _asked(registry, server, several, known)
    return sorted(found, key=lambda row: row.name)


def _asked(registry: Registry, server: str, several: list[District], known: set[tuple[str, str]]) -> list[Row]:
    try:
        with joined(registry, server) as joint, joint.administered() as admin:
            sizes = cells.sizes(admin)
            applied = {one.name: cells.applied(admin, one.cell.schema) for one in several}
    except DistrictError:
        return [_row(registry, one, None, None, known) for one in several]
    return [_row(registry, one, sizes.get(one.cell.schema, 0), applied[one.name], known) for one in several]


def _row(
    registry: Registry,
    one: District,
    size: int | None,
    applied: set[tuple[str, str]] | None,
    known: set[tuple[str, str]],
) -> Row:
    behind = None if applied is None else len(known - applied)
    version = "unreachable" if applied is None else f"{len(applied)} migrations"
    cell = one.cell
    where = (cell.server, cell.schema, cell.role, one.port, one.url, one.state, one.left)
    return Row(one.name, one.title, *where, size, version, behind, right.holder(registry.data_dir(one.name)))


def table(found: list[Row]) -> str:
    """The rows below their heads, in columns."""
    lines = [HEADS, *(row.columns for row in found)]
    widths = [max(_width(line[at]) for line in lines) for at in range(len(HEADS))]
    padded = [
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True))
        for line in lines
    ]
    return "\n".join(line.rstrip() for line in padded)


def sized(size: int) -> str:
    """Bytes as people read them: 512 B, 14.2 MB."""
    amount, unit = float(size), 0
    while amount >= 1000 and unit < len(_UNITS) - 1:
        amount, unit = amount / 1000, unit + 1
    return f"{amount:.0f} {_UNITS[unit]}" if unit == 0 else f"{amount:.1f} {_UNITS[unit]}"


def _width(text: str) -> int:
    """On a terminal; a Chinese character takes two columns."""
    return sum(2 if "\u2e80" <= char <= "\uffef" else 1 for char in text)
