"""Knocking again: a sample of closed doors is given to another team, and the two accounts are compared.

The sample is drawn by a hash of the seed and the door: the same seed draws the same doors, doors that close later only
add to it, and nobody who lacks the seed can tell which doors it will be.
"""

import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from qiaomen.base import changes
from qiaomen.base.sql import rows, run
from qiaomen.campaigns.models import Campaign
from qiaomen.campaigns.states import FIRST_CLOSED
from qiaomen.ledger.effective import Effective, of_doors

# In each zone the same share; the other team is the next one of the same zone, so that it is near by.
DRAW: Any = """
INSERT INTO campaigns_reknock (campaign_id, door_id, team_id, drawn_at, seed, from_change)
SELECT t.campaign_id, t.door_id, other.id, now(), %s, %b
FROM campaigns_target t
JOIN duty_team mine ON mine.id = t.team_id
JOIN LATERAL (
  SELECT o.id FROM duty_team o WHERE o.zone_id = mine.zone_id AND o.id <> mine.id AND o.is_active
  ORDER BY (o.number - mine.number + 100000) %% 100000 LIMIT 1
) other ON true
WHERE t.campaign_id = %b AND t.state >= %b
  AND ('x' || left(encode(sha256((%s || t.door_id)::bytea), 'hex'), 8))::bit(32)::bigint < %b::float8 * 4294967296
ON CONFLICT DO NOTHING
"""
DRAWN = """
SELECT r.door_id, r.team_id, t.team_id, array(SELECT m.worker_id FROM duty_membership m WHERE m.team_id = r.team_id)
FROM campaigns_reknock r JOIN campaigns_target t ON t.campaign_id = r.campaign_id AND t.door_id = r.door_id
WHERE r.campaign_id = %b ORDER BY r.door_id
"""
# Nobody home says nothing of the door.
TELLING = {"answered", "vacant", "refused", "inaccessible", "wrong_address", "phone", "online"}


@dataclass(frozen=True, slots=True)
class Pair:
    """A door of the sample: what its own team said, and what the other one did; None where nobody knocked again yet."""

    door: UUID
    other_team: UUID
    own_team: UUID
    first: str | None
    again: str | None
    first_people: int | None
    again_people: int | None

    @property
    def agrees(self) -> bool | None:
        """Whether the two accounts agree; None while there is only one."""
        if self.again is None or self.first is None:
            return None
        return self.first == self.again and self.first_people == self.again_people


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a sample came out."""

    drawn: int
    knocked: int
    agreed: int

    @property
    def share(self) -> float | None:
        """The share that agrees among those knocked again; None before the first."""
        return self.agreed / self.knocked if self.knocked else None


def draw(campaign: Campaign, *, share: float | None = None, seed: str = "", worker: UUID | None = None) -> int:
    """Draw a share (0 … 1) of the campaign's closed doors; answers how many were added.

    The share is kept with the campaign, the seed with every door.
    """
    known = rows("SELECT seed FROM campaigns_reknock WHERE campaign_id = %b LIMIT 1", [campaign.id])
    key = seed or (known[0][0] if known else secrets.token_hex(8))
    with changes.change("reknock", worker=worker) as change:
        if share is not None:
            campaign.sample_share = share
            Campaign.objects.filter(pk=campaign.pk).update(sample_share=share)
        drawn = run(DRAW, [key, change.id, campaign.id, int(FIRST_CLOSED), key, campaign.sample_share])
        return drawn.rowcount


def sample(campaign: Campaign) -> list[Pair]:
    """Every door of the sample with its two accounts: the newest of its own team's, and of the other team's."""
    drawn = rows(DRAWN, [campaign.id])
    visits = of_doors({row[0] for row in drawn}, ("visit",))
    return [_pair(campaign, row, visits.get(row[0], [])) for row in drawn]


def _pair(campaign: Campaign, row: tuple[Any, ...], visits: list[Effective]) -> Pair:
    door, other_team, own_team, others = row
    telling = [v for v in visits if v.body.campaign == campaign.id and v.body.outcome in TELLING]
    first = next((v.body for v in reversed(telling) if v.author not in others), None)
    again = next((v.body for v in reversed(telling) if v.author in others), None)
    return Pair(
        door=door,
        other_team=other_team,
        own_team=own_team,
        first=first.outcome if first else None,
        again=again.outcome if again else None,
        first_people=len(first.people) if first else None,
        again_people=len(again.people) if again else None,
    )


def agreement(campaign: Campaign) -> Agreement:
    """How many doors were drawn, knocked again, and agree."""
    pairs = [pair.agrees for pair in sample(campaign)]
    return Agreement(len(pairs), sum(one is not None for one in pairs), sum(one is True for one in pairs))
