"""What colours the buildings of a map: how far the sweep is in each, or how many cases live there."""

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from qiaomen.atlas.blocks import Ground
from qiaomen.atlas.district import cases_by_place
from qiaomen.campaigns.models import Campaign
from qiaomen.campaigns.queries.area import area
from qiaomen.campaigns.queries.asking import ask
from qiaomen.campaigns.queries.coverage import SUMS, Coverage
from qiaomen.campaigns.tallies import COUNTS
from qiaomen.console import figures
from qiaomen.console.atlas_plan import Paint
from qiaomen.places.models import Place

STEPS = 5
# From how many cases on a building is painted in the next step; the number stands in it anyway.
CASES = (1, 3, 10)


def by_coverage(here: Ground, campaign: Campaign | None) -> Mapping[UUID, Paint]:
    """The share of closed doors in each block; nothing where no sweep is under way."""
    if campaign is None:
        return {}
    found: dict[UUID, Coverage] = {}
    within = area(campaign, [here.place.path])
    statement = f"""
        SELECT y.place_id, {SUMS} FROM campaigns_tally y{within.join("y.place_id")}
        JOIN places_place q ON q.id = y.place_id AND q.path >= %(here)s AND q.path < %(end)s
        WHERE y.campaign_id = %(campaign)s GROUP BY 1
    """
    inside = {"here": here.place.path, "end": here.place.path + "g"}
    for place, *counted in ask(statement, within.parameters | inside):
        block = found.setdefault(here.block_of(place), Coverage.nothing())
        block.update({name: block[name] + int(count) for name, count in zip(COUNTS, counted, strict=True)})
    return {block: _covered(held) for block, held in found.items() if held["doors"]}


def by_cases(here: Ground, places: Mapping[str, Place]) -> Mapping[UUID, Paint]:
    """The cases of the line list that live in each block; `places` are all of the compound, by path."""
    counted: Counter[UUID] = Counter()
    for path, cases in cases_by_place([here.place.path]).items():
        counted[here.block_of(places[path].id)] += cases
    return {block: _ill(cases) for block, cases in counted.items()}


def _covered(held: Coverage) -> Paint:
    step = min(int(held.share * STEPS), STEPS - 1) + 1
    return Paint(f"cov-{step}", figures.percent(held.closed, held["doors"]))


def _ill(cases: int) -> Paint:
    step = sum(cases >= least for least in CASES)
    return Paint(f"case-{step}" if step else "", figures.number(cases))
