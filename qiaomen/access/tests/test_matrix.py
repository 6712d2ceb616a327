"""The access matrix: every URL × every role, from a walk of the URLconf, against the rights and the roles' table."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.template.backends.django import Template
from django.test import Client
from django.urls import reverse

from qiaomen.access.models import Worker
from qiaomen.access.rights import OPEN, SIGNED_IN, TOKEN, Right, right_of
from qiaomen.access.roles import MAY, Role, Verb
from qiaomen.testing.sweeps import launch_sweep
from qiaomen.testing.urls import Fill, Url, every_url, fills
from qiaomen.testing.world import World

URLS = every_url()
CAST = [
    "headquarters", "lead", "health", "inspector", "data officer", "gate", "field", "police", "outsider",
]  # fmt: skip
ALLOWED, FORBIDDEN, NOT_FOUND, SIGN_IN, NO_TOKEN = "allowed", 403, 404, "sign in", 401


def name_of(url: Url) -> str:
    return url.route or "/"


@pytest.fixture
def sweep(world: World) -> World:
    """The world with a sweep under way."""
    launch_sweep(world)
    return world


@contextmanager
def undone() -> Iterator[None]:
    """What one caller does must not change what the next one meets."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(client: Client, path: str, **headers: Any) -> HttpResponse:
    """GET, or POST of nothing where a view only takes that."""
    with undone():
        response = client.get(path, **headers)
    if response.status_code == 405:
        with undone():
            response = client.post(path, **headers)
    return response  # type: ignore[return-value]


@contextmanager
def undrawn() -> Iterator[None]:
    """Pages come back empty: who may see one is known before it is drawn, and it was drawn for somebody already."""
    with patch.object(Template, "render", return_value=""):
        yield


def outcome(response: HttpResponse, right: Right) -> str | int:
    """What became of a call, as far as access goes."""
    if response.status_code in (FORBIDDEN, NOT_FOUND, NO_TOKEN):
        return response.status_code
    sent_to_sign_in = response.status_code == 302 and response.headers["Location"].startswith(
        reverse("console:sign_in")
    )
    if sent_to_sign_in and right is not OPEN:
        return SIGN_IN
    assert response.status_code < 500, response.status_code
    return ALLOWED


def expected(worker: Worker, right: Right, used: list[Fill]) -> str | int:
    """By the right that the view declares, the roles' table, and where the worker's grants hold."""
    grants = [(Role(grant.role), grant.place.path) for grant in worker.grants.in_force().select_related("place")]
    if right.verb is not None and not any(right.verb in MAY[role] for role, _ in grants):
        return FORBIDDEN
    if right.of_health and worker.is_police:
        return FORBIDDEN
    verb = right.verb or Verb.RECORD
    for fill in used:
        roles = [role for role, area in grants if fill.path is None or fill.path.startswith(area)]
        if not roles:
            return NOT_FOUND
        if not any(verb in MAY[role] for role in roles):
            return FORBIDDEN
    return ALLOWED


def paths(url: Url, world: World) -> list[tuple[str, list[Fill]]]:
    """The URL for something inside the first zone and, where it names something that lies somewhere, for another."""
    if not url.parameters:
        return [(url.filled({}), [])]
    found = []
    for inside in (True, False):
        known = fills(world, inside=inside)
        missing = set(url.parameters) - known.keys()
        assert not missing, f"{url.route}: tell qiaomen.testing.urls.fills what stands for {missing}"
        used = [known[name] for name in url.parameters]
        if inside or any(fill.path for fill in used):
            found.append((url.filled({name: known[name].value for name in url.parameters}), used))
    return found


@pytest.mark.parametrize("url", URLS, ids=name_of)
def test_every_view_declares_its_right(url: Url) -> None:
    assert hasattr(url.view, "right"), f"{url.route}: declare open_to_all, by_token, signed_in or requires(verb)"


@pytest.mark.parametrize("url", [url for url in URLS if right_of(url.view) is not TOKEN], ids=name_of)
def test_every_role_meets_what_its_rights_say(url: Url, sweep: World) -> None:
    right, asked = right_of(url.view), paths(url, sweep)
    drawn: set[str] = set()
    for key in CAST:
        client = Client()
        client.force_login(sweep.workers[key], backend="django.contrib.auth.backends.ModelBackend")
        for path, used in asked:
            wanted = ALLOWED if right in (OPEN, SIGNED_IN) else expected(sweep.workers[key], right, used)
            with undrawn() if path in drawn else nullcontext():
                assert outcome(ask(client, path), right) == wanted, (key, path)
            if wanted == ALLOWED:
                drawn.add(path)


@pytest.mark.parametrize("url", URLS, ids=name_of)
def test_who_is_not_signed_in_meets_the_sign_in_page_only_and_a_token_opens_the_phones_urls_only(
    url: Url, sweep: World
) -> None:
    right, asked = right_of(url.view), paths(url, sweep)
    # A page that takes no token takes nobody's: one is enough to see it.
    tokens = sweep.tokens if right is TOKEN else {"field": sweep.tokens["field"]}
    for path, used in asked:
        closed: str | int = NO_TOKEN if path.startswith("/api/") else SIGN_IN
        stranger = ALLOWED if right is OPEN else closed
        assert outcome(ask(Client(), path), right) == stranger, path
        for key, token in tokens.items():
            got = outcome(ask(Client(), path, headers={"Authorization": f"Bearer {token}"}), right)
            wanted = expected(sweep.workers[key], right, used) if right is TOKEN else stranger
            assert got == wanted, (key, path)


@pytest.mark.parametrize("url", [url for url in URLS if right_of(url.view) is TOKEN], ids=name_of)
def test_neither_a_session_nor_an_unknown_token_opens_a_phones_url(url: Url, sweep: World) -> None:
    client = Client()
    client.force_login(sweep.workers["headquarters"], backend="django.contrib.auth.backends.ModelBackend")
    for path, _used in paths(url, sweep):
        assert ask(client, path).status_code == NO_TOKEN
        assert ask(Client(), path, headers={"Authorization": "Bearer nobody"}).status_code == NO_TOKEN


def test_the_walk_finds_every_kind_of_url() -> None:
    routes = {url.route for url in URLS}
    assert {"sign-in", "language", "api/sync", "api/doors/<uuid:door>/people"} <= routes
    assert {right_of(url.view).name for url in URLS} >= {"open", "token", "signed in"}
