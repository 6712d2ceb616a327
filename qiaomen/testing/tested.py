"""Testing in the small world: cohorts opened, samples taken by tube, laboratories that answer."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from qiaomen.base.ids import new_id
from qiaomen.ledger import desk
from qiaomen.ledger.wire import Verdict
from qiaomen.people.models import Person
from qiaomen.places.models import Place
from qiaomen.sampling import actions, rules
from qiaomen.sampling.models import Cohort, Result, Round, Site
from qiaomen.testing.world import NOW, World, fixed

MORNING = NOW.replace(hour=8, minute=0)


def opened(world: World, text: str = "[who]\n", *, name: str = "全员", place: str = "district") -> Round:
    """A cohort by this rule, with its first round open since eight."""
    cohort = added(world, text, name=name, place=place)
    actions.open_due(NOW)
    return Round.objects.select_related("cohort__place").get(cohort=cohort, number=1)


def added(world: World, text: str, *, name: str = "全员", place: str = "district") -> Cohort:
    """A cohort by this rule, from eight in the morning on."""
    document = rules.read(text)
    return actions.add_cohort(
        name=name, place=world.places[place], document=document, since=MORNING, by=world.workers["headquarters"]
    )


def site(world: World, *, place: str = "district", teams: int = 1, name: str = "采样点") -> Site:
    """A site that works from eight to six."""
    return actions.add_site(
        place=world.places[place],
        name=name,
        teams=teams,
        opens=time(8),
        closes=time(18),
        by=world.workers["headquarters"],
    )


def sampled(
    world: World, people: Sequence[UUID], tube: str = "", *, holds: str = "single", round: Round | None = None,
    at: datetime = NOW, by: str = "lead", place: str = "community",
) -> list[UUID]:  # fmt: skip
    """Samples of these people in one tube."""
    body: dict[str, Any] = {"taken": at, "holds": holds}
    body |= {"tube": tube} if tube else {}
    body |= {"round": round.id} if round else {}
    said = [desk.record("sample", body, at=at, person=one, place=world.places[place].id) for one in people]
    verdicts = desk.send(said, by=world.workers[by], now=at)
    assert {one.verdict for one in verdicts} == {"accepted"}, verdicts
    return [one["id"] for one in said]


def answered(
    world: World, tube: str, result: str, *, at: datetime = NOW + timedelta(hours=6), by: str = "health", **more: Any
) -> Verdict:
    """A laboratory's answer for a tube."""
    body = {"tube": tube, "result": result, "reported": at}
    said = desk.record("tube_result", body, at=at, place=world.places["district"].id) | {"id": new_id(), **more}
    return desk.send([said], by=world.workers[by], now=at)[0]


def taken_back(world: World, record: UUID, *, by: str = "lead", at: datetime = NOW + timedelta(hours=7)) -> Verdict:
    """A record taken back."""
    return desk.send([desk.record("void", {}, at=at, amends=record)], by=world.workers[by], now=at)[0]


def round_at(place: Place) -> Round:
    """A round at a place, open, made when first asked for."""
    cohort = Cohort.objects.filter(place=place).first() or actions.add_cohort(
        name=f"检测 {place.name}", place=place, document=rules.read("[who]"), since=MORNING, by=None
    )
    actions.open_due(NOW)
    return Round.objects.get(cohort=cohort, number=1)


def result_of(world: World, person: Person) -> UUID:
    """A negative result of somebody, as its record would have it."""
    id = fixed(f"result of {person.id}")
    said = {"person": person.id, "result": "negative", "method": "pcr", "taken": NOW, "known_at": NOW}
    Result.objects.get_or_create(id=id, defaults={**said, "change": world.change})
    return id
