"""What sex the roster states of workers (GB/T 2261.1): spans, so that a figure of the past counts what it said then."""

from collections.abc import Collection, Mapping
from uuid import UUID

from qiaomen.access.models import WorkerSex
from qiaomen.base.sql import rows, run

STATED = "SELECT worker_id, sex FROM access_workersex WHERE until_change IS NULL AND worker_id = ANY(%b::uuid[])"
END = "UPDATE access_workersex SET until_change = %b WHERE until_change IS NULL AND worker_id = ANY(%b::uuid[])"


def stated(workers: Collection[UUID]) -> dict[UUID, int]:
    """What the roster states now, of those of these workers of whom it states any."""
    return dict(rows(STATED, [list(workers)]))


def state(said: Mapping[UUID, int], *, change: UUID) -> set[UUID]:
    """From this change on the roster states this: 1, 2, or 9, which takes back what it said.

    Answers for whom it stated something else before, or nothing.
    """
    held = stated(said.keys())
    fresh = {worker: sex for worker, sex in said.items() if held.get(worker) != sex}
    run(END, [change, list(fresh)])
    WorkerSex.objects.bulk_create(
        [WorkerSex(worker_id=worker, sex=sex, from_change=change) for worker, sex in fresh.items()], batch_size=1000
    )
    return set(fresh)
