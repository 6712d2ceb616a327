"""The leader's room of joining: who waits, letting in, second phones, links and digits."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from qiaomen.access.joining import ask, status
from qiaomen.access.links import code_of, live_link, make_link
from qiaomen.access.models import Audit, Enrolment, JoinClaim, JoinLink
from qiaomen.testing.world import World, worker_phone

ROOM = "/duty/joining"


@pytest.fixture
def link(world: World) -> JoinLink:
    return make_link(world.organisations["education"])


@pytest.fixture
def lead(client_of: Callable[[str], Client]) -> Client:
    return client_of("lead")


def joiner(world: World, link: JoinLink, key: str, *, name: str = "") -> tuple[JoinClaim, str]:
    said = name or world.workers[key].name
    return ask(link=code_of(link), name=said, phone=worker_phone(key), device=uuid4(), device_name="荣耀 8")


def state_of(claim: JoinClaim) -> str:
    return JoinClaim.objects.get(pk=claim.pk).state


def test_the_list_says_who_waits_from_where_and_on_which_phone(lead: Client, world: World, link: JoinLink) -> None:
    joiner(world, link, "field 2")
    page = lead.get(ROOM).content.decode()
    for said in ("孟小雨", "县教育局", "荣耀 8"):
        assert said in page


def test_a_second_phone_raises_an_alert_before_and_after_it_is_let_in(
    lead: Client, world: World, link: JoinLink
) -> None:
    claim, secret = joiner(world, link, "field")
    assert [row.has_phone for row in lead.get(f"{ROOM}/waiting").context["rows"]] == [True]
    lead.post(f"{ROOM}/claims/{claim.id}/accept")
    status(claim=claim.id, secret=secret)
    ((worker, phones),) = lead.get(ROOM).context["seconds"]
    assert (worker, len(phones)) == (world.workers["field"], 2)
    assert Audit.objects.filter(action="device.second", subject=worker.id).exists()
    lead.post(f"{ROOM}/phones/{phones[0].id}/sign-out")
    assert lead.get(ROOM).context["seconds"] == []
    assert Enrolment.objects.get(pk=phones[0].pk).revoked_at is not None


def test_one_tap_lets_in_all_who_are_on_the_roster_and_were_shown(lead: Client, world: World, link: JoinLink) -> None:
    shown = [joiner(world, link, key)[0] for key in ("field", "field 2")]
    stranger, later = joiner(world, link, "field", name="陌生人")[0], joiner(world, link, "field 3")[0]
    lead.post(f"{ROOM}/accept", {"claim": [each.id for each in (*shown, stranger)]})
    assert [state_of(each) for each in (*shown, stranger, later)] == ["accepted", "accepted", "waiting", "waiting"]


def test_who_has_a_phone_already_is_not_among_those_let_in_by_one_tap(
    lead: Client, world: World, link: JoinLink
) -> None:
    Enrolment.objects.filter(worker=world.workers["field"]).delete()
    fresh, _second = joiner(world, link, "field")[0], joiner(world, link, "field 2")[0]
    joiner(world, link, "field 3", name="陌生人")
    assert [row.claim for row in lead.get(ROOM).context["plain"]] == [fresh]


def test_who_is_not_on_the_roster_is_let_in_only_as_somebody(lead: Client, world: World, link: JoinLink) -> None:
    claim, secret = joiner(world, link, "field 2", name="小孟")
    assert lead.post(f"{ROOM}/claims/{claim.id}/accept").status_code == 409
    page = lead.get(f"{ROOM}/claims/{claim.id}")
    assert page.context["candidates"][0] == world.workers["field 2"]
    assert worker_phone("field 2") not in page.content.decode()
    lead.post(f"{ROOM}/claims/{claim.id}/accept", {"worker": world.workers["field 2"].id})
    standing = status(claim=claim.id, secret=secret)
    assert standing.enrolment is not None
    assert standing.enrolment.worker == world.workers["field 2"]


@pytest.mark.parametrize("worker", ["outsider", "lead"])
def test_nobody_is_let_in_as_somebody_of_another_organisation(
    lead: Client, world: World, link: JoinLink, worker: str
) -> None:
    claim, _secret = joiner(world, link, "field", name="陌生人")
    answer = lead.post(f"{ROOM}/claims/{claim.id}/accept", {"worker": world.workers[worker].id})
    assert (answer.status_code, state_of(claim)) == (404, "waiting")


@pytest.mark.parametrize("act", ["accept", "refuse"])
def test_a_leaders_tap_outside_their_organisations_is_not_found(lead: Client, world: World, act: str) -> None:
    claim, _secret = joiner(world, make_link(world.organisations["school"]), "outsider")
    assert lead.post(f"{ROOM}/claims/{claim.id}/{act}").status_code == 404
    lead.post(f"{ROOM}/accept", {"claim": [claim.id]})
    assert state_of(claim) == "waiting"
    assert "金海波" not in lead.get(ROOM).content.decode()


def test_refusing_turns_the_phone_away(lead: Client, world: World, link: JoinLink) -> None:
    claim, secret = joiner(world, link, "field")
    lead.post(f"{ROOM}/claims/{claim.id}/refuse")
    assert status(claim=claim.id, secret=secret).state == "refused"
    assert lead.get(f"{ROOM}/claims/{claim.id}").status_code == 409


def test_a_link_is_made_shown_and_revoked(lead: Client, world: World) -> None:
    made = lead.post(f"{ROOM}/organisations/{world.organisations['taxes'].id}/link", follow=True)
    code = made.context["code"]
    found = live_link(code)
    assert found is not None
    assert f"http://testserver/join/{code.replace('-', '')}" in made.content.decode()
    assert "<svg" in made.content.decode()
    lead.post(f"{ROOM}/links/{found.id}/revoke")
    assert live_link(code) is None
    assert not lead.get(f"{ROOM}/links/{found.id}").context["is_live"]


def test_digits_go_to_those_without_a_phone_and_work(lead: Client, world: World, link: JoinLink) -> None:
    Enrolment.objects.filter(worker=world.workers["field"]).delete()
    page = lead.post(f"{ROOM}/organisations/{link.organisation_id}/digits")
    [(worker, code)] = page.context["codes"]
    assert worker == world.workers["field"]
    assert "no-store" in page["Cache-Control"]
    claim, secret = joiner(world, link, "field")
    assert status(claim=claim.id, secret=secret, code=code).state == "accepted"


def test_only_who_may_assign_finds_the_room(client_of: Callable[[str], Client], lead: Client, world: World) -> None:
    assert ROOM in lead.get("/duty").content.decode()
    inspector = client_of("inspector")
    assert ROOM not in inspector.get("/duty").content.decode()
    assert inspector.get(ROOM).status_code == 403
