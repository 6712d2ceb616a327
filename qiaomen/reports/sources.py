"""What a report can count: each source is one statement whose rows are the members of its figures.

A statement reads the stored tables by their plain names, so that inside `as_of` it answers as of that moment. A package
above adds a source of its own by `SOURCES[name] = Source(…)` at start-up.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, LiteralString

from django.utils.functional import Promise

Moment = Literal["happened", "known"]


@dataclass(frozen=True, slots=True)
class Column:
    """By what a source's rows may be chosen: an SQL expression over them, and the values that it can have.

    `sort` is what it holds; `text[]` is chosen by what it contains. Without `values` any text, or number, will do.
    """

    sql: LiteralString
    sort: Literal["text", "int", "bool", "text[]"] = "text"
    values: frozenset[str] = frozenset()
    of_health: bool = False

    def takes(self, value: object) -> bool:
        """Whether the column can be compared with a value of a definition."""
        if self.sort == "bool":
            return isinstance(value, bool)
        if self.sort == "int":
            return isinstance(value, int) and not isinstance(value, bool)
        return isinstance(value, str) and (not self.values or value in self.values)

    @property
    def known(self) -> list[str]:
        """For the sentence that says what it can be."""
        return {"bool": ["true", "false"], "int": ["0", "1", "2", "…"]}.get(self.sort, sorted(self.values) or ["…"])


@dataclass(frozen=True, slots=True)
class Source:
    """Something to count: `sql` is a SELECT that gives at least `subject`, `door` and innermost `place` (uuids).

    `moments`: the columns by which a row belongs to a day. `sums`: integer columns that may be added up. What is
    `of_health` is kept from those who may not see health.
    """

    name: str | Promise
    subject: Literal["door", "person", "place", "worker", "record"]
    sql: LiteralString
    columns: dict[str, Column] = field(default_factory=dict)
    sums: dict[str, LiteralString] = field(default_factory=dict)
    moments: dict[Moment, LiteralString] = field(default_factory=dict)
    of_health: bool = False

    def tells_of_health(self, columns: Iterable[str]) -> bool:
        """Whether who counts its rows, chosen by these columns, learns something of somebody's health."""
        return self.of_health or any(self.columns[name].of_health for name in columns if name in self.columns)


SOURCES: dict[str, Source] = {}


BOTH: dict[Moment, LiteralString] = {"happened": "happened", "known": "known"}
"""A row belongs to the day on which it happened, or became known."""


def known_of(record: LiteralString) -> LiteralString:
    """When a row became known: the receipt of its record, whose id stands in this column."""
    return f"(SELECT r.received_at FROM ledger_record r WHERE r.id = {record}) AS known"


def texts(sql: LiteralString, values: Iterable[str] = ()) -> Column:
    """A column of words, of these or of any."""
    return Column(sql, "text", frozenset(values))


def truth(sql: LiteralString) -> Column:
    """A column of yes and no."""
    return Column(sql, "bool")


# Of people and of workers alike: a column `sex` by GB/T 2261.1, or nothing.
SEX = texts("CASE sex WHEN 1 THEN 'male' WHEN 2 THEN 'female' ELSE 'unknown' END", ("male", "female", "unknown"))
