"""What checks, decisions and transfers state of people, for policy to read."""

from qiaomen.ledger import stages
from qiaomen.ledger.entries import Entry
from qiaomen.ledger.stages import FactSource
from qiaomen.ledger.told import Told
from qiaomen.monitoring.records import FEVER_ABOVE, Check, Decision, TransferStep
from qiaomen.people.facts import FactRow


def register() -> None:
    """Say which kinds state facts. Called at start-up."""
    stages.facts |= {
        "check": FactSource(check),
        "decision": FactSource(decision),
        "transfer_step": FactSource(transfer_step, speaks=_moves),
    }


def check(said: Told) -> list[FactRow]:
    """That the person reported, and each symptom; above 37.3 °C is a fever. Verified is what a worker saw."""
    assert said.person is not None
    body: Check = said.body
    found = set(body.symptoms)
    if body.temperature is not None and body.temperature > FEVER_ABOVE:
        found.add("fever")
    report = FactRow(person=said.person, kind="report", value="check", at=said.at, until=said.at,
                     known_at=said.received_at, verified=body.how == "seen")  # fmt: skip
    return [report] + [
        FactRow(
            person=said.person,
            kind="symptom",
            value=symptom,
            at=said.at,
            until=said.at,
            number=body.temperature if symptom == "fever" else None,
            known_at=said.received_at,
            verified=body.how == "seen",
        )
        for symptom in sorted(found)
    ]


def decision(said: Told) -> list[FactRow]:
    """A ruling, from the moment it was signed until the one it names."""
    assert said.person is not None
    body: Decision = said.body
    return [
        FactRow(
            person=said.person,
            kind="ruling",
            value=body.overrides,
            at=said.at,
            until=body.until,
            known_at=said.received_at,
            verified=True,
        )
    ]


def transfer_step(said: Told) -> list[FactRow]:
    """Who arrived somewhere else lives apart from the household, until they came back."""
    assert said.person is not None
    body: TransferStep = said.body
    if body.step != "arrived" or body.to == "home":
        return []
    return [
        FactRow(
            person=said.person,
            kind="apart",
            value=body.to,
            at=said.at,
            until=body.back_at,
            place=body.site,
            known_at=said.received_at,
            verified=True,
        )
    ]


def _moves(entry: Entry) -> bool:
    return bool(entry.body.step == "arrived")
