"""One backup from beginning to end: the WAL that waits, a whole copy, and what may be deleted after it."""

from datetime import UTC, datetime
from pathlib import Path

from qiaomen.backup import retention, shipping, state, whole
from qiaomen.backup.locks import alone
from qiaomen.backup.plan import Plan, Source
from qiaomen.backup.store import Whole
from qiaomen.backup.whole import Told


def make(
    data_dir: Path,
    source: Source,
    plan: Plan,
    *,
    forget: bool = False,
    told: Told = lambda done, total: None,
) -> tuple[Whole, int]:
    """Make a whole copy, then delete what is too old, or with `forget` all that is earlier; answers it and how many.

    Raises BackupError; nothing is deleted unless the new copy was read back.
    """
    with alone(data_dir / "backup.lock", otherwise="A backup is being made already."):
        return _make(data_dir, source, plan, forget, told)


def _make(data_dir: Path, source: Source, plan: Plan, forget: bool, told: Told) -> tuple[Whole, int]:
    asked = state.asked_to_forget(data_dir)
    made = whole.copy(source, plan, told=told)
    shipping.ship(source, plan)
    now = datetime.now(UTC)
    removed = retention.prune(
        source.line(plan.folder), plan.folder, before=retention.since(plan.days, now), all_earlier=forget or bool(asked)
    )
    state.forgotten(data_dir, asked)
    state.note(data_dir, whole_at=made.begun.isoformat(), whole_bytes=made.bytes, trouble="")
    return made, removed
