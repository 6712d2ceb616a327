"""A password that a command made up: three days, and only for choosing one's own."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from qiaomen.access import first_password, logins, second_factor
from qiaomen.access.models import Audit, Worker
from qiaomen.access.roles import Role
from qiaomen.testing.world import World

OWN = "槐花开了 2020 五月"


@pytest.fixture
def chen(world: World) -> tuple[Worker, str]:
    return logins.create_login(username="chen", role=Role.HEADQUARTERS, place=world.places["district"])


def sign_in(client: Client, password: str) -> int:
    return client.post("/sign-in", {"username": "chen", "password": password, "next": "/gaps"}).status_code


def change(client: Client, old: str, new: str) -> int:
    return client.post("/password", {"old_password": old, "new_password1": new, "new_password2": new}).status_code


def after(monkeypatch: pytest.MonkeyPatch, days: float) -> None:
    then: datetime = timezone.now() + timedelta(days=days)
    monkeypatch.setattr(timezone, "now", lambda: then)


def test_it_opens_nothing_but_the_page_where_one_chooses_ones_own(chen: tuple[Worker, str], client: Client) -> None:
    assert sign_in(client, chen[1]) == 302
    for page in ("/gaps", "/account", "/", "/machine"):
        assert client.get(page).headers["Location"] == "/password"
    assert client.post("/account/sessions/end", {"which": "others"}).headers["Location"] == "/password"
    assert client.get("/password").status_code == 200
    assert change(client, chen[1], OWN) == 302
    assert client.get("/gaps").status_code == 200
    client.post("/sign-out")
    assert sign_in(client, OWN) == 302
    assert client.get("/gaps").status_code == 200


def test_it_does_not_become_ones_own(chen: tuple[Worker, str], client: Client) -> None:
    sign_in(client, chen[1])
    assert change(client, chen[1], chen[1]) == 422
    assert client.get("/gaps").status_code == 302


def test_the_second_factor_comes_after_it(
    chen: tuple[Worker, str], client: Client, settings: pytest.FixtureRequest
) -> None:
    settings.SECOND_FACTOR = "required"  # type: ignore[attr-defined]
    sign_in(client, chen[1])
    assert client.get(page := "/account/second-factor").headers["Location"] == "/password"
    change(client, chen[1], OWN)
    assert client.get("/gaps").headers["Location"] == page
    assert not second_factor.is_on(chen[0])


@pytest.mark.parametrize(("days", "status"), [(2.99, 302), (3.01, 422)])
def test_it_lasts_three_days(
    chen: tuple[Worker, str], client: Client, monkeypatch: pytest.MonkeyPatch, days: float, status: int
) -> None:
    after(monkeypatch, days)
    assert sign_in(client, chen[1]) == status


def test_one_that_is_over_opens_nothing_when_the_log_is_over_too(
    chen: tuple[Worker, str], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    first_password.forget_old(timezone.now())
    assert Worker.objects.get(pk=chen[0].pk).has_usable_password()
    after(monkeypatch, 3.01)
    first_password.forget_old(timezone.now())
    Audit.objects.all().delete()
    assert sign_in(client, chen[1]) == 422


def test_a_new_one_that_was_made_up_is_a_first_one_again_and_one_that_was_chosen_is_none(
    chen: tuple[Worker, str], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    logins.set_password(worker=chen[0], password=OWN)
    assert first_password.made_up_at(chen[0]) is None
    after(monkeypatch, 4)
    first_password.forget_old(timezone.now())
    fresh = logins.set_password(worker=chen[0])
    assert sign_in(client, fresh) == 302
    assert client.get("/gaps").headers["Location"] == "/password"
