"""The list behind a number of the epidemic map as a file."""

from django.http import HttpRequest

from qiaomen.access.roles import Verb
from qiaomen.atlas import counts
from qiaomen.base.problems import Problem
from qiaomen.console import atlas_page, atlas_sheet
from qiaomen.console.asked import id_of, shows_health, worker_of
from qiaomen.console.sheets import Sheet
from qiaomen.console.views.atlas import listed


def map_people(request: HttpRequest) -> Sheet:
    """The people of one group of a compound, or of one building in it. Raises as `listed`."""
    place = id_of(request, "place")
    if place is None:
        raise Problem("access.not_found")
    found, group, block = listed(request, place, request.GET.get("group", ""), Verb.EXPORT)
    members = counts.members(found, group, block=block.id if block else None)
    about: dict[str, object] = {"place": found.id, "group": group, **({"building": block.id} if block else {})}
    rows = atlas_sheet.cells(members, health=shows_health(worker_of(request)))
    return Sheet(str(atlas_page.WORDS[group]), atlas_sheet.headings(), rows, about)
