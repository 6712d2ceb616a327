"""Work on several threads, or, with none, in the calling one: then a drill happens in an order that can be repeated."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def fan_out(work: Callable[[Item], Result], items: Sequence[Item], *, threads: int) -> list[Result]:
    """The results in the order of the items; the first error is raised."""
    if not threads:
        return [work(item) for item in items]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(work, items))


class Crew:
    """Threads to hand work to, or nobody: then work is done while it is handed over."""

    def __init__(self, threads: int) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="phone") if threads else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def submit(self, work: Callable[[], None], then: Callable[[Future[None]], None]) -> None:
        """Does ``work`` and calls ``then`` on whichever thread that was."""
        if self._pool:
            self._pool.submit(work).add_done_callback(then)
            return
        future: Future[None] = Future()
        try:
            work()
            future.set_result(None)
        except Exception as error:
            future.set_exception(error)
        then(future)
