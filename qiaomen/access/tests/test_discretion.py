"""No name, id number or phone in logs, URLs or the audit."""

import ast
import io
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from qiaomen.access import audit
from qiaomen.access.models import Audit
from qiaomen.base.logs import Discreet
from qiaomen.testing.sweeps import launch_sweep
from qiaomen.testing.urls import every_url, fills
from qiaomen.testing.world import World

PACKAGE = Path(settings.PACKAGE)
# What a terminal prints is for whoever typed the command; tests and invented districts have nobody to protect.
SPOKEN = {"cli", "drill", "bench", "testing", "tests", "postgres"}
PERSONAL = {
    "name", "name_plain", "pinyin", "initials", "phone", "phones", "number", "id_number", "username", "note",
    "card", "identity", "body", "POST", "password", "code", "token",
}  # fmt: skip
LOGGERS = {"log", "logger", "logging", "_logger", "_log", "LOG"}


def sources() -> Iterator[Path]:
    return (path for path in PACKAGE.rglob("*.py") if not SPOKEN & set(path.relative_to(PACKAGE).parts))


def calls_that_tell(tree: ast.AST) -> Iterator[ast.Call]:
    """Calls of a logger, of print and of warnings.warn."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        spoken = isinstance(called, ast.Name) and called.id == "print"
        by = called.value if isinstance(called, ast.Attribute) and called.attr != "getLogger" else None
        if spoken or (isinstance(by, ast.Name) and by.id in LOGGERS | {"warnings"}):
            yield node


def personal_words(call: ast.Call) -> set[str]:
    names = {node.attr for node in ast.walk(call) if isinstance(node, ast.Attribute)}
    names |= {node.id for node in ast.walk(call) if isinstance(node, ast.Name)}
    return names & PERSONAL


def test_nothing_that_logs_names_what_is_personal() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{call.lineno} {words}"
        for path in sources()
        for call in calls_that_tell(ast.parse(path.read_text()))
        if (words := personal_words(call))
    ]
    assert found == []


def test_the_search_for_telling_calls_finds_them() -> None:
    (call,) = calls_that_tell(ast.parse('logger.info("%s came", person.name)'))
    assert personal_words(call) == {"name"}
    assert not list(calls_that_tell(ast.parse("catalogue.info(person.name)")))


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that is logged at the most talkative setting, as the installation writes it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Discreet("%(name)s %(message)s"))
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def test_a_day_of_use_leaves_nobody_in_the_log(
    world: World, client_of: Callable[[str], Client], log: io.StringIO
) -> None:
    launch_sweep(world)
    values = {name: fill.value for name, fill in fills(world, inside=True).items()}
    clients = [client_of("headquarters"), client_of("lead"), Client()]
    for client in clients:
        client.raise_request_exception = False
        for url in every_url():
            client.get(url.filled(values))
            client.post(url.filled(values), {"username": "lead", "password": "韩德福", "name": "韩德福"})
        client.post("/api/enrol", '{"code": "韩德福", "device": 1}', content_type="application/json")
        client.get("/没有/韩德福")
    assert not [secret for secret in world.secrets() if secret in log.getvalue()]


def test_the_audit_holds_nobody_either(world: World) -> None:
    audit.disclose(world.workers["lead"], [world.people["韩德福"].id], where="person")
    lines = repr(list(Audit.objects.values()))
    assert "identity.seen" in lines
    assert not [secret for secret in world.secrets() if secret in lines]


def test_no_url_carries_more_than_an_id() -> None:
    """Names and numbers travel in bodies; what stands in a path stays in every proxy's log."""
    assert {word for url in every_url() for word in url.parameters} & PERSONAL == set()
