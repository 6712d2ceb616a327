"""Lines of lists as pages show them: a row, a list with its numbers, a category with its numbers."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from qiaomen.base import retention
from qiaomen.lists.models import OPEN, Certainty, State


class Opened(msgspec.Struct, omit_defaults=True):
    """What a row's record says of somebody; all of it but sex and year of birth is sealed."""

    name: str = ""
    id_number: str = ""
    phones: list[str] = msgspec.field(default_factory=list)
    address: str = ""
    carrier: str = ""
    remark: str = ""
    sex: int = 0
    birth_year: int | None = None


@dataclass(slots=True)
class RowLine:
    """A row as pages show it."""

    id: UUID
    list_id: UUID
    title: str
    dated: date
    line: int
    category: str
    state: str
    certainty: str
    person: UUID | None
    candidates: list[dict[str, Any]]
    origin: str
    arrived: date | None
    transport: str
    tries: int
    last_at: datetime | None
    next_at: datetime | None
    ended_at: datetime | None
    received_at: datetime
    removed_at: datetime | None
    worker: UUID | None
    worker_name: str
    person_name: str
    door: UUID | None
    label: str
    home_path: str
    spot_path: str
    task_path: str
    place: UUID
    place_name: str
    said: Opened = field(default_factory=Opened)
    where: str = ""
    follower: str = ""

    @property
    def path(self) -> str:
        """Where it belongs: the person's home, else what it names, else whose task it is."""
        return self.home_path or self.spot_path or self.task_path

    @property
    def is_open(self) -> bool:
        """Whether somebody has something to do."""
        return self.state in OPEN

    @property
    def removes_at(self) -> datetime | None:
        """When whom it means will be forgotten unless somebody is found: so long after it came or was tried last."""
        if self.person is not None or self.removed_at is not None:
            return None
        name = "list_rows_taken" if self.worker is not None and self.ended_at is None else "list_rows"
        return max(self.received_at, self.last_at or self.received_at) + retention.kept(name)

    @property
    def state_word(self) -> str:
        return str(State(self.state).label)

    @property
    def certainty_word(self) -> str:
        return str(Certainty(self.certainty).label)

    def is_overdue(self, now: datetime) -> bool:
        """Whether what is due next should have been done."""
        return self.next_at is not None and self.next_at < now


@dataclass(frozen=True, slots=True)
class ListLine:
    """A list with the numbers of its rows, as far as somebody sees them."""

    id: UUID
    title: str
    source: str
    category: str
    dated: date
    received_at: datetime
    rows: int
    open: int
    doubtful: int
    unknown: int
    overdue: int


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """A category of outside lists with the numbers of its rows."""

    category: str
    rows: int
    open: int
    overdue: int
