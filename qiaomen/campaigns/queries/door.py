"""One door in full: what was recorded of it, who lives there and how each is accounted for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from qiaomen.campaigns.models import Target
from qiaomen.campaigns.queries.asking import ask
from qiaomen.campaigns.states import CLOSED, State
from qiaomen.households.recorded import Recorded, settle

RECORDS = """
WITH here AS (
  SELECT coalesce(root, id) AS id FROM ledger_record WHERE door = %(door)s
  -- Whoever moved away: the record stands at the new home.
  UNION SELECT m.id FROM people_residence l JOIN ledger_record m ON m.person = l.person_id AND m.kind = 'move'
  WHERE l.door_id = %(door)s AND m.body ->> 'from_door' = %(door)s::text)
SELECT r.id, r.kind, r.at, r.received_at, r.author, coalesce(w.name, ''), coalesce(o.name, ''), r.body::text, r.flags,
       r.sealed IS NOT NULL, r.device_at, r.door, r.person
FROM here JOIN ledger_record r ON r.id = here.id LEFT JOIN access_worker w ON w.id = r.author
LEFT JOIN access_organisation o ON o.id = w.organisation_id
ORDER BY r.at DESC, r.id DESC
"""
HOUSEHOLD = """
SELECT h.id, h.name, h.sex, h.birth_year, h.relation, h.work_door_id = %(door)s, r.presence, r.at, coalesce(r.flags, 0)
FROM people_person h
LEFT JOIN campaigns_roll r ON r.campaign_id = %(campaign)s AND r.door_id = %(door)s AND r.person_id = h.id
WHERE h.id IN (
  SELECT id FROM people_person WHERE home_door_id = %(door)s OR work_door_id = %(door)s
  UNION SELECT person_id FROM campaigns_roll WHERE campaign_id = %(campaign)s AND door_id = %(door)s)
AND NOT EXISTS (SELECT 1 FROM people_alias a WHERE a.id = h.id AND a.canonical <> h.id)
ORDER BY h.ordinal, h.id
"""
TEAM = """
SELECT g.id, z.name || ' · ' || g.number, coalesce(o.name, ''),
  (SELECT array_agg(w.name ORDER BY m.is_local DESC, w.name) FROM duty_membership m
   JOIN access_worker w ON w.id = m.worker_id WHERE m.team_id = g.id AND m.until_change IS NULL)
FROM duty_team g JOIN duty_zone z ON z.id = g.zone_id LEFT JOIN access_organisation o ON o.id = g.organisation_id
WHERE g.id = %(team)s
"""
SETTLING = {"answered", "vacant", "phone", "online", "wrong_address"}


@dataclass(slots=True)
class Telling(Recorded):
    """A record of a door, as it counts now."""

    is_elsewhere: bool = field(default=False, kw_only=True)
    """A correction says that it was about another door."""

    @property
    def outcome(self) -> str:
        return str(self.body.get("outcome", ""))


@dataclass(slots=True)
class Member:
    """Somebody behind the door, and how the sweep accounts for them; `presence` is None before anybody opened."""

    id: UUID
    name: str
    sex: int
    birth_year: int | None
    relation: str
    works_here: bool
    presence: str | None
    at: datetime | None
    flags: int


@dataclass(slots=True)
class TeamLine:
    """The team that a door belongs to."""

    id: UUID
    name: str
    organisation: str
    members: list[str] | None


def tellings(door: UUID) -> list[Telling]:
    """What was recorded of a door, the newest first; what was taken back stays, and does not count."""
    found = [Telling.read(row) for row in ask(RECORDS, {"door": door})]
    counting = settle(found)
    for telling in found:
        now = counting.get(telling.id)
        telling.is_elsewhere = now is not None and now.kind != "move" and now.door != door
        telling.counts = telling.counts and not telling.is_elsewhere
    return found


def household(door: UUID, campaign: UUID) -> list[Member]:
    """Who lives or works behind a door, and whom a visit found there; joined people once."""
    return [Member(*row) for row in ask(HOUSEHOLD, {"door": door, "campaign": campaign})]


def target_of(door: UUID, campaign: UUID) -> Target | None:
    """The door in a sweep; None when it is not part of it."""
    return Target.objects.filter(campaign_id=campaign, door_id=door).first()


def team_of(team: UUID) -> TeamLine | None:
    """A team with the names of its members."""
    found = ask(TEAM, {"team": team})
    return TeamLine(*found[0]) if found else None


def candidates(told: Sequence[Telling], campaign: UUID) -> list[Telling]:
    """Between which accounts a conflict is to be decided: the effective visits that would each close the door."""
    return [one for one in told if one.counts and one.outcome in SETTLING and _is_of(one, campaign)]


def claim_of(told: Sequence[Telling], target: Target | None) -> Telling | None:
    """The claim of a door that waits for review; None when there is none, or it was reviewed."""
    if target is None or target.claim is None or target.state in CLOSED:
        return None
    if target.state not in (State.INACCESSIBLE, State.WRONG_ADDRESS_CLAIMED):
        return None
    reviewed = {str(one.body.get("claim")) for one in told if one.counts and one.kind == "claim_review"}
    return next((one for one in told if one.id == target.claim and str(one.id) not in reviewed), None)


def _is_of(told: Telling, campaign: UUID) -> bool:
    return str(told.body.get("campaign")) == str(campaign)
