"""What headquarters does with sweeps: make one, launch it, hand its doors out, close it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import Max
from django.utils import timezone

from qiaomen.base import changes
from qiaomen.base.models import Outbreak
from qiaomen.base.sql import rows, run
from qiaomen.campaigns import scope
from qiaomen.campaigns.conditions_check import check_questions
from qiaomen.campaigns.folds import fold_doors
from qiaomen.campaigns.models import Campaign, Edition, Questionnaire
from qiaomen.campaigns.questionnaires import Question
from qiaomen.campaigns.tallies import recount
from qiaomen.places.models import Place

END_ASSIGNMENTS = """
UPDATE campaigns_assignment a SET until_change = %b
FROM unnest(%b::uuid[], %b::uuid[]) AS n(door, team)
WHERE a.campaign_id = %b AND a.door_id = n.door AND a.until_change IS NULL AND a.team_id <> n.team
"""
ASSIGN = """
INSERT INTO campaigns_assignment (campaign_id, door_id, team_id, from_change)
SELECT %b, n.door, n.team, %b FROM unnest(%b::uuid[], %b::uuid[]) AS n(door, team)
ON CONFLICT (campaign_id, door_id) WHERE until_change IS NULL DO NOTHING
"""
HAND_OUT = """
UPDATE campaigns_target t SET team_id = n.team, change = %b
FROM unnest(%b::uuid[], %b::uuid[]) AS n(door, team)
WHERE t.campaign_id = %b AND t.door_id = n.door AND t.team_id <> n.team
RETURNING t.place_id, t.door_id
"""
LAUNCHED = "SELECT 1 FROM campaigns_campaign WHERE from_change IS NOT NULL LIMIT 1"
LOCK_PLACES = "SELECT id FROM places_place WHERE id = ANY(%b) ORDER BY id FOR NO KEY UPDATE"
PLACES_OF = "SELECT DISTINCT place_id FROM places_door WHERE id = ANY(%b)"
BELOW = """
SELECT p.id FROM places_place p JOIN places_place area ON area.id = %b
WHERE p.path >= area.path AND p.path < area.path || 'g' ORDER BY p.id FOR NO KEY UPDATE OF p
"""
TARGET_PLACES = "SELECT DISTINCT place_id FROM campaigns_target WHERE campaign_id = %b"
# A target that comes anew to a phone brings its whole roll with it.
ROLLS_TOO = "UPDATE campaigns_roll SET change = %b WHERE campaign_id = %b AND door_id = ANY(%b)"


def make_questionnaire(*, name: str, questions: Sequence[Question]) -> Edition:
    """A new edition of the questionnaire of this name; editions are never edited. Raises `question.*`."""
    check_questions(questions)
    questionnaire, _made = Questionnaire.objects.get_or_create(name=name)
    newest = questionnaire.editions.aggregate(Max("number"))["number__max"] or 0
    return Edition.objects.create(
        questionnaire=questionnaire, number=newest + 1, questions=msgspec.to_builtins(list(questions))
    )


def make_campaign(
    *,
    outbreak: Outbreak,
    name: str,
    place: Place,
    edition: Edition,
    opens_at: datetime,
    deadline: datetime,
    day_from: time = time(8),
    day_until: time = time(21),
    door_kinds: Iterable[str] = (),
    **settings: Any,
) -> Campaign:
    """A sweep in preparation. `settings` are the other fields of Campaign: pace, team_size, max_tries …"""
    return Campaign.objects.create(
        outbreak=outbreak,
        name=name,
        place=place,
        edition=edition,
        opens_at=opens_at,
        deadline=deadline,
        day_from=day_from,
        day_until=day_until,
        door_kinds=list(door_kinds),
        **settings,
    )


def launch(campaign: Campaign, *, worker: UUID | None = None) -> int:
    """Make the sweep's targets and open it to phones; answers how many doors it has. Twice is harmless."""
    with changes.change("launch", worker=worker) as change:
        run(BELOW, [campaign.place_id])  # nobody closes a door, or counts, beside this
        campaign.launched_at = campaign.launched_at or timezone.now()
        campaign.from_change = campaign.from_change or change.id
        campaign.change = change.id
        campaign.save()
        doors = scope.add_campaign(campaign.id, change.id)
        places = [row[0] for row in rows(TARGET_PLACES, [campaign.id])]
        recount([campaign.id], places, change.id)
    return doors


def assign(campaign: Campaign, *, doors: Sequence[UUID], teams: Sequence[UUID], worker: UUID | None = None) -> int:
    """Hand doors out: the team at the same position gets the door. Answers how many targets changed hands."""
    with changes.change("assign", worker=worker) as change:
        run(LOCK_PLACES, [[row[0] for row in rows(PLACES_OF, [list(doors)])]])
        hands = [list(doors), list(teams)]
        run(END_ASSIGNMENTS, [change.id, *hands, campaign.id])
        run(ASSIGN, [campaign.id, change.id, *hands])
        moved = rows(HAND_OUT, [change.id, *hands, campaign.id])
        if moved:
            run(ROLLS_TOO, [change.id, campaign.id, [door for _place, door in moved]])
            recount([campaign.id], {place for place, _door in moved}, change.id)
    return len(moved)


def doors_changed(doors: Collection[UUID], *, change: UUID) -> None:
    """For whoever changes doors, or people behind them, otherwise than by records: an import, a merge.

    Part of the caller's change, after its own writing: what came into a sweep becomes its target, and the doors' states
    are folded anew, so that somebody whom a newer file names is missed at a door that had been closed.
    """
    if doors and rows(LAUNCHED):
        run(LOCK_PLACES, [[row[0] for row in rows(PLACES_OF, [list(doors)])]])
        scope.add_doors(doors, change)
        fold_doors(set(doors), change)


def close(campaign: Campaign, *, worker: UUID | None = None) -> None:
    """End a sweep: phones stop knocking; late records still count."""
    with changes.change("close", worker=worker) as change:
        run(BELOW, [campaign.place_id])
        campaign.closed_at, campaign.change = timezone.now(), change.id
        campaign.until_change = change.id
        campaign.save()
