"""The epidemic map of a compound on the screen: what its plan, its figures, its stack and its people say."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qiaomen.access.models import Worker
from qiaomen.access.phones import covered_of
from qiaomen.atlas import counts
from qiaomen.atlas.blocks import Ground
from qiaomen.atlas.counts import BlockCounts, Counts, Group
from qiaomen.atlas.models import Copy
from qiaomen.atlas.plans import PlanNow
from qiaomen.base.models import Outbreak
from qiaomen.campaigns.models import Campaign
from qiaomen.campaigns.queries.building import standing
from qiaomen.console import atlas_plan, door_page, doors, stacks
from qiaomen.console.asked import link, shows_health
from qiaomen.console.atlas_plan import Paint, Shown
from qiaomen.console.chains import stand_in_name
from qiaomen.duty.chain import Link, backing_of, chain, chain_phones, links_below
from qiaomen.places.models import Place

COLOURS = ("coverage", "cases")
# No sweep has this id, so no door of it was knocked on.
NO_SWEEP = UUID(int=0)
WORDS: Mapping[Group, Promise] = {
    "living": gettext_lazy("Living here"),
    "never_left": gettext_lazy("Never left"),
    "came_back": gettext_lazy("Left and came back"),
    "not_stated": gettext_lazy("Not stated"),
    "isolated": gettext_lazy("Isolated at home"),
    "isolated_elsewhere": gettext_lazy("Isolated elsewhere"),
    "away": gettext_lazy("Away for now"),
}
OF_HEALTH: frozenset[Group] = frozenset({"isolated", "isolated_elsewhere"})
MAIN: tuple[Group, ...] = ("living", "never_left", "came_back", "not_stated", "isolated")
BESIDE: tuple[Group, ...] = ("isolated_elsewhere", "away")


@dataclass(frozen=True, slots=True)
class Looked:
    """Which map, by whom: the compound, the copy, what colours it, and the building that was picked."""

    worker: Worker
    place: Place
    copy: Copy
    colour: str
    building: Place | None
    campaign: Campaign | None
    ground: Ground
    only: str = ""
    """Which doors of the building are asked for; nothing for all."""
    opened: bool = False
    """Phones are shown as they are, which is written down."""

    @property
    def is_open(self) -> bool:
        """The duty copy: with floors, lists and people in charge."""
        return self.copy == Copy.INTERNAL

    def link(self, *, name: str = "place_map", **changes: object) -> str:
        """The address of the same map with something else chosen."""
        query: dict[str, object] = {
            "copy": None if self.is_open else self.copy,
            "colour": None if self.colour == "coverage" else self.colour,
            "building": self.building.id if self.building else None,
            "campaign": self.campaign.id if self.campaign else None,
            "doors": self.only or None,
        }
        return link(name, self.place.id, **{**query, **changes})


@dataclass(frozen=True, slots=True)
class Figure:
    """A number under the map, with the list that it opens."""

    group: Group
    label: str | Promise
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody in charge; the phone is covered, unless `tel` may be dialled."""

    role: str | Promise
    name: str
    about: str
    phone: str = ""
    tel: str = ""
    stand_in: str = ""


def drawing(seen: Looked, plan: PlanNow, counted: Counts, colours: Mapping[UUID, Paint]) -> Shown:
    """The plan with each building's number, octagons and link."""
    paints: dict[UUID, Paint] = {}
    for block in seen.ground.blocks:
        one, id = counted.blocks[block.place.id], block.place.id
        paint = colours.get(id, Paint()) if seen.is_open else Paint()
        url = seen.link(building=id) if seen.is_open else ""
        paints[id] = replace(paint, url=url, said=_said(one, paint))
    return atlas_plan.paint(plan, counted, seen.ground, paints, current=seen.building.id if seen.building else None)


def _said(one: BlockCounts, paint: Paint) -> str:
    """What colour and octagon say, for who does not see them."""
    said = []
    if paint.step.startswith("cov"):
        said.append(_("%(share)s closed") % {"share": paint.note})
    elif paint.step.startswith("case"):
        said.append(_("cases: %(n)s") % {"n": paint.note})
    if one.isolated.exact != 0:
        said.append(_("%(n)s isolated here") % {"n": one.isolated.text})
    return ", ".join(said)


def figures_of(seen: Looked, counted: Counts, groups: Sequence[Group]) -> list[Figure]:
    """The numbers under the map; on the duty copy each opens its list."""
    found = []
    for group in groups:
        shown = getattr(counted, group).text
        opens = seen.is_open and (group not in OF_HEALTH or shows_health(seen.worker))
        found.append(Figure(group, WORDS[group], shown, list_url(seen.place, group) if opens else ""))
    return found


def list_url(place: Place, group: Group, **query: object) -> str:
    """The list behind a number."""
    return link("place_map_list", place.id, group, **query)


def stack(seen: Looked, building: Place) -> list[doors.Door]:
    """The building's doors as they stand; behind a red one somebody isolates. Without a sweep none is knocked."""
    sweep = seen.campaign.id if seen.campaign else None
    isolated = Counter(one.door for one in counts.members(seen.place, "isolated", block=building.id))
    found = []
    for one in standing(building, sweep or NO_SWEEP):
        face = door_page.face(one, building, sweep or NO_SWEEP, health=True)
        if isolated[one.id]:
            face = stacks.isolating(face, isolated[one.id])
        found.append(replace(face, url=link("door", one.id, campaign=sweep)))
    return found


def floors(one: BlockCounts) -> list[tuple[str, int, int]]:
    """(stairwell, floor, people) of those who isolate in a building, by stairwell from the top floor down."""
    return [
        (name, floor, n) for name, held in sorted(one.stacks.items()) for floor, n in sorted(held.items(), reverse=True)
    ]


def contacts(seen: Looked) -> list[Contact]:
    """Who answers for the building that was picked, or for the compound and what is in it; then who backs it."""
    about = seen.building or seen.place
    links = [*chain(about), *([] if seen.building else links_below(seen.place))]
    behind = backing_of(about)
    workers = [*(one.worker for one in links), *(one.contact for one in behind if one.contact)]
    phones = _phones(seen, about, list({one.id: one for one in workers}.values()))
    tels = phones if seen.opened else {}
    backing = [
        Contact(
            _("backing organisation"), one.organisation.name, one.contact.name if one.contact else "",
            phones.get(one.contact_id, ""), tels.get(one.contact_id, ""),
        )
        for one in behind
    ]  # fmt: skip
    return [_contact(several, links, phones, tels) for several in _together(links)] + backing


def _phones(seen: Looked, about: Place, workers: list[Worker]) -> dict[UUID | None, str]:
    keys = Outbreak.objects.current().keys
    if seen.opened:
        return dict(chain_phones(about, workers, reader=seen.worker, keys=keys).items())
    return dict(covered_of(workers, keys).items())


def _together(links: Sequence[Link]) -> list[list[Link]]:
    """One who answers for several buildings in one role is one line."""
    found: dict[tuple[UUID, str], list[Link]] = {}
    for one in links:
        found.setdefault((one.worker.id, one.role), []).append(one)
    return list(found.values())


def _contact(
    links: Sequence[Link], among: Sequence[Link], phones: Mapping[UUID | None, str], tels: Mapping[UUID | None, str]
) -> Contact:
    first = links[0]
    id = first.worker.id
    office = first.worker.organisation.name if first.worker.organisation else first.worker.title
    about = " · ".join(filter(None, (_(", ").join(one.place.name for one in links), office)))
    return Contact(
        first.role.label, first.worker.name, about, phones.get(id, ""), tels.get(id, ""), stand_in_name(first, among)
    )


def loose(untied: int, missing: int) -> str:
    """What is not tied yet, in one sentence; nothing where all is."""
    said = []
    if untied:
        said.append(
            ngettext(
                "%(n)s building of the plan is tied to no place.", "%(n)s buildings of the plan are tied to no place.",
                untied,
            ) % {"n": untied}
        )  # fmt: skip
    if missing:
        said.append(
            ngettext("%(n)s place is not on the plan.", "%(n)s places are not on the plan.", missing) % {"n": missing}
        )
    return " ".join(said)
