"""What every page and answer says to browsers and proxies, by one walk of all URLs; and what no template has."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.test import Client, RequestFactory

from qiaomen.access.rights import SOURCE, TOKEN, right_of
from qiaomen.access.tests.test_matrix import undone, undrawn
from qiaomen.testing.sweeps import launch_sweep
from qiaomen.testing.urls import every_url, fills
from qiaomen.testing.world import World

# The same for everybody: the app's own page, styles, scripts and words; and the picture under a plan, of no person.
OF_NOBODY = {
    "field/", "field/style.css", "field/sw.js", "field/manifest.webmanifest", "field/words/<str:language>.json",
    "field/<str:build>/<str:script>.js",
}  # fmt: skip
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*\btype=\"application/json\")[^>]*>|<style\b|\sstyle=|\son[a-z]+=[\"']|javascript:",
    re.IGNORECASE,
)
TEMPLATES = sorted(Path(settings.PACKAGE).rglob("templates/**/*.html"))


@dataclass(slots=True)
class Answer:
    """What one URL answered."""

    route: str
    status: int
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def is_page(self) -> bool:
        return self.headers.get("Content-Type", "").startswith("text/html")


_KEPT: list[Answer] = []


@pytest.fixture
def answers(db: None, request: pytest.FixtureRequest) -> list[Answer]:
    """Every URL, asked once by who may see it; the walk is made for the first test of this file."""
    if not _KEPT:
        world: World = request.getfixturevalue("world")
        client: Client = request.getfixturevalue("client_of")("headquarters")
        launch_sweep(world)
        _KEPT.extend(walk(world, client))
    return _KEPT


def walk(world: World, client: Client) -> Iterator[Answer]:
    values = {name: fill.value for name, fill in fills(world, inside=True).items()}
    session, phone = client.cookies["sessionid"].value, Client()
    with undrawn():
        for url in (url for url in every_url() if values.keys() >= set(url.parameters)):
            if right_of(url.view) in (TOKEN, SOURCE):
                more = {"headers": {"Authorization": f"Bearer {world.tokens['field']}"}}
                yield asked(phone, url.route, url.filled(values), more)
            else:
                client.cookies["sessionid"] = session  # which signing out takes away
                yield asked(client, url.route, url.filled(values), {})


def asked(client: Client, route: str, path: str, more: dict[str, Any]) -> Answer:
    """GET: what a view that takes only POST answers to it has passed the same middlewares."""
    with undone():
        response = client.get(path, **more)
    return Answer(route, response.status_code, dict(response.headers))


def test_the_walk_meets_pages_files_and_answers(answers: list[Answer]) -> None:
    assert sum(one.is_page and one.status == 200 for one in answers) > 100
    assert sum(one.route.startswith("api/") and one.status == 200 for one in answers) > 10
    assert {one.route for one in answers if one.status >= 500} <= {"healthz/ready"}  # nothing serves here


def test_nothing_personal_is_kept_by_a_browser_a_proxy_or_the_service_worker(answers: list[Answer]) -> None:
    kept = {one.route for one in answers if "no-store" not in one.headers.get("Cache-Control", "")}
    pictures = {route for route in kept if "picture" in route}
    assert kept - pictures <= OF_NOBODY
    of_pictures = [one.headers["Cache-Control"] for one in answers if one.route in pictures]
    assert all("private" in said for said in of_pictures)


def test_no_template_has_a_script_a_style_or_a_handler_of_its_own_but_the_import_map() -> None:
    found = {inline for template in TEMPLATES for inline in INLINE.findall(template.read_text())}
    assert found == {'<script type="importmap">'}


def test_every_page_has_a_policy_that_lets_nothing_else_in(answers: list[Answer]) -> None:
    for one in answers:
        policy = one.headers.get("Content-Security-Policy", "")
        assert not [word for word in ("'unsafe-inline'", "'unsafe-eval'") if word in policy], one.route
        for directive in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'",
                          "form-action 'self'"):  # fmt: skip
            assert directive in policy, (one.route, directive)


@pytest.mark.parametrize(
    "header, said",
    [
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("X-Frame-Options", "DENY"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(self)"),
    ],
)
def test_every_answer_says_what_browsers_may_do_with_it(answers: list[Answer], header: str, said: str) -> None:
    assert [one.route for one in answers if said not in one.headers.get(header, "")] == []


def test_every_file_is_taken_away_by_its_name_or_shown_as_what_it_is(answers: list[Answer]) -> None:
    """A file of somebody's words never opens as a page or a drawing of this site."""
    for one in answers:
        kind = one.headers.get("Content-Type", "").partition(";")[0]
        if kind in {"text/csv", "application/zip"} or "officedocument" in kind:
            assert one.headers.get("Content-Disposition", "").startswith("attachment"), one.route


def test_every_form_that_changes_something_needs_its_token() -> None:
    """Only what authenticates by a token of its own, or gives one for a code, is exempt."""
    guard = CsrfViewMiddleware(lambda _request: HttpResponse())
    open_to_all = set()
    for url in every_url():
        request = RequestFactory(enforce_csrf_checks=True).post("/")
        request.user = AnonymousUser()
        guard.process_request(request)
        with undrawn():
            refused = guard.process_view(request, url.view, (), {})
        if refused is None and right_of(url.view) not in (TOKEN, SOURCE):
            open_to_all.add(url.route)
        assert refused is None or refused.status_code == 403
    assert open_to_all == {"api/enrol", "api/join", "api/join/status", "api/city/intake/<uuid:member>"}
