"""Settling: what newly known facts, or an hour, change of people's statuses. See docs/status.md.

Every status is submitted by the system as a record and kept for ever; it is never worked out again for the past.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from qiaomen.base.sql import rows, run
from qiaomen.households.file import every_id
from qiaomen.ledger import stages
from qiaomen.ledger.stages import Touched
from qiaomen.policy import evaluate, hours, standing

ALIASES = "SELECT id, canonical FROM people_alias WHERE id = ANY(%b)"
# Also those whom these people's facts name: who adds a link to somebody waits for who changes that one's facts.
LOCK = """
SELECT p.id FROM people_person p WHERE p.id IN (
  SELECT unnest(%b::uuid[]) UNION
  SELECT coalesce(a.canonical, f.other) FROM people_fact f LEFT JOIN people_alias a ON a.id = f.other
  WHERE f.person = ANY(%b) AND f.other IS NOT NULL)
ORDER BY p.id FOR NO KEY UPDATE OF p
"""
CONFIRMATIONS = """
SELECT DISTINCT coalesce(root, id) FROM ledger_record WHERE kind = 'red_confirmed' AND person = ANY(%b)
"""
FOLLOWS = """
SELECT 1 WHERE EXISTS (SELECT 1 FROM policy_edition WHERE published_at IS NOT NULL)
  OR EXISTS (SELECT 1 FROM people_fact WHERE kind IN ('hand', 'ruling')) OR EXISTS (SELECT 1 FROM policy_standing)
"""
DECIDES_REDS = {"red_by_hand", "red_confirmed", "objection", "objection_answer", "person_merge", "void"}


def before_facts(touched: Touched, change: UUID, now: datetime) -> None:
    """Submit's stage before the facts: hours that are over are worked out with what was known until now.

    What becomes of a red by hand follows from several records; its confirmations are stated anew with each of them.
    """
    if not touched.people and not touched.records:
        return
    catch_up(now, change)
    if touched.people and touched.kinds & DECIDES_REDS:
        touched.records |= {row[0] for row in rows(CONFIRMATIONS, [every_id(touched.people)])}


def fold(touched: Touched, change: UUID, now: datetime) -> None:
    """Submit's stage after the facts; those whose status changes are touched, too."""
    if touched.people and (changed := settle(touched.people, change, now)):
        touched.people |= changed
        touched.kinds.add("status")


def settle(people: Collection[UUID], change: UUID, now: datetime) -> set[UUID]:
    """Evaluate these people and whoever is linked to them, and submit what changed; answers whose status did.

    A status takes effect now, or when the clock was worked out last, whichever is later: a later moment never loses to
    an earlier one. `people` may be given by any of their ids.
    """
    if not anything_follows():
        return set()
    catch_up(now, change)
    at = max(now, hours.share(now))
    wanted = _locked(people, at)
    held = standing.of_people(wanted).values()
    at = max([at, *(each.since for each in held)])
    return standing.renew(wanted, at=at, now=max(at, now), change=change)


def everyone(*, at: datetime, now: datetime, change: UUID) -> set[UUID]:
    """Settle the whole district at a moment, and let what follows from statuses follow. The caller holds the clock."""
    changed = standing.renew(None, at=at, now=now, change=change)
    if changed:
        _consequences(changed, change, now)
    return changed


def catch_up(now: datetime, change: UUID) -> int:
    """Work out every hour that is over, in order, in the change under way; answers how many there were."""
    count = 0
    while hours.due(now) is not None and work_off(now, change):
        count += 1
    return count


def work_off(now: datetime, change: UUID) -> bool:
    """Work out the next hour that is over; False where another has done so meanwhile."""
    hours.hold(now)
    found = hours.read()
    if found is None or found.next > now:
        return False
    everyone(at=found.next, now=now, change=change)
    hours.done(found, found.next)
    return True


def at_once(now: datetime, change: UUID) -> set[UUID]:
    """Settle the whole district because an edition or a risk area changed; answers whose status did.

    The caller holds the clock and has caught up before it changed anything.
    """
    until = hours.share(now)
    changed = everyone(at=max(now, until), now=now, change=change)
    found = hours.read()
    if found is not None:
        hours.done(found, max(now, until))
    return changed


def anything_follows() -> bool:
    """Whether facts can change a status yet: without an edition only reds by hand and decisions do."""
    return bool(rows(FOLLOWS))


def _locked(people: Collection[UUID], at: datetime) -> set[UUID]:
    """These people, canonical and as given, and who is linked to them; rows locked in the order of their keys.

    Somebody may have been linked while we waited for a lock: then once more.
    """
    locked: set[UUID] = set()
    given = set(people)
    canonical = dict(rows(ALIASES, [list(given)]))
    seeds = given | set(canonical.values())
    while True:
        wanted = seeds | evaluate.linked({person for person in seeds if person not in canonical}, now=at)
        if wanted <= locked:
            return wanted
        run(LOCK, [list(wanted), list(wanted)])
        locked |= wanted


def _consequences(changed: set[UUID], change: UUID, now: datetime) -> None:
    after = stages.folds[stages.folds.index(fold) + 1 :]
    touched = Touched(people=set(changed), kinds={"status"})
    for step in after:
        step(touched, change, now)
