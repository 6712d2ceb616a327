"""What the records of supervision make: the state of each finding."""

from collections.abc import Sequence
from typing import Any

import msgspec

from qiaomen.ledger.threads import Thread
from qiaomen.ledger.told import Told
from qiaomen.supervision.progress import progress


def _line(finding: Told, steps: Sequence[Told]) -> dict[str, Any]:
    return {
        "id": finding.id, "place": finding.place, "door": finding.door, "what": finding.body.what,
        "suspension": finding.body.suspension, "duty": finding.body.duty, "found_at": finding.at,
        "found_by": finding.author,
        **msgspec.structs.asdict(progress(finding, steps)),
    }  # fmt: skip


FINDINGS = Thread("supervision_finding", "finding", _line, step="finding_step", about="finding")
