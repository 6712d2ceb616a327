"""Numbers of a household: to the team that has to call it and to whoever may know identity, never to police; logged."""

from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client

from qiaomen.access.models import Audit, Grant
from qiaomen.access.roles import Role
from qiaomen.campaigns.actions import assign
from qiaomen.monitoring.tests.watch import Watch, make_watch
from qiaomen.testing.desk import Desk, at
from qiaomen.testing.sweep import start_sweep
from qiaomen.testing.world import World

HOME = "1-1-302"


@pytest.fixture
def desk(world: World) -> Desk:
    """All doors are team 1's."""
    return Desk(world, start_sweep(world, team="team 1"))


@pytest.fixture
def watch(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Watch:
    """解军 of 1-1-302 is under home isolation."""
    watch = make_watch(desk.world, monkeypatch)
    watch.under("解军", "home", at(21, 10), at(20, 8), 14)
    return watch


def asked(desk: Desk, worker: str, door: str = HOME) -> tuple[int, list[dict[str, Any]]]:
    token = {"authorization": f"Bearer {desk.world.tokens[worker]}"}
    answer = Client().get(f"/api/doors/{desk.door(door)}/numbers", headers=token)
    return answer.status_code, answer.json().get("numbers", [])


def test_the_team_of_the_door_gets_the_numbers_of_whom_it_follows_up_and_that_is_logged(
    desk: Desk, watch: Watch
) -> None:
    status, told = asked(desk, "field")
    phones = {str(watch.person(name)): desk.world.identities[name].phones for name in ("解军",)}
    assert status == HTTPStatus.OK
    assert {row["person"]: row["phones"] for row in told}.items() >= phones.items()
    seen = Audit.objects.filter(action="identity.seen", worker=desk.world.workers["field"].id)
    assert {str(one.subject) for one in seen} == {row["person"] for row in told}
    assert not any(phone in str(one.details) for one in seen for phone in phones[str(watch.person("解军"))])


def test_where_nobody_is_to_be_called_a_field_worker_gets_none(desk: Desk, watch: Watch) -> None:
    assert asked(desk, "field", "1-1-301") == asked(desk, "taxes 1") == (HTTPStatus.OK, [])
    assert asked(desk, "outsider")[0] == HTTPStatus.NOT_FOUND


def test_who_may_see_identity_there_gets_them_at_any_door(desk: Desk, watch: Watch) -> None:
    Grant.objects.create(
        worker=desk.world.workers["taxes 1"], role=Role.LEAD, place=desk.world.places["community"], since=at(1, 0)
    )  # fmt: skip
    assert asked(desk, "taxes 1", "1-1-301")[1] != []


def test_police_get_none_even_of_a_door_of_their_team(desk: Desk, watch: Watch) -> None:
    assign(desk.campaign, doors=[desk.door(HOME)], teams=[desk.world.teams["team 2"].id])
    assert asked(desk, "taxes 1")[1] != []
    assert asked(desk, "police") == (HTTPStatus.OK, [])
