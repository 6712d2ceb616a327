"""Signing in and out, and what may go wrong at it."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.test import Client
from django.urls import reverse

from qiaomen.access.models import Audit, Worker
from qiaomen.testing.world import World

PASSWORD = "槐花开了 2020 五月"
SIGN_IN = "/sign-in"


@pytest.fixture
def lead(world: World) -> Worker:
    """The community lead, with a password."""
    worker = world.workers["lead"]
    worker.set_password(PASSWORD)
    worker.save()
    return worker


def try_password(
    client: Client, password: str, *, username: str = "lead", address: str = "10.0.0.1", **more: str
) -> int:
    data = {"username": username, "password": password, **more}
    return client.post(SIGN_IN, data, REMOTE_ADDR=address).status_code


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_the_right_password_signs_in(lead: Worker, client: Client) -> None:
    assert try_password(client, PASSWORD) == 302
    assert signed_in_as(client) == str(lead.id)


def test_a_wrong_password_is_answered_on_the_page(lead: Worker, client: Client) -> None:
    response = client.post(SIGN_IN, {"username": "lead", "password": "wrong"}, headers={"Accept-Language": "en"})
    assert response.status_code == 422
    assert "do not go together" in response.content.decode()
    assert signed_in_as(client) is None


def test_signing_in_goes_back_to_where_one_was_headed(lead: Worker, client: Client) -> None:
    assert client.get("/password").headers["Location"] == "/sign-in?next=%2Fpassword"
    response = client.post(SIGN_IN, {"username": "lead", "password": PASSWORD, "next": "/password"})
    assert response.headers["Location"] == "/password"


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(lead: Worker, client: Client, elsewhere: str) -> None:
    response = client.post(SIGN_IN, {"username": "lead", "password": PASSWORD, "next": elsewhere})
    assert response.headers["Location"] == reverse("console:home")


def test_six_wrong_passwords_lock_the_user_at_that_address_only(lead: Worker, client: Client) -> None:
    statuses = [try_password(client, "wrong") for _ in range(settings.AXES_FAILURE_LIMIT)]
    assert statuses[:-1] == [422] * 5
    assert try_password(client, PASSWORD) == 429
    assert try_password(Client(), PASSWORD, address="10.0.0.2") == 302
    assert try_password(Client(), "wrong", username="inspector") == 422


def test_a_lock_opens_after_a_quarter_of_an_hour(lead: Worker, client: Client) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT):
        try_password(client, "wrong")
    for attempt in AccessAttempt.objects.all():
        attempt.attempt_time -= timedelta(hours=settings.AXES_COOLOFF_TIME)
        attempt.save()
    assert try_password(client, PASSWORD) == 302


def test_a_worker_who_left_cannot_sign_in(lead: Worker, client: Client) -> None:
    Worker.objects.filter(pk=lead.pk).update(is_active=False)
    assert try_password(client, PASSWORD) == 422


def test_who_leaves_is_signed_out_everywhere(lead: Worker, client: Client) -> None:
    client.force_login(lead, backend="django.contrib.auth.backends.ModelBackend")
    Worker.objects.filter(pk=lead.pk).update(is_active=False)
    assert client.get("/password").status_code == 302


def test_field_workers_have_no_way_in_by_password(world: World, client: Client) -> None:
    assert try_password(client, "", username="") == 422
    assert try_password(client, "x", username="None") == 422


def test_signing_out_takes_a_post_and_ends_the_session(lead: Worker, client: Client) -> None:
    try_password(client, PASSWORD)
    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out").headers["Location"] == SIGN_IN
    assert signed_in_as(client) is None


def test_a_changed_password_ends_the_other_sessions(lead: Worker, client: Client) -> None:
    elsewhere = Client()
    for one in (client, elsewhere):
        try_password(one, PASSWORD)
    fresh = "柳絮飞了 2020 六月"
    data = {"old_password": PASSWORD, "new_password1": fresh, "new_password2": fresh}
    assert client.post("/password", data).status_code == 302
    assert client.get("/password").status_code == 200
    assert elsewhere.get("/password").status_code == 302
    assert Audit.objects.filter(action="login.password", subject=lead.id).exists()


def test_a_short_password_is_refused_beside_its_field(lead: Worker, client: Client) -> None:
    try_password(client, PASSWORD)
    data = {"old_password": PASSWORD, "new_password1": "123", "new_password2": "123"}
    response = client.post("/password", data)
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()


def test_the_language_is_remembered(lead: Worker, client: Client) -> None:
    client.post("/language", {"language": "en", "next": SIGN_IN})
    assert client.cookies["language"].value == "en"
    assert 'lang="en"' in client.get(SIGN_IN).content.decode()


def test_an_htmx_call_without_session_leads_the_whole_page_to_sign_in(world: World, client: Client) -> None:
    response = client.get("/password", headers={"HX-Request": "true"})
    assert response.headers["HX-Redirect"] == SIGN_IN


def test_the_api_says_that_somebody_must_sign_in_instead_of_showing_a_page(world: World, client: Client) -> None:
    assert client.post("/api/sync").json()["problem"]["code"] == "access.token_unknown"


def test_whose_work_is_on_the_phone_is_shown_the_way_there(world: World, client: Client) -> None:
    client.force_login(world.workers["gate"])
    assert 'href="/field/"' in client.get("/", follow=True).content.decode()
    client.force_login(world.workers["lead"])
    assert 'href="/field/"' not in client.get("/account").content.decode()
