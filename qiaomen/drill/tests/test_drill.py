"""A whole drill against the real server, over the public protocol, in the small world."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.test import Client

from qiaomen.access.models import Enrolment
from qiaomen.campaigns.actions import assign, launch, make_campaign, make_questionnaire
from qiaomen.campaigns.models import Campaign, Target
from qiaomen.campaigns.standard import QUESTIONS
from qiaomen.campaigns.states import FIRST_CLOSED
from qiaomen.drill.clock import DrillClock
from qiaomen.drill.district import District
from qiaomen.drill.handset import Handset
from qiaomen.drill.muster import Muster, census, find_sweep, first_pulls, tempo_of
from qiaomen.drill.network import Faults
from qiaomen.drill.phone import Answer, Json
from qiaomen.drill.review import Reviewers
from qiaomen.drill.run import Drill
from qiaomen.drill.squad import squads
from qiaomen.drill.truths import Truths
from qiaomen.ledger.models import Record
from qiaomen.testing.world import HERE, World

OPENS = datetime(2020, 3, 21, 8, 0, tzinfo=HERE)


class InProcess:
    """Carries calls to the views of this process, as HTTP would."""

    def __init__(self) -> None:
        self.client = Client()
        self.calls = 0

    def post(self, path: str, body: Json, *, token: str = "") -> Answer:
        self.calls += 1
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        response = self.client.post(path, json.dumps(body), content_type="application/json", headers=headers)
        return Answer(response.status_code, json.loads(response.content or "{}"))


@pytest.fixture
def campaign(world: World) -> Campaign:
    """Every door of the world, handed out by zone, a third or so to each team of it."""
    edition = make_questionnaire(name="standard", questions=QUESTIONS)
    made = make_campaign(
        outbreak=world.outbreak,
        name="城区第一轮",
        place=world.places["district"],
        edition=edition,
        opens_at=OPENS,
        deadline=OPENS + timedelta(hours=72),
    )
    launch(made)
    doors, teams = [], []
    for number, (name, door) in enumerate(sorted(world.doors.items())):
        zone = ("other team",) if name.startswith("village") else ("team 1", "team 2")
        doors.append(door.id)
        teams.append(world.teams[zone[number % len(zone)]].id)
    assign(made, doors=doors, teams=teams)
    return made


@dataclass
class Set:
    """A drill that is ready to run, and what it needs afterwards."""

    drill: Drill
    muster: Muster
    district: District
    clock: DrillClock

    def states(self) -> Counter[int]:
        def again(handset: Handset) -> Handset:
            token = handset.token
            return self.muster.handset(token, handset.worker, clock=self.clock, until=OPENS, steady=True)

        phones = [phone for squad in self.drill.squads for phone in squad.handsets]
        return census(phones, district=self.district, campaign=self.drill.sweep.campaign, again=again)


def ready(world: World, *, faults: Faults, seed: str = "1", leads: bool = True) -> Set:
    muster = Muster(InProcess(), seed, "n", faults, threads=0)
    clock = DrillClock(start=OPENS.astimezone(UTC), speed=1e9)
    district = District()
    until = OPENS + timedelta(hours=72)
    phones = [muster.handset(world.tokens[key], key, clock=clock, until=until) for key in FIELD]
    lead = [muster.handset(world.tokens["lead"], "lead", clock=clock, until=until)] if leads else []
    first_pulls([*phones, *lead], district=district, threads=0)
    campaign, sweep = find_sweep(district)
    tempo = tempo_of(campaign, pace=11, zone=HERE)
    crews = squads(phones, district=district, tempo=tempo, truths=Truths(seed), campaign=sweep.campaign)
    drill = Drill(
        crews,
        Reviewers(lead, Random(seed)),
        district=district,
        sweep=sweep,
        clock=clock,
        truths=Truths(seed),
        network_threads=0,
    )
    return Set(drill, muster, district, clock)


FIELD = ["field", "field 2", "field 3", "taxes 1", "outsider", "outsider 2"]


@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_a_sweep_over_a_bad_network_closes_every_door(world: World, campaign: Campaign, seed: str) -> None:
    one = ready(world, faults=Faults(0.1, 0.1, 0.1), seed=seed)
    one.drill.run(start=OPENS.astimezone(UTC))
    states = one.states()
    assert Target.objects.filter(campaign_id=campaign.id, state__lt=FIRST_CLOSED).count() == 0
    assert sum(states.values()) == Target.objects.filter(campaign_id=campaign.id).count()
    assert min(states) >= FIRST_CLOSED


def test_every_record_is_in_the_ledger_once_and_none_was_refused(world: World, campaign: Campaign) -> None:
    one = ready(world, faults=Faults(0.1, 0.2, 0.2))
    one.drill.run(start=OPENS.astimezone(UTC))
    sent = [id_ for handset in one.drill.handsets for id_ in handset.phone.kept]
    verdicts = sum((handset.phone.verdicts for handset in one.drill.handsets), Counter())
    assert verdicts["duplicate"] > 0
    assert not verdicts["rejected"], sum((handset.phone.codes for handset in one.drill.handsets), Counter())
    assert Record.objects.filter(id__in=sent).count() == len(sent)


def test_visits_count_for_the_time_at_which_they_were_made(world: World, campaign: Campaign) -> None:
    """Whatever the phones' clocks say, and however late they were sent."""
    one = ready(world, faults=Faults(0, 0, 0), seed="5")
    one.drill.run(start=OPENS.astimezone(UTC))
    made = [moment for moment, _ in one.drill.log.knocks]
    visits = [visit.at for visit in Record.objects.filter(kind="visit")]
    assert max(min(abs(at - moment) for moment in made) for at in visits) < timedelta(seconds=10)


def test_the_same_seed_makes_the_same_visits(world: World, campaign: Campaign) -> None:
    runs = []
    for _ in range(2):
        drill = ready(world, faults=Faults(0, 0, 0)).drill
        runs.append([knock for squad in drill.squads for knock in [squad.team.knock(OPENS.astimezone(UTC))]])
    assert [(knock.door, knock.outcome, knock.until) for knock in runs[0] if knock] == [
        (knock.door, knock.outcome, knock.until) for knock in runs[1] if knock
    ]


def test_a_phone_that_was_revoked_stops_and_keeps_what_it_has(world: World, campaign: Campaign) -> None:
    one = ready(world, faults=Faults(0, 0, 0))
    Enrolment.objects.all().delete()
    one.drill.run(start=OPENS.astimezone(UTC), until=OPENS.astimezone(UTC) + timedelta(hours=3))
    phones = [phone for squad in one.drill.squads for phone in squad.handsets]
    assert any(phone.phone.stopped == "access.token_unknown" and phone.phone.outbox for phone in phones)
    assert Record.objects.count() == 0


def test_a_drill_goes_on_where_another_one_stopped(world: World, campaign: Campaign) -> None:
    noon = OPENS.astimezone(UTC) + timedelta(hours=6)
    ready(world, faults=Faults(0, 0, 0)).drill.run(start=OPENS.astimezone(UTC), until=noon)
    before = Target.objects.filter(campaign_id=campaign.id, state__gte=FIRST_CLOSED).count()
    again = ready(world, faults=Faults(0, 0, 0), seed="1b")
    left = sum(squad.team.left for squad in again.drill.squads)
    assert 0 < before == Target.objects.filter(campaign_id=campaign.id).count() - left
    again.drill.run(start=noon)
    assert Target.objects.filter(campaign_id=campaign.id, state__lt=FIRST_CLOSED).count() == 0
