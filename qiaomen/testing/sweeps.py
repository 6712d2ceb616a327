"""A sweep of the small world, under way: every dwelling, two teams in the first zone and one in the second."""

from datetime import timedelta

from qiaomen.campaigns.actions import assign, launch, make_campaign, make_questionnaire
from qiaomen.campaigns.models import Campaign, Edition
from qiaomen.campaigns.standard import QUESTIONS
from qiaomen.testing.world import ORDER, World, fixed

SWEEP = "城区第一轮敲门"


def launch_sweep(world: World, *, name: str = SWEEP) -> Campaign:
    """Launch a sweep of the district, and hand its doors out in walking order: a stairwell has one team."""
    campaign = make_campaign(
        id=fixed(name),
        outbreak=world.outbreak,
        name=name,
        place=world.places["district"],
        edition=make_questionnaire(name="入户摸排", questions=QUESTIONS),
        opens_at=ORDER + timedelta(hours=12),
        deadline=ORDER + timedelta(hours=72),
    )
    launch(campaign)
    hands = [(door.id, world.teams[_team(label)].id) for label, door in world.doors.items()]
    assign(campaign, doors=[door for door, _ in hands], teams=[team for _, team in hands])
    return campaign


def asked(world: World) -> Edition:
    """The questionnaire's newest edition, made when there is none yet."""
    newest = Edition.objects.filter(questionnaire__name="入户摸排").order_by("-number").first()
    return newest or make_questionnaire(name="入户摸排", questions=QUESTIONS)


def _team(label: str) -> str:
    if label.startswith("village group"):
        return "other team"
    return "team 1" if label.startswith("1-") else "team 2"
