"""Testing in the console: rounds, people by name, a laboratory's file, certificates."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from qiaomen.access.queries import visible_doors
from qiaomen.access.roles import Verb
from qiaomen.console import sampling_page
from qiaomen.ledger import desk
from qiaomen.places.models import Door
from qiaomen.sampling import actions, answers, queries, queries_samples, rules
from qiaomen.sampling.answers import Answer
from qiaomen.sampling.models import Cohort, Result, Round, Sample, Slot
from qiaomen.testing.tested import answered, sampled, site
from qiaomen.testing.world import NOW, World

ClientOf = Callable[[str], Client]


@pytest.fixture
def open_round(world: World) -> Round:
    """Everybody is due since an hour ago, in pools of ten."""
    document = rules.read('[who]\n[[tubes]]\nholds = "pool_10"\n')
    since = timezone.now() - timedelta(hours=1)
    cohort = actions.add_cohort(name="全员", place=world.places["district"], document=document, since=since, by=None)
    actions.open_due(timezone.now())
    return Round.objects.get(cohort=cohort)


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_a_laboratorys_file_tells_each_member_and_names_what_it_cannot(
    world: World, open_round: Round, client_of: ClientOf
) -> None:
    people = [person.id for person in world.household("1-1-101")]
    sampled(world, people, "QM0001", holds="pool_10", round=open_round, at=timezone.now())
    text = "某某医院检验科\n序号,试管码,检测结果\n1,qm0001,阴性\n2,QM0002,未检出\n3,QM0003,看不清\n合计,3,\n"
    file = io.BytesIO(text.encode("gb18030"))
    file.name = "结果.csv"
    said = client_of("health").post("/sampling/results", {"file": file}, HTTP_ACCEPT_LANGUAGE="en")
    html = said.content.decode()
    assert said.status_code == 200
    assert "QM0003" in html
    assert "QM0002" in html
    assert set(Result.objects.values_list("person", "result")) == {(one, "negative") for one in people}
    listed = page(client_of("health"), f"/sampling/rounds/{open_round.id}/?count=untold")
    assert listed.count("/sampling/certificates/") == len(people)


def test_a_result_is_told_once_and_its_certificate_printed(
    world: World, open_round: Round, client_of: ClientOf
) -> None:
    person = world.household("1-1-101")[0]
    sampled(world, [person.id], "S1", round=open_round, at=timezone.now())
    lead, health = client_of("lead"), client_of("health")
    file = io.BytesIO(b"tube,result\nS1,negative\n")
    file.name = "results.csv"
    health.post("/sampling/results", {"file": file})
    result = Result.objects.get()
    assert lead.post(f"/sampling/rounds/{open_round.id}/told", {"result": result.id}).status_code == 302
    result.refresh_from_db()
    assert result.told_way == "phone"
    certificate = health.post(f"/sampling/certificates/{result.id}")
    assert (certificate.status_code, certificate.content[:5]) == (200, b"%PDF-")


def test_lines_that_say_two_things_of_one_tube_are_refused(world: World) -> None:
    lines = [Answer(2, "T1", "A", "negative"), Answer(3, "T1", "B", "positive"), Answer(4, "T1", "C")]
    place, now = world.places["district"].id, timezone.now()
    taken = answers.take(lines, place=place, by=world.workers["health"], now=now)
    assert [one.reason for one in taken.refused] == ["result.contradicts", "result.contradicts", "result.unreadable"]


def test_an_id_number_of_somebody_elsewhere_is_nobodys(world: World) -> None:
    ours, now = world.household("1-1-101")[0], timezone.now()
    elsewhere = world.household("village group 1号")[0]
    for one in (ours, elsewhere):
        sampled(world, [one.id], by="headquarters", at=now - timedelta(hours=1))
    lines = [Answer(n, "", world.identities[one.name].number, "negative") for n, one in enumerate((ours, elsewhere))]
    place = world.places["district"].id
    told = answers.take(lines, place=place, by=world.workers["lead"], now=now)
    assert [(one.line, one.reason) for one in told.refused if one.line == 1] == [(1, "result.unknown_person")]
    whole = answers.take(lines, place=place, by=world.workers["health"], now=now)
    assert "result.unknown_person" not in {one.reason for one in whole.refused}


def test_a_list_is_read_a_page_at_a_time(world: World, open_round: Round) -> None:
    people = [one.id for one in world.people.values()][:5]
    sampled(world, people, "T1", holds="pool_10", by="headquarters")
    answered(world, "T1", "positive")
    listed = queries_samples.retests(world.workers["health"])
    assert (len(listed), len(listed[1:3]), len(list(listed))) == (5, 2, 5)
    assert [one.person for one in listed[1:3]] == [one.person for one in listed][1:3]
    groups = queries.groups(open_round.id, [""], now=timezone.now())
    assert len(groups) == len(list(groups)) > 2
    assert [one.door for one in groups[1:2]] == [[one.door for one in groups][1]]


def test_nobody_says_that_anothers_result_was_told(world: World) -> None:
    one, other = world.household("1-1-101")[:2]
    sampled(world, [one.id], "S1")
    answered(world, "S1", "negative")
    body = {"result": Result.objects.get().id, "way": "phone"}
    later = NOW + timedelta(hours=8)
    said = desk.tell("result_told", body, by=world.workers["lead"], now=later, person=other.id)
    assert (said.verdict, said.code) == ("rejected", "record.invalid")


def test_a_code_that_comes_again_leaves_the_first_tubes_people_to_be_tested(world: World, client_of: ClientOf) -> None:
    people = [one.id for one in world.household("1-1-101")]
    sampled(world, people, "T1", holds="pool_10")
    answered(world, "T1", "positive")
    answered(world, "T1", "negative", at=NOW + timedelta(days=30))
    assert page(client_of("health"), "/sampling/retests").count(">T1<") == len(people)


def test_a_group_outside_ones_area_is_not_found(world: World, open_round: Round, client_of: ClientOf) -> None:
    lead = client_of("lead")
    ours = visible_doors(world.workers["lead"])
    outside = Door.objects.exclude(pk__in=ours.values("pk")).first()
    assert outside is not None
    address = f"/sampling/rounds/{open_round.id}/"
    assert page(lead, address).count("?door=") > 0
    assert page(lead, f"{address}?door={world.doors['1-1-101'].id}")
    assert lead.get(f"{address}?door={outside.id}").status_code == 404
    assert lead.get(f"{address}?count=nothing").status_code == 404


def test_who_may_not_see_identity_sees_a_masked_name(world: World, open_round: Round, client_of: ClientOf) -> None:
    shown = page(client_of("lead"), f"/sampling/rounds/{open_round.id}/?count=due")
    assert ("韩德福" in shown) == world.workers["lead"].may(Verb.SEE_IDENTITY)
    assert "韩德福" in page(client_of("health"), f"/sampling/rounds/{open_round.id}/?count=due")


def test_a_cohort_is_begun_from_an_example_and_times_are_handed_out(world: World, client_of: ClientOf) -> None:
    site(world)
    headquarters = client_of("headquarters")
    assert "pool_10" in page(headquarters, "/sampling/cohorts/new?example=whole-town-2-days")
    said = {
        "name": "全民", "place": world.places["district"].id, "document": rules.example("whole-town-2-days"),
        "since": f"{timezone.localtime() - timedelta(minutes=1):%Y-%m-%dT%H:%M}",
    }  # fmt: skip
    assert headquarters.post("/sampling/cohorts/new", said).status_code == 302
    round = Round.objects.get(number=1)
    assert headquarters.post(f"/sampling/rounds/{round.id}/times").status_code == 302
    assert Slot.objects.filter(round=round).exists()
    assert page(headquarters, "/sampling/")
    wrong = headquarters.post("/sampling/cohorts/new", {**said, "name": "二", "document": "who ="})
    assert wrong.status_code == 422
    assert Cohort.objects.count() == 1


def test_a_sample_of_water_is_written_down_at_a_desk(world: World, client_of: ClientOf) -> None:
    lead, said = client_of("lead"), {"where": world.places["community"].id, "what": "water", "tube": "w 17"}
    assert page(lead, "/sampling/places/new")
    assert lead.post("/sampling/places/new", said).status_code == 302
    assert "W17" in page(client_of("health"), "/sampling/places")


@pytest.mark.parametrize("path", ["/sampling/", "/sampling/retests", "/sampling/places"])
def test_every_page_opens_empty(world: World, client_of: ClientOf, path: str) -> None:
    assert page(client_of("health"), path)
    assert not Sample.objects.exists()


@pytest.mark.parametrize("sheet", ["sampling", "sampling_retests", "sampling_places", "sampling_people"])
def test_every_list_leaves_as_a_file(world: World, open_round: Round, client_of: ClientOf, sheet: str) -> None:
    answer = client_of("data officer").post(f"/exports/{sheet}.csv?round={open_round.id}")
    assert answer.status_code == 200


def test_every_example_of_a_rule_has_a_name_in_words() -> None:
    assert sorted(sampling_page.example_words()) == rules.examples()
