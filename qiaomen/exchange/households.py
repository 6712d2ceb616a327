"""What a register says: households behind doors, their members, and what became of every row."""

from collections import Counter
from datetime import date

import msgspec

from qiaomen.exchange.cells import CellIssue, RefusedRow
from qiaomen.places.labels import DoorLabel, area_key


class Member(msgspec.Struct, gc=False):
    """One person of a household. `sex` follows GB/T 2261.1; `remark` is what stood beside the name or in a column."""

    name: str
    row: int
    relation: str = ""
    sex: int = 0
    birth: date | None = None
    id_number: str | None = None
    id_kind: str = ""
    phones: tuple[str, ...] = ()
    remark: str = ""


class Household(msgspec.Struct, gc=False):
    """One door of the register with who is behind it; what the file is silent about is empty."""

    street: str
    community: str
    grid: str
    compound: str
    label: DoorLabel
    sheet: str
    row: int
    kind: str = ""
    vacant: bool = False
    members: list[Member] = []

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes two rows speak of one door within a file."""
        return self.street, self.community, area_key(self.compound), self.label.key


class RegisterReading(msgspec.Struct):
    """A file, read: every non-empty row is counted in `rows` under what became of it."""

    file: str
    households: list[Household]
    issues: list[CellIssue]
    refused: list[RefusedRow]
    rows: Counter[str]

    @property
    def people(self) -> int:
        """How many persons the file lists."""
        return sum(len(household.members) for household in self.households)
