"""A printed walk list of the small world's sweep, as far as there is a sweep."""

from datetime import timedelta

from qiaomen.campaigns.models import Campaign
from qiaomen.paper.models import WalkLine, WalkList, WalkPage
from qiaomen.places.models import Door
from qiaomen.testing.sweeps import SWEEP
from qiaomen.testing.world import World, fixed


def page_of(world: World, door: Door, code: str) -> str:
    """The code of a page with one line, made when first asked for; without a sweep nothing has this code."""
    campaign = Campaign.objects.filter(pk=fixed(SWEEP)).first()
    if campaign is None or WalkPage.objects.filter(pk=code).exists():
        return code
    made = WalkList.objects.create(
        id=fixed(f"list {code}"), campaign=campaign, place=door.place, printed_by=world.workers["lead"],
        printed_at=world.now, destroy_by=world.now + timedelta(hours=48),
    )  # fmt: skip
    page = WalkPage.objects.create(code=code, walk_list=made, number=1)
    WalkLine.objects.create(page=page, number=1, door_id=door.id)
    return code
