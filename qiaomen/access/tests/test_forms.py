"""Every view that takes a form, under whatever could be sent to it: no error of ours, no silence, no script.

A few bodies for each view here, always the same; `QIAOMEN_FUZZ=300 python -m pytest qiaomen/access/tests/test_forms.py`
sends that many.
"""

import os
import traceback
import zlib
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as limits
from hypothesis import strategies as st

from qiaomen.access.rights import OPEN, SIGNED_IN, SOURCE, TOKEN, right_of
from qiaomen.access.roles import MAY, Role
from qiaomen.access.tests.forms import Watched, methods_of, offers_of, watched
from qiaomen.access.tests.nonsense import BROKEN, MARK, ODD, Asked, Sent, as_odd, asked_of, bodies
from qiaomen.access.tests.test_matrix import Stage, db, name_of, stage, undone, undrawn
from qiaomen.base import keys
from qiaomen.resident import codes, pages
from qiaomen.resident.models import Reading
from qiaomen.testing.urls import Url, every_url

__all__ = ["db", "stage"]

EXAMPLES = int(os.environ.get("QIAOMEN_FUZZ") or 2)
IS_LONG = EXAMPLES >= 20
ONCE = limits(
    max_examples=EXAMPLES, database=None, deadline=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
# What a refusal is. 405: a body that was not read as a form; 429: too often.
REFUSED = {400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 429}
WHO = [(Role.HEADQUARTERS, "headquarters"), (Role.LEAD, "lead"), (Role.DATA_OFFICER, "data officer")]


def takes_form(url: Url) -> bool:
    """The phones' interface takes JSON; it has a test of its own."""
    if right_of(url.view) in (TOKEN, SOURCE) or url.route.startswith("api/"):
        return False
    methods = methods_of(url.view)
    return methods is None or "POST" in methods


FORMS = [url for url in every_url() if takes_form(url)]


def test_the_walk_finds_the_forms_of_the_console_of_residents_and_of_signing_in() -> None:
    routes = {url.route for url in FORMS}
    assert {"sign-in", "my", "my/objection", "d/<str:short>/help", "language"} <= routes
    assert len(FORMS) > 150


@dataclass(slots=True)
class Form:
    """A view that takes a form, and who may send it one."""

    url: Url
    stage: Stage

    def client(self, key: str = "") -> Client:
        """Whoever may do most there; `key` is somebody else."""
        right = right_of(self.url.view)
        if right is OPEN:
            client = self.stage.nobody()
            client.cookies[pages.READING] = self.stage.cookies["a resident"]
            return client
        may = [who for role, who in WHO if right is SIGNED_IN or right.verb in MAY[role]]
        return self.stage.signed_in(key or next(iter(may), "lead"))

    def path(self, *, inside: bool = True, odd: str = "") -> str:
        """The address of something in the first zone; with `odd`, its words are that instead."""
        known = self.stage.fills[inside]
        values: dict[str, object] = {name: known[name].value for name in self.url.parameters}
        if odd:
            values |= {name: as_odd(odd) for name in values if f"<str:{name}>" in self.url.route}
            values |= {name: 10**30 for name in values if f"<int:{name}>" in self.url.route}
            values |= {name: uuid4() for name in values if f"<uuid:{name}>" in self.url.route}
        return self.url.filled(values)


@pytest.fixture(scope="module")
def ids(stage: Stage) -> list[str]:
    """Of things that are there: first inside the place, then outside of it."""
    names = ("door", "person", "place", "zone", "team", "worker", "organisation")
    found = [str(stage.fills[inside][name].value) for inside in (True, False) for name in names]
    person = stage.fills[True]["person"].value
    stage.cookies["a resident"] = codes._begin(person, Reading.By.PHONE, timezone.now())  # type: ignore[arg-type]
    return found


@pytest.fixture(autouse=True)
def _nothing_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "OUTWARD", ["192.0.2.1"])


@pytest.fixture(autouse=True)
def _nothing_is_lost(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """What ends an outbreak destroys its keys, which no transaction brings back."""
    monkeypatch.setattr(keys, "destroy", lambda _outbreak: [])


def post(form: Form, path: str, sent: Sent, watch: Watched, *, key: str = "", at: datetime | None = None) -> str:
    """Send it, and what is wrong with the answer; nothing stays. `at` is when, if not now."""
    client = form.client(key)
    watch.forms.clear()
    then = patch.object(timezone, "now", lambda: at) if at else nullcontext()
    with undone(), watched(watch), then:
        try:
            response = client.generic("POST", path, sent.body(), content_type=sent.type)
            wrong = fault(response, watch) or (after(client, response) if sent.has_html else "")
        except Exception as error:
            wrong = failed(error)
    return f"{path} {sent}: {wrong}" if wrong else ""


def fault(response: Any, watch: Watched) -> str:
    """What is wrong with an answer to a form; empty where nothing is."""
    status, location = response.status_code, response.headers.get("Location", "")
    if status >= 400 and status not in REFUSED:
        return f"answered {status}"
    said = b"" if response.streaming else response.content
    if b"Traceback (most recent call last)" in said:
        return "told its traceback"
    if is_page(response) and MARK.encode() in said:
        return "gave back a script"
    refused = [form for form in watch.forms if form.is_bound and form.errors]
    told = [*get_messages(response.wsgi_request)] if hasattr(response.wsgi_request, "_messages") else []
    if refused and location and not told and "sign-in" not in location:
        return f"refused in silence: {[form.errors.as_json() for form in refused]}"
    return ""


def failed(error: Exception) -> str:
    """What an error of ours was, and where."""
    where = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    ours = [one for one in where if "qiaomen" in one and ".venv" not in one and "/tests/" not in one]
    return f"{type(error).__name__}: {str(error)[:300]} at {ours[-3:] or where[-3:]}"


def after(client: Client, response: Any) -> str:
    """What is wrong with the page that comes next, on which what was kept is drawn."""
    location = response.headers.get("Location", "")
    if not location or urlsplit(location).netloc:
        return ""
    page = client.get(location)
    if page.status_code >= 500:
        return f"the next page answered {page.status_code}"
    is_told = is_page(page) and MARK.encode() in page.getvalue() if page.streaming else MARK.encode() in page.content
    return "the next page has a script" if is_page(page) and is_told else ""


def is_page(response: Any) -> bool:
    return bool(response.headers.get("Content-Type", "").startswith("text/html"))


def learned(form: Form, ids: list[str]) -> tuple[Asked, list[str]]:
    """What a view looks for: in nothing, in what its page offers, and in that together; and what was wrong so far."""
    watch, path = Watched(), form.path()
    wrong = [post(form, path, Sent(), watch)]
    offers = _offers(form, path)
    asked = asked_of(watch, offers, ids)
    for _again in range(2):
        wrong.append(post(form, path, asked.base, watch))
        more = asked_of(watch, offers, ids)
        if more.likely.keys() == asked.likely.keys():
            break
        asked = more
    return asked, wrong


def _offers(form: Form, path: str) -> Mapping[str, list[str]]:
    """By the view's own page, or by the one to which it leads whoever sends nothing."""
    client = form.client()
    with undone():
        methods = methods_of(form.url.view)
        own = path if methods is None or "GET" in methods else client.post(path).headers.get("Location", "")
        page = client.get(own) if own and not urlsplit(own).netloc else None
    if page is None or not is_page(page) or page.status_code != 200:
        return {}
    return offers_of(page.content.decode(), own=own, wanted=path)


@pytest.mark.parametrize("url", FORMS, ids=name_of)
def test_no_form_ends_in_an_error_of_ours_in_silence_or_in_a_script(url: Url, stage: Stage, ids: list[str]) -> None:
    form, watch = Form(url, stage), Watched()
    asked, wrong = learned(form, ids)

    @ONCE
    @given(bodies(asked, ids), st.integers(0, 9), st.sampled_from([one for one in ODD if one]), st.booleans())
    def send(sent: Sent, where: int, odd: str, is_then: bool) -> None:
        path = form.path(inside=where != 1, odd=odd if where == 0 else "")
        at = stage.world.now + timedelta(hours=1) if is_then else None
        with nullcontext() if IS_LONG or sent.has_html else undrawn():
            wrong.append(post(form, path, sent, watch, key="lead" if where == 1 else "", at=at))

    (send if IS_LONG else seed(zlib.crc32(url.route.encode()))(send))()
    cache.clear()
    assert [one for one in wrong if one] == []


@pytest.mark.parametrize("sent", BROKEN, ids=str)
@pytest.mark.parametrize("route", ["sign-in", "language", "imports/", "d/<str:short>/help"])
def test_a_body_that_is_no_form_is_refused_or_shown_the_form(
    route: str, sent: Sent, stage: Stage, ids: list[str]
) -> None:
    form = Form(next(url for url in FORMS if url.route == route), stage)
    with undrawn():
        assert post(form, form.path(), sent, Watched()) == ""
