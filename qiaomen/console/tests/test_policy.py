"""The policy's pages: written beside whom it moves, published once, told by a list of calls."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from qiaomen.policy.models import Edition, RiskArea
from qiaomen.testing.policies import county_rules
from qiaomen.testing.world import World

ClientOf = Callable[[str], Client]


@pytest.fixture
def text() -> str:
    """An edition whose hour was yesterday."""
    return county_rules(days_ago=1)


def drafted(client: Client, text: str) -> Edition:
    client.post("/policy/new", {"text": text})
    return Edition.objects.get()


def test_a_text_with_faults_is_not_kept_and_names_the_line(world: World, client_of: ClientOf, text: str) -> None:
    client = client_of("headquarters")
    client.cookies["language"] = "en"
    wrong = text.replace('measure = "home", days', 'measure = "house", days')
    answer = client.post("/policy/new", {"text": wrong})
    line = wrong.split("\n").index(next(one for one in wrong.split("\n") if "phases" in one)) + 1
    assert (answer.status_code, Edition.objects.count()) == (422, 0)
    assert f"line {line}" in answer.content.decode()


def test_a_draft_changes_nothing_until_it_is_published(world: World, client_of: ClientOf, text: str) -> None:
    client = client_of("headquarters")
    made = drafted(client, text)
    assert made.published_at is None
    client.post(f"/policy/{made.id}/publish")
    made.refresh_from_db()
    assert made.published_at is not None
    assert "到过高风险区" in client.get("/policy").content.decode()


def test_a_published_edition_is_not_edited(world: World, client_of: ClientOf, text: str) -> None:
    client = client_of("headquarters")
    made = drafted(client, text)
    client.post(f"/policy/{made.id}/publish")
    client.post(f"/policy/{made.id}", {"text": text.replace("days = 14", "days = 7")})
    made.refresh_from_db()
    assert made.text.strip() == text.strip()


def test_only_headquarters_writes_policy(world: World, client_of: ClientOf, text: str) -> None:
    assert client_of("lead").post("/policy/new", {"text": text}).status_code == 403
    assert client_of("lead").get("/policy").status_code == 200


def test_checking_tells_whom_it_moves_and_writes_nothing(world: World, client_of: ClientOf, text: str) -> None:
    answer = client_of("headquarters").post("/policy/check", {"text": text})
    assert answer.status_code == 200
    assert Edition.objects.count() == 0


def test_an_area_is_declared_by_its_place_as_people_name_it(world: World, client_of: ClientOf, text: str) -> None:
    client = client_of("headquarters")
    client.post(f"/policy/{drafted(client, text).id}/publish")
    place = world.places["stairwell 1-1"]
    building = place.parent
    assert building is not None
    since = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    said = {"where": f"{building.name} {place.name}", "level": "high", "since": since, "ground": "一例确诊"}
    answer = client.post("/areas", said)
    assert (answer.status_code, RiskArea.objects.get().place_id) == (302, place.id)


def test_a_place_or_a_region_never_both(world: World, client_of: ClientOf, text: str) -> None:
    client = client_of("headquarters")
    client.post(f"/policy/{drafted(client, text).id}/publish")
    since = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    both = {"where": world.places["compound"].name, "region": "1101", "level": "high", "since": since, "ground": "x"}
    assert (client.post("/areas", both).status_code, RiskArea.objects.count()) == (422, 0)


def test_areas_objections_and_calls_leave_as_files(world: World, client_of: ClientOf, text: str) -> None:
    client = client_of("headquarters")
    made = drafted(client, text)
    client.post(f"/policy/{made.id}/publish")
    page = client.get(f"/policy/{made.id}/calls").content.decode()
    assert f"/exports/policy_calls.xlsx?policy={made.id}" in page
    for sheet in (f"policy_calls.csv?policy={made.id}", "risk_areas.csv", "objections.csv"):
        answer = client.post(f"/exports/{sheet}")
        assert answer.status_code == 200, sheet
        assert b"".join(answer.streaming_content).count(b"\n") == 1, "a head, and nobody yet"  # type: ignore[attr-defined]
