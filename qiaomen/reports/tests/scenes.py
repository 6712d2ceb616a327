"""DOMAIN's scenes 11 to 15 and 17 in the small world, on one afternoon: every kind of fact, through the ledger."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from qiaomen.base.ids import new_id
from qiaomen.care import actions as care
from qiaomen.care import actions_orders, missed, queries_orders
from qiaomen.care.models import Need
from qiaomen.clues import queries as clues
from qiaomen.clues import rules as clue_rules
from qiaomen.clues.actions import join
from qiaomen.clues.actions import step as clue_step
from qiaomen.ledger import desk
from qiaomen.ledger.models import Record
from qiaomen.outreach import actions as outreach
from qiaomen.outreach import messages, sending
from qiaomen.outreach.audience import Audience
from qiaomen.outreach.models import MaterialForm
from qiaomen.sampling import actions as sampling
from qiaomen.sampling import rules
from qiaomen.sampling.models import Result, Round
from qiaomen.shifts import actions as shifts
from qiaomen.shifts import missing
from qiaomen.testing import telling
from qiaomen.testing.cared import offered, visited
from qiaomen.testing.shifted import STAND, given, posted, staffed
from qiaomen.testing.tested import answered, sampled
from qiaomen.testing.world import World


@dataclass(frozen=True, slots=True)
class Day:
    """The world, and the moment at which its day is told."""

    world: World
    now: datetime

    def ago(self, hours: float) -> datetime:
        return self.now - timedelta(hours=hours)

    def say(self, kind: str, body: dict[str, Any], *, ago: float, by: str = "headquarters", **about: Any) -> UUID:
        """A record as somebody sent it so many hours ago."""
        said = desk.record(kind, body, at=self.ago(ago), **about)
        [told] = desk.send([said], by=self.world.workers[by], now=self.ago(ago))
        assert told.verdict == "accepted", (kind, body, told.code, told.field)
        id: UUID = said["id"]
        return id

    def at(self, place: str) -> dict[str, Any]:
        return {"place": self.world.places[place].id}

    def behind(self, door: str) -> dict[str, Any]:
        at = self.world.doors[door]
        return {"place": at.place_id, "door": at.id}


def play(world: World, now: datetime) -> None:
    """All of them."""
    day = Day(world, now)
    for scene in (tests, told_of, cared_for, informed, looked_at, disinfected, stood, larvae):
        scene(day)


def tests(day: Day) -> None:
    """Scene 11: everybody is due, six come; a pool of two is positive, one of them is tested alone; water, too."""
    world, people = day.world, [one.id for one in day.world.people.values()]
    document = rules.read('[who]\n[[tubes]]\nholds = "pool_10"\n')
    cohort = sampling.add_cohort(
        name="全员", place=world.places["district"], document=document, since=day.ago(25), by=None
    )
    sampling.open_due(day.ago(25))
    round = Round.objects.get(cohort=cohort)
    came: list[tuple[list[UUID], str, str, float]] = [
        (people[:2], "T1", "pool_10", 20),
        (people[:1], "S0", "single", 5),
        (people[2:3], "S2", "single", 6),
    ]
    came += [(people[3:4], "S3", "single", 6), (people[4:5], "S4", "single", 6), (people[5:6], "S5", "single", 24.5)]
    for several, tube, holds, ago in came:
        sampled(world, several, tube, holds=holds, round=round, at=day.ago(ago), by="headquarters", place="district")
    found = (("T1", "positive", 10), ("S0", "negative", 4), ("S2", "positive", 3), ("S3", "negative", 3))
    for tube, result, ago in found:
        assert answered(world, tube, result, at=day.ago(ago)).verdict == "accepted"
    known = Result.objects.get(person=people[3])
    day.say("result_told", {"result": known.id, "way": "phone"}, ago=2, person=people[3])
    day.say("place_sample", {"taken": day.ago(6), "tube": "W1", "what": "water"}, ago=6, by="lead", **day.at("gate"))


def larvae(day: Day) -> None:
    """A house in whose yard one of four containers has larvae, as a visit found it."""
    said = {"answers": {"water_containers": 4, "larvae_containers": 1}}
    at = day.ago(5)
    Record.objects.create(
        id=new_id(), content_hash=b"", outbreak=day.world.outbreak.id, kind="visit", at=at, device_at=at,
        received_at=at, author=day.world.workers["field"].id, door=day.world.doors["1-1-101"].id, body=said,
        change=day.world.change,
    )  # fmt: skip


def told_of(day: Day) -> None:
    """Scene 12: the car is nothing; a thing told twice is true and earns ten masks once; one is elsewhere, one late.

    Of the late one a second report was ended by a phone that did not know that it was joined.
    """
    clue_rules.set_rules(
        hours=4, step_minutes=60, sends=False, rewards=True, reward_what="口罩", reward_count=10,
        by=day.world.workers["headquarters"],
    )  # fmt: skip
    told = [
        day.say("clue", {"what": what, "source": "volunteer"}, ago=10, **day.at("compound"))
        for what in ("vehicle", "gathering", "gathering", "venue", "other", "other")
    ]
    clue = [clues.clue_for(day.world.workers["headquarters"], one, now=day.now) for one in told]
    by, at = day.world.workers["lead"], day.ago(8)
    for one, step in ((clue[0], "unfounded"), (clue[1], "verified"), (clue[3], "elsewhere")):
        more = {"organisation": day.world.organisations["taxes"].id} if step == "elsewhere" else {}
        assert clue_step(one, step, by=by, now=at, **more).verdict == "accepted"
    head = clues.clue_for(by, told[1], now=day.now)
    assert join(clue[2], head, by=by, now=at).verdict == "accepted"
    assert join(clue[5], clue[4], by=by, now=at).verdict == "accepted"
    assert clue_step(clue[5], "unfounded", by=by, now=at).verdict == "accepted"


def cared_for(day: Day) -> None:
    """Scene 13: three ask for help, one has it; of two who are visited daily one opened; of two bags one is here."""
    world, lead = day.world, day.world.workers["lead"]
    needs = [
        day.say("need", {"what": "medicine"}, ago=8, **day.behind(door)) for door in ("1-1-101", "1-1-102", "1-1-201")
    ]
    care.answer(Need.objects.get(pk=needs[0]), note="", by=lead, now=day.ago(5))
    taken = {"need": needs[1], "step": "taken", "worker": world.workers["field"].id}
    day.say("need_step", taken, ago=6, place=world.doors["1-1-102"].place_id)
    for door, step in (("1-1-202", "seen"), ("alley 6号", "nobody")):
        at = world.doors[door]
        visit = visited(world, door, by="00:00", begun=day.ago(50)) if door != "alley 6号" else _alley(day)
        care.visit([(visit, at.place_id, at.id)], step, by=world.workers["headquarters"], now=day.now)
    missed.tell(day.now)
    offer = offered(world, world.places["compound"], now=day.now + timedelta(days=1))
    item = offer.items.get(number=1)
    for door in ("1-1-101", "1-1-102"):
        lines = [{"item": item.id, "count": 2, "cents": item.cents}]
        day.say("order", {"offer": offer.id, "lines": lines}, ago=4, **day.behind(door))
    [first, *_others] = queries_orders.orders(offer.id, [""])
    actions_orders.step([first], {"step": "arrived"}, by=lead, now=day.ago(1))


def informed(day: Day) -> None:
    """Scene 14: 49 things are handed out; of two stairwells one has a channel; of a round's two places one is done."""
    world, by = day.world, day.world.workers["headquarters"]
    for title, form, count in (
        ("告居民书", MaterialForm.LEAFLET, 30), ("管理告示", MaterialForm.NOTICE, 12), ("海报", MaterialForm.POSTER, 5),
        ("横幅", MaterialForm.BANNER, 2),
    ):  # fmt: skip
        material = outreach.add_material(title=title, form=form, stock=None, by=by)
        said = {"material": material.id, "count": count, "way": "drop"}
        day.say("handout", said, ago=7, **day.at("compound"))
    with telling.post() as post:
        telling.reached(world, [world.places["stairwell 1-1"]], post)
        messages.send(telling.draft(world.places["building 1"], Audience("chain", "stairwell")), by=by, now=day.ago(3))
        sending.work(day.ago(3), seconds=60)
    places = [world.places[name] for name in ("gate", "building 2")]
    round = telling.asked_round(world, places, due=day.ago(1), now=day.ago(6))
    day.say("outreach_round_done", {"round": round}, ago=5, **day.at("gate"))


def looked_at(day: Day) -> None:
    """Scene 15: the gate is unmanned three times: once overdue, once not right when looked at again, once closed."""
    made = [
        day.say("finding", {"what": "gate_unmanned", "due": day.ago(due)}, ago=9, by="inspector", **day.at("gate"))
        for due in (2, -48, -48)
    ]
    for finding, is_right in ((made[1], False), (made[2], True)):
        day.say("finding_step", {"finding": finding, "step": "rectified"}, ago=6, by="lead", **day.at("gate"))
        looked = {"finding": finding, "step": "looked_again", "is_right": is_right}
        more = {} if is_right else {"due": day.ago(-24)}
        day.say("finding_step", looked | more, ago=4, by="inspector", **day.at("gate"))


def disinfected(day: Day) -> None:
    """Scene 17: 200 m² of the compound, another place is owed; a road is sealed, opened once, and nobody says why."""
    day.say("disinfection", {"area": 200}, ago=5, by="lead", **day.at("compound"))
    day.say("disinfection_asked", {"due": day.ago(2)}, ago=9, by="lead", **day.at("building 2"))
    sealed = {"emergency": "120", "document": "青防指〔2020〕7号", "until": day.ago(-72)}
    seal = day.say("seal", sealed, ago=8, by="lead", **day.at("compound"))
    day.say("seal_event", {"seal": seal, "event": "broken"}, ago=3, by="lead", **day.at("compound"))


def stood(day: Day) -> None:
    """Scene 17: of four shifts of four hours at the gate two are stood, one by a woman, one is not, one is off."""
    world, lead = day.world, day.world.workers["lead"]
    posted(world)
    staffed(world)
    here = {name: given(world, name, day.ago(5), hours=4) for name in STAND}
    for name in ("field", "field 2"):
        came = {"shift": here[name].id, "step": "came"}
        day.say("shift_step", came, ago=5, by=name, place=here[name].place)
    assert shifts.change(here["taxes 1"], "cancelled", by=lead, now=day.ago(6)).verdict == "accepted"
    assert missing.tell(day.ago(4)) == 1


def _alley(day: Day) -> UUID:
    """Somebody in the alley, begun by who may record there."""
    body = {"by": "00:00", "worker": day.world.workers["field"].id}
    return day.say("daily_visit", body, ago=50, **day.behind("alley 6号"))
