"""What the registers' records state of people: cases, exposures, stays, traits, samples, results, and reds by hand."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from qiaomen.households.file import every_id
from qiaomen.ledger import stages, told
from qiaomen.ledger.stages import FactSource
from qiaomen.ledger.told import Told
from qiaomen.people.facts import FactKind, FactRow
from qiaomen.policy.objections import Heard, heard_of
from qiaomen.policy.records import Case, Exposure, RedByHand, RedConfirmed, Result, Sample, Stay, Trait

# How long a red by hand holds after its last confirmation.
HAND = timedelta(hours=24)


def register() -> None:
    """Say which kinds state facts. Called at start-up."""
    stages.facts |= {
        "case": FactSource(case),
        "exposure": FactSource(exposure),
        "stay": FactSource(stay),
        "trait": FactSource(trait),
        "sample": FactSource(sample),
        "result": FactSource(result),
        "red_confirmed": FactSource(hand),
        "fact_verified": FactSource(lambda said: []),
    }


def case(said: Told) -> list[FactRow]:
    """Ill from onset, or else from the report, until recovered.

    The newest record of a case counts: what corrects an older one does not become the newest by that.
    """
    body: Case = said.body
    since, recovered = body.onset or body.reported or said.at, body.recovered
    fact = _fact(
        said, "case", body.status, since, recovered, other=body.source, verified=True, known_at=said.entered_at
    )
    return [fact]


def exposure(said: Told) -> list[FactRow]:
    """From first to last contact; without a last one it was the first only, unless it goes on."""
    body: Exposure = said.body
    until = body.last or (None if body.ongoing else body.first)
    row = _fact(said, "exposure", body.closeness, body.first, until, other=body.other, verified=body.verified)
    row.place = body.place
    return [row]


def stay(said: Told) -> list[FactRow]:
    """Somewhere else from arriving until leaving; without that, still there."""
    body: Stay = said.body
    row = _fact(said, "stay", body.transport, body.first, body.last, verified=body.verified)
    row.place, row.region = body.place, body.region
    return [row]


def trait(said: Told) -> list[FactRow]:
    """What kind of person; from when it was said, unless that is known better."""
    body: Trait = said.body
    return [_fact(said, "trait", body.trait, body.since or said.at, body.until, verified=True)]


def sample(said: Told) -> list[FactRow]:
    """Taken at a moment."""
    body: Sample = said.body
    return [_fact(said, "sample", "taken", body.taken, body.taken, verified=True)]


def result(said: Told) -> list[FactRow]:
    """It counts from when the sample was taken."""
    body: Result = said.body
    row = _fact(said, "result", body.result, body.taken, body.taken, verified=True)
    row.number = body.ct
    return [row]


def hand(said: Told) -> list[FactRow]:
    """A red by hand, from its confirmation by a second person for 24 hours, or until an objection ends it.

    That one of the two is health staff was checked when it came in.
    """
    body: RedConfirmed = said.body
    proposal = told.of_chains([body.proposal]).get(body.proposal)
    if proposal is None or said.person is None or not _agreed(proposal, said):
        return []
    until = lapses(said.at, heard_of(said.person, since=proposal.at))
    ground: RedByHand = proposal.body
    return [_fact(said, "hand", ground.ground, said.at, until, verified=True)] if until > said.at else []


def lapses(confirmed: datetime, objections: Iterable[Heard]) -> datetime:
    """When a red that was confirmed at a time lapses: 24 h later; at an objection's due hour when nobody had answered.

    An upheld objection ends it at once. A confirmation after a late answer stands again.
    """
    until = confirmed + HAND
    for heard in objections:
        if heard.answered is not None and confirmed >= heard.answered:
            continue
        if heard.answered is None or heard.answered > heard.due:
            until = min(until, heard.due)
        elif heard.upheld:
            until = min(until, heard.answered)
    return until


def _agreed(proposal: Told, confirmation: Told) -> bool:
    same = proposal.person is not None and confirmation.person in every_id([proposal.person])
    return proposal.kind == "red_by_hand" and same and proposal.author != confirmation.author


def _fact(
    said: Told,
    kind: FactKind,
    value: str,
    at: datetime,
    until: datetime | None,
    *,
    other: UUID | None = None,
    verified: bool = False,
    known_at: datetime | None = None,
) -> FactRow:
    assert said.person is not None
    return FactRow(
        person=said.person, kind=kind, value=value, at=at, until=until, other=other, verified=verified,
        known_at=known_at or said.known_at,
    )  # fmt: skip
