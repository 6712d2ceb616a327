"""Findings, disinfection and seals in the daily report: each number and the list behind it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from qiaomen.disinfection import actions
from qiaomen.ledger import desk
from qiaomen.monitoring.models import Episode
from qiaomen.reports import listing, queries
from qiaomen.reports.freezing import freeze
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.isolating import isolate
from qiaomen.testing.world import World

FIGURES = {
    "findings_today": 2, "findings_rectified_today": 1, "findings_looked_today": 1, "findings_reopened_today": 1,
    "repeat_offenders": 1, "disinfections_today": 1, "disinfected_area_today": 120, "disinfections_late": 1,
    "seals_holding": 1, "seal_openings_today": 2, "seal_openings_unexplained": 1,
}  # fmt: skip


def told(world: World, kind: str, body: dict[str, Any], *, by: str = "lead", **about: UUID) -> UUID:
    verdict = desk.tell(kind, body, by=world.workers[by], now=timezone.now(), **about)
    assert verdict.verdict == "accepted", (kind, verdict.code, verdict.field)
    assert verdict.id is not None
    return verdict.id


def inspected(world: World) -> None:
    """A gate found unmanned, put right, not right after all, and found again."""
    gate = world.places["gate"].id
    for last in (False, True):
        finding = told(world, "finding", {"what": "gate_unmanned"}, by="inspector", place=gate)
        if not last:
            told(world, "finding_step", {"finding": finding, "step": "rectified"}, place=gate)
            told(world, "finding_step", {"finding": finding, "step": "looked_again"}, by="inspector", place=gate)


def disinfected(world: World) -> None:
    """Of two buildings one."""
    long_ago = timezone.now() - timedelta(days=2)
    actions.begin(
        world.places["compound"], grain="building", every=24, by=world.workers["headquarters"], now=long_ago
    )  # fmt: skip
    told(world, "disinfection", {"area": 120}, place=world.places["building 1"].id)


def sealed(world: World) -> None:
    """One, opened twice: once for a doctor, once nobody knows why."""
    person, door = isolate(world, "1-1-101"), world.doors["1-1-101"]
    ground = [{"episode": Episode.objects.get().id, "person": person.id}]
    about: Any = {"place": door.place_id, "door": door.id}
    seal = told(world, "seal", {"emergency": "120", "people": ground}, **about)
    for why in ("doctor", ""):
        told(world, "seal_event", {"seal": seal, "event": "opened", "why": why}, **about)


def test_what_was_inspected_disinfected_and_sealed_stands_in_the_report_and_each_number_opens_its_list(
    world: World,
) -> None:
    inspected(world)
    disinfected(world)
    sealed(world)
    place, cut = world.places["district"], timezone.now() + timedelta(seconds=5)
    report = freeze(place=place, cut=cut, now=cut)
    totals = queries.totals(report)
    assert {key: totals[key] for key in FIGURES} == FIGURES
    for figure in FIGURES:
        assert sum(one.amount for one in listing.members(report, figure, [place.path])) == totals[figure], figure
    [again] = listing.members(report, "repeat_offenders", [place.path])
    assert again.place == world.places["gate"].id
    [missing] = listing.members(report, "disinfections_late", [place.path])
    assert missing.place == world.places["building 2"].id
    assert_rebuild_agrees()
