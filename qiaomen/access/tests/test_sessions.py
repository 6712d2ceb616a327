"""How long a sign-in lasts, what begins and ends with it, and how often somebody may guess."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client, RequestFactory
from django.utils import timezone

from qiaomen.access import guessing, sessions
from qiaomen.access.enrolling import address_hash
from qiaomen.access.models import Audit, Grant, Worker
from qiaomen.base.ids import NOBODY
from qiaomen.testing.world import World

PASSWORD = "槐花开了 2020 五月"


@pytest.fixture
def lead(world: World) -> Worker:
    worker = world.workers["lead"]
    Worker.objects.filter(pk=worker.pk).update(password=make_password(PASSWORD))
    return worker


def sign_in(client: Client, password: str = PASSWORD, *, username: str = "lead", address: str = "10.0.0.1") -> int:
    return client.post("/sign-in", {"username": username, "password": password}, REMOTE_ADDR=address).status_code


def back(client: Client, **ago: timedelta) -> None:
    """Move a session's beginning or last use into the past."""
    session = client.session
    for name, by in ago.items():
        session[name] = (timezone.now() - by).timestamp()
    session.save()


def test_a_session_ends_after_a_shift_and_after_an_hour_of_nothing(lead: Worker, client: Client) -> None:
    for name, most in ((sessions.BEGAN, sessions.LONGEST), (sessions.USED, sessions.IDLE)):
        sign_in(client)
        back(client, **{name: most - timedelta(minutes=1)})
        assert client.get("/password").status_code == 200
        back(client, **{name: most + timedelta(seconds=1)})
        assert client.get("/password").status_code == 302
        assert "_auth_user_id" not in client.session


def test_use_is_written_down_now_and_then_and_a_page_that_asks_by_itself_is_no_use(
    lead: Worker, client: Client
) -> None:
    sign_in(client)
    back(client, used=timedelta(minutes=30))
    before = client.session["used"]
    client.get("/password", headers={sessions.POLL: "1"})
    assert client.session["used"] == before
    client.get("/password")
    assert client.session["used"] > before


def test_signing_in_gives_a_new_key_and_signing_out_kills_it(lead: Worker, client: Client) -> None:
    client.get("/sign-in")
    sign_in(client)
    first = client.cookies["sessionid"].value
    client.post("/sign-out")
    sign_in(client)
    assert client.cookies["sessionid"].value != first
    client.cookies["sessionid"] = first
    assert client.get("/password").status_code == 302


def test_who_loses_a_role_loses_its_pages_with_the_next_click(lead: Worker, client: Client) -> None:
    sign_in(client)
    assert client.get("/gaps").status_code == 200
    Grant.objects.filter(worker=lead).update(until=timezone.now())
    assert client.get("/gaps").status_code == 403
    assert Audit.objects.filter(worker=lead.id, action="access.refused", details__route="gaps").exists()


def test_who_asks_for_what_is_not_in_their_area_is_written_down(world: World, lead: Worker, client: Client) -> None:
    sign_in(client)
    street = world.places["east street"].path
    outside = next(door for door in world.doors.values() if not door.place.path.startswith(street))
    for asked in (outside.id, NOBODY):
        assert client.get(f"/doors/{asked}").status_code == 404
    lines = Audit.objects.filter(worker=lead.id, action="access.not_found")
    assert [line.details for line in lines] == [{"route": "doors/<uuid:door>"}] * 2
    client.get("/nothing")
    client.post("/sign-out")
    client.get(f"/doors/{NOBODY}")
    assert lines.count() == 2


def test_signing_in_failing_and_signing_out_are_written_down_without_a_name(lead: Worker, client: Client) -> None:
    sign_in(client, "wrong")
    sign_in(client)
    client.post("/sign-out")
    lines = Audit.objects.filter(action__startswith="login.").order_by("at")
    assert [line.action for line in lines] == ["login.failed", "login.in", "login.out"]
    told = str([line.details for line in lines])
    assert [word for word in ("10.0.0.1", "lead") if word in told] == []


def fail(times: int, *, user: str = "x", address: str = "y") -> None:
    """So many wrong passwords, without the time that each would take to be hashed."""
    details = {"address": address_hash(address), "user": guessing._name_hash(user)}
    Audit.objects.bulk_create(Audit(action=guessing.FAILED, details=details) for _ in range(times))


def test_a_name_that_is_guessed_at_from_everywhere_opens_only_where_it_was_before(lead: Worker, client: Client) -> None:
    sign_in(client)
    client.post("/sign-out")
    fail(guessing.MOST_OF_A_USER, user="lead")
    assert sign_in(Client(), address="10.0.0.9") == 429
    assert sign_in(Client(), username="inspector", address="10.0.0.9") == 422
    assert sign_in(client) == 302


@pytest.mark.parametrize("typed", [" lead", "lead\u3000", "\uff4c\uff45\uff41\uff44"])
def test_a_space_or_wide_letters_make_no_other_name_to_guess_at(lead: Worker, typed: str) -> None:
    fail(guessing.MOST_OF_A_USER, user="lead")
    assert sign_in(Client(), username=typed, address="10.0.0.9") == 429
    guessing.failed(RequestFactory().get("/sign-in"), typed)
    assert Audit.objects.filter(details__user=guessing._name_hash("lead")).count() == guessing.MOST_OF_A_USER + 1


def test_an_address_that_tries_very_many_names_has_to_wait_and_its_people_have_not(
    lead: Worker, client: Client
) -> None:
    sign_in(client, address="10.0.0.1")
    client.post("/sign-out")
    fail(guessing.MOST_OF_AN_ADDRESS - 1, address="10.0.0.1")
    assert sign_in(Client(), "wrong", username="nobody") == 422
    assert sign_in(Client(), username="nobody") == 429
    assert sign_in(client) == 302


def test_a_name_that_nobody_has_costs_as_much_time_as_one_with_a_wrong_password(
    lead: Worker, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qiaomen.access.passwords import Hasher

    hashed: list[str] = []

    def counted(name: str) -> None:
        before = getattr(Hasher, name)

        def count(self: Hasher, *given: str) -> object:
            hashed.append(name)
            return before(self, *given)

        monkeypatch.setattr(Hasher, name, count)

    counted("encode")
    counted("verify")
    for username in ("nobody", "lead"):
        hashed.clear()
        sign_in(client, "wrong", username=username)
        assert len(hashed) == 1, username
