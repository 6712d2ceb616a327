"""The map as a card: where its data are, what it shows, and what else it could show."""

from django.conf import settings
from django.utils.translation import gettext as _

from qiaomen.console import parts
from qiaomen.console.asked import Asked, shows_health
from qiaomen.console.map_page import HEALTH, SHOWN


def map_card(seen: Asked, *, level: str = "", show: str = "coverage", wall: bool = False) -> dict[str, object]:
    """What the map's card needs; its segments lead to the page of the map. `wall`: for a broad screen."""
    may = [name for name in SHOWN if name not in HEALTH or shows_health(seen.worker)]
    named = {"coverage": _("Closed"), "isolated": _("Isolated"), "cases": _("Cases")}
    return {
        "url": seen.link("map_data", count=None, level=level or None, wall=1 if wall else None),
        "show": show,
        "ways": [
            parts.Segment(named[name], seen.link("map", count=None, level=level or None, show=name), name == show)
            for name in may
        ],
        "tiles": settings.MAP_TILES,
        "credit": settings.MAP_CREDIT,
    }
