"""Making, finding, launching and closing sweeps, as headquarters does it: checked, and in the audit."""

from collections.abc import Iterable
from datetime import datetime, time
from uuid import UUID

from django.db import transaction

from qiaomen.access import audit
from qiaomen.base.models import Outbreak
from qiaomen.base.problems import Problem
from qiaomen.campaigns import actions
from qiaomen.campaigns.models import Campaign, Edition
from qiaomen.campaigns.standard import QUESTIONS
from qiaomen.places.models import Place

STANDARD_NAME = "入户摸排"


def standard_edition() -> Edition:
    """The newest edition of the questionnaire that a sweep starts from; made when there is none yet."""
    newest = Edition.objects.filter(questionnaire__name=STANDARD_NAME).order_by("-number").first()
    return newest or actions.make_questionnaire(name=STANDARD_NAME, questions=QUESTIONS)


def create(
    *,
    outbreak: Outbreak,
    name: str,
    place: Place,
    opens_at: datetime,
    deadline: datetime,
    day_from: time = time(8),
    day_until: time = time(21),
    edition: Edition | None = None,
    door_kinds: Iterable[str] = (),
    pace: float = 11,
    team_size: int = 3,
    worker: UUID | None = None,
) -> Campaign:
    """A sweep in preparation; `pace` is doors a team and day, no `edition` the standard questionnaire.

    Raises `campaign.times`, and `campaign.name_taken` when a sweep of this outbreak that is not closed has the name.
    """
    if deadline <= opens_at or day_until <= day_from:
        raise Problem("campaign.times")
    if Campaign.objects.filter(outbreak=outbreak, name=name, closed_at=None).exists():
        raise Problem("campaign.name_taken")
    with transaction.atomic():
        made = actions.make_campaign(
            outbreak=outbreak,
            name=name,
            place=place,
            edition=edition or standard_edition(),
            opens_at=opens_at,
            deadline=deadline,
            day_from=day_from,
            day_until=day_until,
            door_kinds=door_kinds,
            pace=pace,
            team_size=team_size,
        )
        audit.write(worker, "campaign.made", made.id, place=place.id)
    return made


def named(text: str) -> Campaign:
    """A sweep by its id or its name, those that are not closed first. Raises `campaign.unknown`."""
    try:
        found = list(Campaign.objects.filter(pk=UUID(text)))
    except ValueError:
        found = list(Campaign.objects.filter(name=text))
        found = [campaign for campaign in found if campaign.closed_at is None] or found
    if len(found) != 1:
        raise Problem("campaign.unknown")
    return found[0]


def launch(campaign: Campaign, *, worker: UUID | None = None) -> int:
    """Open the sweep to phones; answers how many doors it has. Raises `campaign.closed`."""
    if campaign.closed_at is not None:
        raise Problem("campaign.closed")
    with transaction.atomic():
        audit.write(worker, "campaign.launched", campaign.id)
        return actions.launch(campaign, worker=worker)


def close(campaign: Campaign, *, worker: UUID | None = None) -> None:
    """End the sweep: phones stop knocking, late records still count. Closing twice changes nothing."""
    if campaign.closed_at is not None:
        return
    with transaction.atomic():
        audit.write(worker, "campaign.closed", campaign.id)
        actions.close(campaign, worker=worker)
