"""One's own open sessions: what is said of them, ending them; and words of the place in passwords."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from qiaomen.access import browsers, sessions
from qiaomen.access.models import Audit, Worker
from qiaomen.access.place_words import WordsOfThePlace
from qiaomen.testing.world import World

EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0"
WECHAT = "Mozilla/5.0 (Linux; Android 12; HLK) AppleWebKit/537.36 Chrome/107.0 Mobile MicroMessenger/8.0.4"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1 Version/17.5 Safari/604.1"


@pytest.mark.parametrize(
    "agent, said",
    [
        (EDGE, ["Edge", "Windows"]), (WECHAT, ["WeChat", "Android"]), (IPHONE, ["Safari", "iPhone"]),
        ("curl/8.5", ["", ""]), ("", ["", ""]),
    ],
)  # fmt: skip
def test_a_browser_is_named_by_what_it_is_and_not_by_what_it_calls_itself_like(agent: str, said: list[str]) -> None:
    assert browsers.named(agent) == said


def signed_in(worker: Worker) -> Client:
    client = Client()
    client.force_login(worker, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def lead(world: World) -> Worker:
    return world.workers["lead"]


def shown(client: Client) -> list[sessions.Open]:
    return [one for one, _browser in client.get("/account").context["sessions"]]


def test_one_sees_ones_own_sessions_that_are_not_over_and_which_is_this(lead: Worker, world: World) -> None:
    here, there, old = signed_in(lead), signed_in(lead), signed_in(lead)
    signed_in(world.workers["headquarters"])
    session = old.session
    session[sessions.USED] = (timezone.now() - sessions.IDLE - timedelta(seconds=1)).timestamp()
    session.save()
    assert [one.is_this for one in shown(here)] == [True, False]
    assert [one.is_this for one in shown(there)] == [True, False]


def test_a_session_says_by_which_browser_it_began_and_keeps_no_more_of_it(lead: Worker) -> None:
    client = Client(headers={"User-Agent": EDGE})
    lead.set_password("槐花开了 2020 五月")
    lead.save()
    client.post("/sign-in", {"username": "lead", "password": "槐花开了 2020 五月"})
    assert "Edge · Windows" in client.get("/account").content.decode()
    assert "Mozilla" not in str(dict(client.session.items()))
    assert "127.0.0.1" not in str(dict(client.session.items()))


def test_one_session_is_ended_and_the_others_stay(lead: Worker) -> None:
    here, there, third = (signed_in(lead) for _ in range(3))
    (name,) = [sessions._name(there.session.session_key or "")]
    here.post("/account/sessions/end", {"which": name})
    assert [client.get("/account").status_code for client in (here, there, third)] == [200, 302, 200]
    assert Audit.objects.get(action="session.ended").details == {"count": 1}


def test_all_others_end_at_once(lead: Worker) -> None:
    here, *others = (signed_in(lead) for _ in range(3))
    here.post("/account/sessions/end", {"which": "others"})
    assert [client.get("/account").status_code for client in (here, *others)] == [200, 302, 302]


def test_nobody_ends_somebody_elses_and_a_page_tells_no_key(lead: Worker, world: World) -> None:
    here, other = signed_in(lead), signed_in(world.workers["headquarters"])
    for which in (sessions._name(other.session.session_key or ""), other.session.session_key, "", "x"):
        here.post("/account/sessions/end", {"which": which})
    assert other.get("/account").status_code == 200
    assert (here.session.session_key or "?") not in here.get("/account").content.decode()


def test_a_page_that_was_left_open_learns_that_its_session_is_over(
    lead: Worker, client_of: Callable[[str], Client]
) -> None:
    client = signed_in(lead)
    assert client.get("/account/signed-in").status_code == 204
    assert 'data-signed-in="/account/signed-in"' in client.get("/account").content.decode()
    client.post("/sign-out")
    assert client.get("/account/signed-in").status_code == 302
    assert "data-signed-in" not in client.get("/sign-in").content.decode()


@pytest.mark.parametrize(
    "password",
    [
        "青石县 敲门 2020!", "qingshixian2020", "Qiaomen-2020!", "东门社区20200320", "dongmen dongmen",
        "城关街道 123456", "lead 12345678",
    ],
)  # fmt: skip
def test_words_of_the_place_do_not_count_to_the_ten(lead: Worker, password: str) -> None:
    with pytest.raises(ValidationError) as refused:
        WordsOfThePlace().validate(password, lead)
    assert refused.value.code == "password_words"


@pytest.mark.parametrize("password", ["槐花开了 2020 五月", "青石县的槐花 2020 年五月又开了", "p3f-kx8m-2wqz", "short"])
def test_a_password_that_is_long_without_them_is_fine(lead: Worker, password: str) -> None:
    WordsOfThePlace().validate(password, lead)


def test_such_a_password_is_refused_beside_its_field(lead: Worker) -> None:
    lead.set_password("槐花开了 2020 五月")
    lead.save()
    fresh = "青石县 敲门 2020!"
    data = {"old_password": "槐花开了 2020 五月", "new_password1": fresh, "new_password2": fresh}
    response = signed_in(lead).post("/password", data)
    assert response.status_code == 422
