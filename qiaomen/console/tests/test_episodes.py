"""The board of people under a measure, a family's page, notices, and the line list."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from qiaomen.access.models import Audit
from qiaomen.console.views import episodes
from qiaomen.monitoring import actions
from qiaomen.monitoring.escalating import escalate
from qiaomen.monitoring.models import Overdue
from qiaomen.people.models import Person
from qiaomen.policy import editions, publishing
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.policies import county_rules
from qiaomen.testing.verified import tell_verified
from qiaomen.testing.world import World

ClientOf = Callable[[str], Client]


@pytest.fixture
def isolated(world: World) -> str:
    """Somebody in 1-1-102 who came under a measure today; answers the family's address."""
    now = timezone.now()
    chief = world.workers["headquarters"]
    publishing.publish(editions.draft(text=county_rules(days_ago=3), by=chief), by=chief, now=now)
    met = now - timedelta(days=1)
    person = world.household("1-1-102")[0]
    tell_verified(world, "exposure", [person.id], {"closeness": "close", "first": met, "last": met}, now=now)
    return f"/families/{person.home_door_id}"


def test_who_comes_under_a_measure_stands_on_the_board_by_themselves(
    world: World, client_of: ClientOf, isolated: str
) -> None:
    page = client_of("lead").get("/episodes").content.decode()
    assert world.household("1-1-102")[0].name in page
    assert "居家隔离" in page


def test_the_board_and_its_export_hold_the_same_people(world: World, client_of: ClientOf, isolated: str) -> None:
    client = client_of("lead")
    page = client.get("/episodes").content.decode()
    answer = client.post("/exports/episodes.csv")
    written = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert len(re.findall(r'<th scope="row">', page)) == len(written.strip().splitlines()) - 1 == 1
    assert world.household("1-1-102")[0].name not in written


def without_a_home(world: World) -> Person:
    """The one in isolation is known by the workplace only, as pupils are of whom a school has sent a list."""
    person = world.household("1-1-102")[0]
    Person.objects.filter(pk=person.pk).update(home_door=None, work_door=world.doors["1-1-101"])
    return person


def test_who_is_known_by_the_workplace_only_stands_on_the_board_and_is_seen_to(
    world: World, client_of: ClientOf, isolated: str
) -> None:
    person = without_a_home(world)
    assert escalate(timezone.now() + timedelta(days=3)) > 0
    late = Overdue.objects.filter(person=person.id, what="not_seen").get()
    assert world.workers["lead"].id in late.leads
    page = client_of("lead").get("/episodes")
    assert page.status_code == 200
    assert f'href="/people/{person.id}/"' in page.content.decode()
    client_of("lead").post(f"/episodes/overdue/{late.id}")
    late.refresh_from_db()
    assert late.seen_by == world.workers["lead"].id
    assert_rebuild_agrees()


def test_whoever_answers_for_the_workplace_checks_who_has_no_home_here(world: World, isolated: str) -> None:
    person, now = without_a_home(world), timezone.now()
    said = {"how": "seen", "temperature": 36.5}
    verdicts = [actions.tell("check", [person.id], said, by=world.workers[by], now=now) for by in ("field", "lead")]
    assert {one.verdict for [one] in verdicts} == {"accepted"}


def test_the_board_says_how_many_things_are_overdue_though_it_shows_fewer(
    world: World, client_of: ClientOf, isolated: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    escalate(timezone.now() + timedelta(days=3))
    monkeypatch.setattr(episodes, "MOST", 1)
    late = Overdue.objects.count()
    assert late > 1
    page = client_of("lead").get("/episodes", headers={"Accept-Language": "en"}).content.decode()
    assert f"{late} things are overdue" in page
    assert f"and {late - 1} more" in page


def test_police_see_no_family_under_a_measure(world: World, client_of: ClientOf, isolated: str) -> None:
    assert client_of("police").get(isolated).status_code == 403
    assert client_of("police").get("/cases").status_code == 403


def test_words_stay_sealed_until_opened_and_each_look_is_written_down(
    world: World, client_of: ClientOf, isolated: str
) -> None:
    client, person = client_of("lead"), world.household("1-1-102")[0]
    client.post(f"{isolated}/tell/call", {"people": [person.id], "way": "phone", "outcome": "talked", "note": "要买药"})
    assert "要买药" not in client.get(isolated).content.decode()
    client.post(f"{isolated}/open")
    assert "要买药" in client.get(isolated).content.decode()
    assert Audit.objects.filter(action="identity.seen", subject=person.id).exists()
    client.post(f"{isolated}/close")
    assert "要买药" not in client.get(isolated).content.decode()


def test_a_call_without_its_outcome_comes_back_with_what_is_missing(
    world: World, client_of: ClientOf, isolated: str
) -> None:
    answer = client_of("lead").post(f"{isolated}/tell/call", {"people": [world.household("1-1-102")[0].id]})
    assert answer.status_code == 422
    assert "data-open" in answer.content.decode()


def test_a_line_is_taken_back_with_a_reason(world: World, client_of: ClientOf, isolated: str) -> None:
    client, person = client_of("lead"), world.household("1-1-102")[0]
    client.post(f"{isolated}/tell/need", {"people": [person.id], "what": "medicine"})
    page = client.get(isolated).content.decode()
    record = re.findall(r'name="record" value="([0-9a-f-]{36})"', page)[-1]
    client.post(f"{isolated}/take-back", {"record": record, "reason": "记错了。" * 400})  # as long as its field allows
    assert record not in client.get(isolated).content.decode()


@pytest.mark.parametrize(("form", "magic"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_the_notice_comes_as_pdf_and_word(
    world: World, client_of: ClientOf, isolated: str, form: str, magic: bytes
) -> None:
    person = world.household("1-1-102")[0]
    answer = client_of("lead").post(f"/people/{person.id}/notice/{form}")
    assert (answer.status_code, answer.content[: len(magic)]) == (200, magic)
    assert person.name not in answer.headers["Content-Disposition"]


def test_the_line_list_shows_a_case_and_its_curve(world: World, client_of: ClientOf, isolated: str) -> None:
    person, now = world.household("1-1-102")[0], timezone.now()
    actions.tell("case", [person.id], {"status": "confirmed", "onset": now}, by=world.workers["health"], now=now)
    page = client_of("health").get("/cases").content.decode()
    assert person.name in page
    assert 'class="curve-confirmed"' in page
