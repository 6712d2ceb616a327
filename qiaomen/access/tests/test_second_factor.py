"""The second factor: what opens its page and what does not, how often; setting up, recovery codes, `required`."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from qiaomen.access import guessing, halfway, second_factor
from qiaomen.access.models import Audit, RecoveryCode, SecondFactor, Worker
from qiaomen.base import keys
from qiaomen.testing.factors import code_of, factor_of
from qiaomen.testing.world import World

PASSWORD = "槐花开了 2020 五月"
CODE = "/sign-in/code"
FACTOR = "/account/second-factor"


@pytest.fixture
def lead(world: World) -> Worker:
    worker = world.workers["lead"]
    Worker.objects.filter(pk=worker.pk).update(password=make_password(PASSWORD))
    worker.refresh_from_db()
    return worker


def password(client: Client, said: str = PASSWORD, *, address: str = "10.0.0.1") -> HttpResponse:
    data = {"username": "lead", "password": said, "next": "/gaps"}
    return client.post("/sign-in", data, REMOTE_ADDR=address)  # type: ignore[return-value]


def code(client: Client, said: str, *, address: str = "10.0.0.1") -> int:
    return client.post(CODE, {"code": said, "next": "/gaps"}, REMOTE_ADDR=address).status_code


def is_signed_in(client: Client) -> bool:
    return client.get("/account").status_code == 200


def wrong_one(worker: Worker) -> str:
    """Six digits that are none of about now."""
    near = {code_of(worker, ago=ago) for ago in range(-2, 3)}
    return next(f"{digits:06}" for digits in range(9) if f"{digits:06}" not in near)


def actions() -> list[str]:
    found = Audit.objects.filter(action__regex="^(login|factor)").order_by("at", "id")
    return list(found.values_list("action", flat=True))


def test_codes_are_those_of_the_rfc() -> None:
    """RFC 6238, appendix B, cut to six digits."""
    totp = second_factor._totp("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
    said = {59: "287082", 1111111109: "081804", 1111111111: "050471", 2000000000: "279037"}
    assert {at: totp.at(datetime.fromtimestamp(at, UTC)) for at in said} == said


def test_without_a_second_factor_the_password_is_enough(lead: Worker, client: Client) -> None:
    assert password(client).headers["Location"] == "/gaps"
    assert is_signed_in(client)


def test_with_one_the_password_opens_nothing_but_the_page_that_asks_for_the_code(lead: Worker, client: Client) -> None:
    factor_of(lead)
    assert password(client).headers["Location"] == f"{CODE}?next=%2Fgaps"
    assert not is_signed_in(client)
    assert client.get(CODE).status_code == 200
    assert code(client, code_of(lead)) == 302
    assert is_signed_in(client)
    assert actions() == ["factor.on", "login.in"]
    assert Audit.objects.get(action="login.in").details == {"by": "code"}


def test_nobody_comes_to_the_code_without_the_password(lead: Worker, client: Client) -> None:
    factor_of(lead)
    password(client, "wrong")
    assert client.get(CODE).headers["Location"].startswith("/sign-in?")
    assert client.post(CODE, {"code": code_of(lead)}).headers["Location"].startswith("/sign-in?")
    assert not is_signed_in(client)


def test_a_code_counts_once(lead: Worker, client: Client) -> None:
    factor_of(lead)
    shown = code_of(lead)
    for one, status in ((client, 302), (Client(), 422)):
        password(one)
        assert code(one, shown) == status


@pytest.mark.parametrize("ago, counts", [(-1, True), (1, True), (-2, False), (2, False)])
def test_clocks_may_differ_by_half_a_minute(lead: Worker, ago: int, counts: bool) -> None:
    factor_of(lead)
    SecondFactor.objects.update(step=0)
    said = code_of(lead, ago=ago)
    assert bool(second_factor.shown(lead, said, now=timezone.now())) is counts


def test_wide_digits_and_spaces_are_the_same_code(lead: Worker) -> None:
    factor_of(lead)
    said = code_of(lead)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in said)
    assert second_factor.shown(lead, f" {wide[:3]} {wide[3:]} ", now=timezone.now()) == "code"


def test_wrong_codes_lock_as_wrong_passwords_do_and_are_kept_by_nobody(lead: Worker, client: Client) -> None:
    from axes.models import AccessAttempt

    factor_of(lead)
    wrong = wrong_one(lead)
    password(client, "wrong")
    password(client)
    statuses = [code(client, wrong) for _ in range(settings.AXES_FAILURE_LIMIT - 1)]
    assert statuses == [422] * (settings.AXES_FAILURE_LIMIT - 2) + [429]
    assert code(client, code_of(lead)) == 429
    assert Audit.objects.filter(action=guessing.FAILED, details__user=guessing._name_hash("lead")).count() == 6
    assert password(Client()).status_code == 429
    assert password(Client(), address="10.0.0.2").status_code == 302
    assert not [kept for kept in AccessAttempt.objects.all() if wrong in kept.post_data]


def test_very_many_wrong_ones_from_everywhere_leave_only_known_browsers(lead: Worker, client: Client) -> None:
    factor_of(lead)
    password(client)
    details = {"address": "x", "user": guessing._name_hash("lead")}
    Audit.objects.bulk_create(Audit(action=guessing.FAILED, details=details) for _ in range(guessing.MOST_OF_A_USER))
    assert code(client, code_of(lead)) == 429
    guessing.know(known := HttpResponse(), "lead")
    client.cookies.update(known.cookies)
    assert code(client, code_of(lead)) == 302


def test_the_password_is_remembered_for_five_minutes_and_not_beyond_a_new_one(lead: Worker, client: Client) -> None:
    factor_of(lead)
    password(client)
    session = client.session
    session[halfway._NAME] = {**session[halfway._NAME], "at": (timezone.now() - halfway.LIFE).timestamp() - 1}
    session.save()
    assert code(client, code_of(lead)) == 302
    assert not is_signed_in(client)
    password(client)
    Worker.objects.filter(pk=lead.pk).update(password=make_password("柳絮飞了 2020 六月"))
    assert code(client, code_of(lead)) == 302
    assert not is_signed_in(client)


def test_the_session_of_the_password_is_not_the_one_of_the_worker(lead: Worker, client: Client) -> None:
    factor_of(lead)
    password(client)
    half = client.cookies["sessionid"].value
    code(client, code_of(lead))
    assert client.cookies["sessionid"].value != half
    assert client.session.get_expiry_age() == settings.SESSION_COOKIE_AGE


def test_a_recovery_code_opens_once_and_says_how_many_are_left(lead: Worker, client: Client) -> None:
    codes = factor_of(lead)
    assert len(set(codes)) == second_factor.CODES
    typed = f"{codes[0][:5].lower()}-{codes[0][5:]}"
    for one, status in ((client, 302), (Client(), 422)):
        password(one)
        assert code(one, typed) == status
    assert second_factor.codes_left(lead) == 9
    assert Audit.objects.get(action="factor.recovery").details == {"left": 9}


def test_a_recovery_code_is_its_workers_own(lead: Worker, world: World) -> None:
    other = world.workers["headquarters"]
    factor_of(other)
    assert not second_factor.shown(other, factor_of(lead)[0], now=timezone.now())


def test_neither_the_secret_nor_a_code_lies_open_in_the_database(lead: Worker) -> None:
    codes = factor_of(lead)
    factor = SecondFactor.objects.get()
    assert second_factor._secret(factor).encode() not in bytes(factor.sealed)
    kept = b"".join(bytes(one.code_hash) for one in RecoveryCode.objects.all())
    assert not [one for one in codes if one.encode() in kept]


def test_who_came_with_another_key_file_opens_by_a_recovery_code_only(lead: Worker, client: Client) -> None:
    codes = factor_of(lead)
    keys.keep_private(second_factor._KEY, b"x" * 32)
    password(client)
    assert code(client, "123456") == 409
    assert code(client, codes[0]) == 302


def test_it_is_set_up_with_a_code_and_the_password_and_other_sessions_end(lead: Worker, client: Client) -> None:
    elsewhere = Client()
    for one in (client, elsewhere):
        password(one)
    client.post(f"{FACTOR}/begin")
    page = client.get(FACTOR).content.decode()
    assert "otpauth://totp/" in page
    assert "<svg" in page
    shown = code_of(lead)
    for said, status in (("wrong", 422), (PASSWORD, 200)):
        response = client.post(f"{FACTOR}/confirm", {"password": said, "code": shown})
        assert response.status_code == status
    assert response.content.decode().count('<li class="code') == second_factor.CODES
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)
    assert "otpauth://" not in client.get(FACTOR).content.decode()


def test_one_that_no_code_confirmed_asks_for_nothing_and_is_forgotten(lead: Worker, client: Client) -> None:
    password(client)
    client.post(f"{FACTOR}/begin")
    assert password(Client()).headers["Location"] == "/gaps"
    second_factor.forget_unconfirmed(timezone.now() + second_factor.UNCONFIRMED + timedelta(seconds=1))
    assert not SecondFactor.objects.exists()


def test_one_that_is_on_is_not_made_anew_without_a_code(lead: Worker, client: Client) -> None:
    factor_of(lead)
    client.force_login(lead, backend="django.contrib.auth.backends.ModelBackend")
    before = bytes(SecondFactor.objects.get().sealed)
    assert client.post(f"{FACTOR}/begin").status_code == 409
    assert client.post(f"{FACTOR}/confirm", {"password": PASSWORD, "code": code_of(lead)}).status_code == 422
    assert bytes(SecondFactor.objects.get().sealed) == before


def test_it_is_turned_off_with_password_and_code_only(lead: Worker, client: Client) -> None:
    codes = factor_of(lead)
    client.force_login(lead, backend="django.contrib.auth.backends.ModelBackend")
    for said, shown in (("wrong", codes[0]), (PASSWORD, wrong_one(lead))):
        assert client.post(f"{FACTOR}/change", {"password": said, "code": shown, "do": "off"}).status_code == 422
    assert second_factor.is_on(lead)
    assert client.post(f"{FACTOR}/change", {"password": PASSWORD, "code": codes[0], "do": "off"}).status_code == 302
    assert not second_factor.is_on(lead)
    assert not RecoveryCode.objects.exists()


def test_fresh_recovery_codes_end_those_before(lead: Worker, client: Client) -> None:
    before = factor_of(lead)
    client.force_login(lead, backend="django.contrib.auth.backends.ModelBackend")
    client.post(f"{FACTOR}/change", {"password": PASSWORD, "code": code_of(lead), "do": "codes"})
    assert second_factor.codes_left(lead) == second_factor.CODES
    assert not second_factor.shown(lead, before[0], now=timezone.now())


def test_where_it_is_required_nothing_else_opens_before_it_is_set_up(
    lead: Worker, client: Client, settings: Settings
) -> None:
    settings.SECOND_FACTOR = "required"
    assert password(client).headers["Location"] == "/gaps"
    for path in ("/gaps", "/account", "/password"):
        assert client.get(path).headers["Location"] == FACTOR
    assert client.get("/gaps", headers={"HX-Request": "true"}).headers["HX-Redirect"] == FACTOR
    assert client.get("/account/signed-in").status_code == 204
    client.post(f"{FACTOR}/begin")
    client.post(f"{FACTOR}/confirm", {"password": PASSWORD, "code": code_of(lead)})
    assert client.get("/gaps").status_code == 200
    client.post("/sign-out")
    SecondFactor.objects.update(step=0)
    password(client)
    code(client, code_of(lead))
    assert client.get("/gaps").status_code == 200


def test_the_districts_own_key_is_made_once_and_kept_in_the_escrow_too(
    key_file: object, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    settings.KEY_ESCROW = tmp_path_factory.mktemp("escrow") / "outbreaks.json"
    first = keys.own("second-factor")
    assert len(first) == 32
    assert keys.own("second-factor") == first
    settings.KEY_FILE = settings.KEY_ESCROW
    assert keys.own("second-factor") == first
