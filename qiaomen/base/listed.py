"""A list that is read a page at a time, with how many there are in all."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

T = TypeVar("T")


class Listed(Sequence[T]):
    """A list that is read a slice at a time, for a paginator: `count` says how many, `read` reads some after others."""

    def __init__(self, count: Callable[[], int], read: Callable[[int, int | None], list[T]]) -> None:
        self._count, self._read = count, read

    def __len__(self) -> int:
        return self._count()

    def __iter__(self) -> Iterator[T]:
        return iter(self._read(0, None))

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            start = index.start or 0
            return self._read(start, None if index.stop is None else index.stop - start)
        return self._read(index, 1)[0]
