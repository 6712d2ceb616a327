"""What a chaos run saw, as lines of a benchmark."""

from collections.abc import Iterator

from qiaomen.bench.chaos_run import Seen
from qiaomen.bench.runner import Line, duration


def lines(seen: Seen) -> Iterator[Line]:
    """Seconds until the service was back, by fault; records, mischief and refusals; what a lost disk cost."""
    for fault, seconds in sorted(seen.back.items()):
        name = fault.replace(" ", "_")
        yield duration(f"chaos_back_{name}_most", max(seconds), "s")
        yield duration(f"chaos_back_{name}_mean", sum(seconds) / len(seconds), "s")
        yield Line(f"chaos_{name}", float(len(seconds)), "times", None, None)
    yield Line("chaos_records", float(seen.records), "records", None, None)
    for name, count in sorted({**seen.mischief, **seen.failures}.items()):
        yield Line(f"chaos_met_{name.replace(' ', '_')}", float(count), "requests", None, None)
    yield Line("chaos_lost_with_disk", float(seen.lost), "records", None, None)
    yield duration("chaos_loss_window", seen.lost_s, "s")
    yield duration("chaos_restored", seen.restored_s, "s")
