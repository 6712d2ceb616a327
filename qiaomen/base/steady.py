"""What would stop the queue for good, mended beside the worker: jobs that a dead worker held, and a clock set back.

A job of a worker that was killed stays `doing`, and its lock keeps every later run of the same sweeper waiting. And who
defers jobs by the clock goes on from the newest hour that it has seen: once the clock was set back, nothing would run
until that hour comes again. So when the clock was set, the worker begins anew, and knows no hour that is to come.
"""

import asyncio
import logging
import time
from contextlib import suppress
from typing import Final

import procrastinate
from procrastinate.exceptions import ConnectorException

LOOKS_S: Final = 10.0
SET_S: Final = 30.0
"""By how much the clock must be off what passed meanwhile for somebody to have set it."""
_STEADY_LOOKS: Final = 6
# A worker says every ten seconds that it lives. One whose word lies in the future spoke before the clock was set back.
_FREE: Final = """
DELETE FROM procrastinate_jobs j WHERE j.status = 'doing' AND NOT EXISTS (
    SELECT 1 FROM procrastinate_workers w WHERE w.id = j.worker_id
      AND w.last_heartbeat BETWEEN now() - interval '60 seconds' AND now() + interval '60 seconds')
"""
_FORGET: Final = "DELETE FROM procrastinate_periodic_defers WHERE defer_timestamp > extract(epoch FROM now()) + 60"
log = logging.getLogger(__name__)


async def work(app: procrastinate.App, options: procrastinate.app.WorkerOptions) -> None:
    """Work until told to stop, beginning anew whenever the clock was set."""
    async with app.open_async():
        await app.connector.execute_query_async(_FREE)
        while await _work_until_set(app, options):
            log.warning("the clock was set: the worker begins anew")


async def _work_until_set(app: procrastinate.App, options: procrastinate.app.WorkerOptions) -> bool:
    """Whether the clock was set, rather than the worker told to stop."""
    await app.connector.execute_query_async(_FORGET)
    working = asyncio.create_task(app.run_worker_async(**options))
    watching = asyncio.create_task(_watch(app))
    try:
        await asyncio.wait({working, watching}, return_when=asyncio.FIRST_COMPLETED)
        return not working.done()
    finally:
        await _ended(working, watching)


async def _ended(working: asyncio.Task[None], watching: asyncio.Task[None]) -> None:
    """Both come to their end; a worker that is told to finishes the job that it is at. What failed is raised."""
    watching.cancel()
    asked = not working.done() and working.cancel()
    try:
        await working
    except asyncio.CancelledError:
        if not asked:
            raise
    with suppress(asyncio.CancelledError):
        await watching


async def _watch(app: procrastinate.App) -> None:
    """Returns when the clock was set. While it goes steadily, jobs of dead workers are let go."""
    before, looks = ahead(), 0
    while True:
        await asyncio.sleep(LOOKS_S)
        before, earlier = ahead(), before
        if abs(before - earlier) > SET_S:
            return
        looks += 1
        if looks % _STEADY_LOOKS == 0:
            try:
                await app.connector.execute_query_async(_FREE)
            except ConnectorException as error:
                log.warning("the queue cannot be looked after: %s", type(error).__name__)


def ahead() -> float:
    """By how many seconds the clock is ahead of what cannot be set."""
    return time.time() - time.monotonic()
