"""Pages of a list that is only walked forwards: which rows these are, of how many, and where the next ones are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.http import HttpRequest

from qiaomen.base.numbers import number_of

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Onward(Generic[Row]):
    """One page: its rows, how many the list has, the position of the first, the query of the next page."""

    rows: Sequence[Row]
    total: int
    first: int = 1
    next: str = ""
    start: str = ""
    """The query of the first page; empty on it."""

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1


def onward(
    request: HttpRequest, found: Sequence[Row], total: int, cursor: Callable[[Row], dict[str, Any]], size: int
) -> Onward[Row]:
    """A page of `found`, which has one row more than `size` where there is another page."""
    query = request.GET.copy()
    given = request.GET.get("from", "")
    first = number_of(given) or 1
    rows = found[:size]
    onwards, start = "", ""
    if len(found) > size:
        after = query.copy()
        for name, value in {**cursor(rows[-1]), "from": first + size}.items():
            after[name] = str(value)
        onwards = f"?{after.urlencode()}"
    if first > 1:
        for name in ("after", "person", "from"):
            query.pop(name, None)
        start = f"?{query.urlencode()}"
    return Onward(rows, total, first, onwards, start)
