"""What submit has to know of monitoring's kinds: what they refer to, and rules beyond types."""

from collections.abc import Iterable, Sequence

from qiaomen.base.problems import Problem
from qiaomen.base.sql import rows
from qiaomen.ledger import stages
from qiaomen.ledger.entries import Entry, Need
from qiaomen.monitoring import parting

UNDER = """
SELECT p.id FROM unnest(%b::uuid[]) p(id) LEFT JOIN people_alias a ON a.id = p.id
JOIN monitoring_episode e ON e.person = coalesce(a.canonical, p.id) AND e.ended_at IS NULL
"""


def register() -> None:
    """Add references and checks. Called at start-up."""
    stages.references |= {
        "transfer_step": lambda entry: [Need("record", entry.body.transfer)],
        "referral_step": lambda entry: [Need("record", entry.body.referral)],
        "escalation_seen": lambda entry: [Need("record", entry.body.escalation)],
        "episode_need": _need,
    }
    stages.checks |= {
        "transfer": parting.check_transfers,
        "decision": parting.check_decisions,
        "release": check_releases,
    }


def check_releases(entries: Sequence[Entry]) -> None:
    """A written release is given once no measure is in force any more: else two papers would contradict each other."""
    notices = [entry for entry in entries if entry.body.step == "notice" and entry.envelope.person is not None]
    under = {row[0] for row in rows(UNDER, [[entry.envelope.person for entry in notices]])} if notices else set()
    for entry in notices:
        if entry.envelope.person in under:
            entry.decide("rejected", Problem("release.too_early", field="step"))


def _need(entry: Entry) -> Iterable[Need]:
    return [Need("record", entry.body.need)] if entry.body.need is not None else []
