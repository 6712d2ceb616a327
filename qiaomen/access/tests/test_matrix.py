"""The access matrix: every URL × every role, from a walk of the URLconf, against the rights and the roles' table."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.template.backends.django import Template
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from qiaomen.access.models import Grant, Worker
from qiaomen.access.rights import OPEN, SIGNED_IN, SOURCE, TOKEN, Right, right_of
from qiaomen.access.roles import MAY, Role, Verb
from qiaomen.testing.snapshot import small_world
from qiaomen.testing.sweeps import launch_sweep
from qiaomen.testing.urls import Fill, Fills, Url, every_url, fills
from qiaomen.testing.world import World

URLS = every_url()
CAST = [
    "headquarters", "lead", "health", "inspector", "data officer", "gate", "field", "police", "outsider",
]  # fmt: skip
ALLOWED, FORBIDDEN, NOT_FOUND, SIGN_IN, NO_TOKEN = "allowed", 403, 404, "sign in", 401
Grants = list[tuple[Role, str]]


def name_of(url: Url) -> str:
    return url.route or "/"


@dataclass(slots=True)
class Stage:
    """The world with a sweep under way, which every call leaves as it met it; and what is asked of it over and over."""

    world: World
    client: Client = field(default_factory=Client)
    cookies: dict[str, str] = field(default_factory=dict)
    fills: dict[bool, Fills] = field(default_factory=dict)

    def signed_in(self, key: str) -> Client:
        """A client that is nobody else; its middlewares are made once."""
        client = self.nobody()
        client.cookies[settings.SESSION_COOKIE_NAME] = self.cookies[key]
        return client

    def nobody(self) -> Client:
        client = Client()
        client.handler = self.client.handler
        return client

    def grants(self) -> dict[UUID, Grants]:
        """Who has which roles where, by worker: what stands for a parameter may have brought more."""
        found: dict[UUID, Grants] = {}
        for grant in Grant.objects.in_force().select_related("place"):
            found.setdefault(grant.worker_id, []).append((Role(grant.role), grant.place.path))
        return found


@pytest.fixture(scope="module")
def db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """pytest-django's fixture for a whole module: one transaction, which is undone at the end."""
    with django_db_blocker.unblock(), undone():
        yield


@pytest.fixture(scope="module")
def stage(db: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """One for all calls: each is undone, and what stands for a parameter stays."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(settings, "KEY_FILE", tmp_path_factory.mktemp("keys") / "outbreaks.json")
        made = Stage(small_world())
        launch_sweep(made.world)
        for key in CAST:
            client = Client()
            client.force_login(made.world.workers[key], backend="django.contrib.auth.backends.ModelBackend")
            made.cookies[key] = client.cookies[settings.SESSION_COOKIE_NAME].value
        made.fills = {inside: fills(made.world, inside=inside) for inside in (True, False)}
        yield made


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
    """Pages come back empty: who may see one is known before it is drawn, and it was drawn for somebody already.

    Pages only: what a process makes once of its templates and keeps, as the phone's scripts, must not be kept empty.
    """
    drawn = Template.render

    def blank(template: Template, *given: Any, **named: Any) -> Any:
        return "" if str(template.template.name).endswith(".html") else drawn(template, *given, **named)

    with patch.object(Template, "render", blank):
        yield
    cache.clear()  # parts of pages


def test_pages_come_back_empty_and_nothing_that_a_process_keeps() -> None:
    with undrawn():
        assert render_to_string("console/components/octagon.html", {"count": "3"}) == ""
        assert "modules" in render_to_string("field/app.js", {})


def outcome(response: HttpResponse, right: Right) -> str | int:
    """What became of a call, as far as access goes."""
    if response.status_code in (FORBIDDEN, NOT_FOUND, NO_TOKEN):
        return response.status_code
    sent_to_sign_in = response.status_code == 302 and response.headers["Location"].startswith(
        reverse("console:sign_in")
    )
    if sent_to_sign_in and right is not OPEN:
        return SIGN_IN
    # By 503 /healthz/ready says that something of the service does not run, which holds in a test.
    assert response.status_code < 500 or response.status_code == 503, response.status_code
    return ALLOWED


def expected(worker: Worker, grants: Grants, right: Right, used: list[Fill]) -> str | int:
    """By the right that the view declares, the roles' table, and where the worker's grants hold."""
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


def paths(url: Url, stage: Stage) -> list[tuple[str, list[Fill]]]:
    """The URL for something inside the first zone and, where it names something that lies somewhere, for another."""
    if not url.parameters:
        return [(url.filled({}), [])]
    found = []
    for inside in (True, False):
        known = stage.fills[inside]
        missing = set(url.parameters) - known.keys()
        assert not missing, f"{url.route}: tell qiaomen.testing.urls.fills what stands for {missing}"
        used = [known[name] for name in url.parameters]
        if inside or any(fill.path for fill in used):
            found.append((url.filled({name: known[name].value for name in url.parameters}), used))
    return found


@pytest.mark.parametrize("url", URLS, ids=name_of)
def test_every_view_declares_its_right(url: Url) -> None:
    assert hasattr(url.view, "right"), f"{url.route}: declare open_to_all, by_token, signed_in or requires(verb)"


@pytest.mark.parametrize("url", [url for url in URLS if right_of(url.view) not in (TOKEN, SOURCE)], ids=name_of)
def test_every_role_meets_what_its_rights_say(url: Url, stage: Stage) -> None:
    right, asked = right_of(url.view), paths(url, stage)
    drawn, grants = set[str](), stage.grants()
    for key in CAST:
        client, worker = stage.signed_in(key), stage.world.workers[key]
        for path, used in asked:
            wanted = ALLOWED if right in (OPEN, SIGNED_IN) else expected(worker, grants.get(worker.id, []), right, used)
            with undrawn() if path in drawn else nullcontext():
                assert outcome(ask(client, path), right) == wanted, (key, path)
            if wanted == ALLOWED:
                drawn.add(path)


@pytest.mark.parametrize("url", URLS, ids=name_of)
def test_who_is_not_signed_in_meets_the_sign_in_page_only_and_a_token_opens_the_phones_urls_only(
    url: Url, stage: Stage
) -> None:
    right, asked = right_of(url.view), paths(url, stage)
    grants = stage.grants()
    # A page that takes no token takes nobody's: one is enough to see it.
    every = stage.world.tokens
    tokens = every if right is TOKEN else {"field": every["field"]}
    for path, used in asked:
        closed: str | int = NO_TOKEN if path.startswith("/api/") else SIGN_IN
        stranger = ALLOWED if right is OPEN else closed
        assert outcome(ask(stage.nobody(), path), right) == stranger, path
        for key, token in tokens.items():
            got = outcome(ask(stage.nobody(), path, headers={"Authorization": f"Bearer {token}"}), right)
            worker = stage.world.workers[key]
            wanted = expected(worker, grants.get(worker.id, []), right, used) if right is TOKEN else stranger
            assert got == wanted, (key, path)


@pytest.mark.parametrize("url", [url for url in URLS if right_of(url.view) in (TOKEN, SOURCE)], ids=name_of)
def test_neither_a_session_nor_an_unknown_token_opens_a_phones_url(url: Url, stage: Stage) -> None:
    client = stage.signed_in("headquarters")
    for path, _used in paths(url, stage):
        assert ask(client, path).status_code == NO_TOKEN
        assert ask(stage.nobody(), path, headers={"Authorization": "Bearer nobody"}).status_code == NO_TOKEN


def test_the_walk_finds_every_kind_of_url() -> None:
    routes = {url.route for url in URLS}
    assert {"sign-in", "language", "api/sync", "api/doors/<uuid:door>/people"} <= routes
    assert {right_of(url.view).name for url in URLS} >= {"open", "token", "signed in"}
