"""Those with the right to decide: they look at claims and at doors of which two accounts differ, and decide."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from .bodies import Sweep
from .district import District
from .handset import Handset

Json = dict[str, Any]
CONFLICT: Final = "conflict"
_WAITS: Final = timedelta(minutes=45)
_NO_SUCH_DOOR: Final = 0.7


@dataclass(frozen=True, slots=True)
class Claim:
    """A visit that waits for a decision: ``inaccessible``, ``wrong_address``, or the right one of a ``conflict``."""

    record: str
    door: str
    outcome: str
    made_at: datetime


@dataclass(slots=True)
class Reviewers:
    """Community leads with phones. Which visit claimed what they hear from the team, as they do by telephone."""

    leads: Sequence[Handset]
    dice: Random
    waiting: list[Claim] = field(default_factory=list)

    def hear(self, claim: Claim) -> None:
        """Somebody waits for a decision; without leads in the drill it stays a gap, for the console to close."""
        if self.leads:
            self.waiting.append(claim)

    def decide(self, now: datetime, *, district: District, sweep: Sweep) -> list[tuple[Claim, Handset, bool]]:
        """Decides on what has waited long enough; answers each claim with who decided and whether it stands.

        Which visit is right the teams tell; a key can nearly always be found, so a claim that nobody can get in is
        denied and the door is tried again.
        """
        ripe = [claim for claim in self.waiting if claim.made_at + _WAITS <= now]
        decided = []
        for claim in ripe:
            lead = self._lead_for(district.doors[claim.door]["place"])
            self.waiting.remove(claim)
            if lead is None:
                continue
            stands = claim.outcome == CONFLICT
            if claim.outcome == CONFLICT:
                body: Json = {"campaign": sweep.campaign, "chosen": claim.record}
                lead.write("resolution", body=body, at=now, door=claim.door)
            else:
                stands = claim.outcome == "wrong_address" and self.dice.random() < _NO_SUCH_DOOR
                body = {"campaign": sweep.campaign, "claim": claim.record, "accepted": stands}
                lead.write("claim_review", body=body, at=now, door=claim.door)
            decided.append((claim, lead, stands))
        return decided

    def _lead_for(self, place: str) -> Handset | None:
        """A lead in whose area the place is; one whose phone carries no places answers for the whole district."""
        return next((lead for lead in self.leads if not lead.places or place in lead.places), None)
