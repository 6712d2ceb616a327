"""The border of the site: addresses that are believed, and what no request may bring."""

from io import BytesIO

import pytest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from qiaomen.base.border import MOST_UNKNOWN, Behind, Handler, Said, came_from, networks, plain


def seen(address: str, *, named: str = "", scheme: str = "http") -> tuple[str, bool]:
    """The address and whether it came by HTTPS, as views see a request."""
    found: list[HttpRequest] = []

    def respond(request: HttpRequest) -> HttpResponse:
        found.append(request)
        return HttpResponse()

    headers = {"X-Forwarded-For": named, "X-Forwarded-Proto": scheme}
    Behind(respond)(RequestFactory().get("/", headers=headers, REMOTE_ADDR=address))
    return found[0].META["REMOTE_ADDR"], found[0].is_secure()


def test_what_a_stranger_says_of_where_they_are_is_not_believed() -> None:
    assert seen("203.0.113.9", named="10.0.0.1", scheme="https") == ("203.0.113.9", False)


def test_a_proxy_of_ours_is_believed_and_what_was_written_before_it_is_not(settings: Settings) -> None:
    settings.PROXIES = ["127.0.0.1", "10.9.0.0/16"]
    assert seen("127.0.0.1", named="1.2.3.4, 203.0.113.9, 10.9.1.1", scheme="https") == ("203.0.113.9", True)
    assert seen("198.51.100.4", named="1.2.3.4", scheme="https") == ("198.51.100.4", False)


def test_a_proxy_that_names_nobody_stands_for_itself(settings: Settings) -> None:
    settings.PROXIES = ["127.0.0.1"]
    assert seen("127.0.0.1") == ("127.0.0.1", False)


@given(st.lists(st.text(max_size=12)))
def test_whatever_a_header_holds_has_no_proxys_address(named: list[str]) -> None:
    assert came_from([*named, "10.0.0.1"], networks(("10.0.0.0/8",))) not in {"10.0.0.1"}


@pytest.mark.parametrize("value", ["a%00b", "0001-01-01", "9999-12-31", "9999-12-31T23:59", "%C2%A00001-1-1"])
def test_nul_and_dates_of_no_calendar_are_nonsense(value: str) -> None:
    assert not plain(QueryDict(f"day={value}"))
    assert not plain(QueryDict(f"{value}=1")) or "00" not in value


@pytest.mark.parametrize("value", ["", "1949-10-01", "2020-02-29T18:00", "韩德福 1-1-101", "9999-12-31 说过"])
def test_what_people_type_is_let_through(value: str) -> None:
    asked = QueryDict(mutable=True)
    asked["q"] = value
    assert plain(asked)


BROKEN = b'--x\r\nContent-Disposition: form-data; name="next"\r\n\r\n\\ud800\r\n--x--\r\n'


@pytest.mark.parametrize("charset", ["rot13", "unicode_escape", "utf-7", "utf-16", "idna"])
@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "text/plain"])
def test_words_in_another_encoding_are_nonsense_and_no_error(db: None, kind: str, charset: str) -> None:
    assert status_of("/sign-in", f"{kind}; charset={charset}") == 400


def test_words_in_utf_8_are_read(db: None) -> None:
    assert status_of("/sign-in", "text/plain; charset=UTF-8") == 403  # it came in, and is asked for its token


def status_of(path: str, kind: str) -> int:
    """What the web processes' application answers to a body of this kind, at an address with words in it."""
    told: list[str] = []
    length = {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(BROKEN)), "REQUEST_METHOD": "POST"}
    at = {"PATH_INFO": path, "QUERY_STRING": "next=%2F%ff", "wsgi.input": BytesIO(BROKEN)}
    environ = RequestFactory()._base_environ(**length, **at)  # type: ignore[attr-defined]
    Handler()(environ, lambda status, _headers: told.append(status))  # type: ignore[arg-type]
    return int(told[0].split()[0])


def test_who_is_not_signed_in_sends_no_large_body_and_sees_why(db: None, client: Client) -> None:
    headers = {"Accept-Language": "en"}
    response = client.post("/sign-in", {}, CONTENT_LENGTH=str(MOST_UNKNOWN + 1), headers=headers)
    assert response.status_code == 413
    assert "1048576" in response.content.decode()
    assert client.get("/sign-in?next=%00", headers=headers).status_code == 400


def test_under_https_browsers_are_told_to_come_by_nothing_else(settings: Settings) -> None:
    def says() -> str:
        return Said(lambda _request: HttpResponse())(RequestFactory().get("/")).headers.get(
            "Strict-Transport-Security", ""
        )

    assert says() == ""
    settings.SECURE_COOKIES = True
    assert says() == "max-age=31536000; includeSubDomains"
