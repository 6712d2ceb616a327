"""Rows of a list from outside in the small world: somebody who came from the capital and is not in the register."""

from datetime import date
from uuid import UUID

from qiaomen.lists.bringing import About, Incoming, bring, row_id
from qiaomen.lists.models import Row
from qiaomen.testing.world import World

ABOUT = About("铁路推送", "railway", "returnee", date(2020, 3, 21))
ADDRESSES = {"building 1": "城关街道东门社区翠湖小区1栋", "village group": "河湾社区五组"}


def row_at(world: World, place: str) -> UUID:
    """The row that names this place, made when first asked for."""
    row = Incoming(2, "钱未登", origin="北京市丰台区", region="110106", address=ADDRESSES[place])
    id = row_id(world.outbreak.keys, ABOUT, row)
    if not Row.objects.filter(pk=id).exists():
        bring([row], about=ABOUT, outbreak=world.outbreak, worker=world.workers["headquarters"])
    return id
