"""Fixtures of a module that shares one stage: what is written is committed, and all tables are emptied at its end."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Playwright, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from qiaomen.field.tests.stage import Stage, set_stage
from qiaomen.testing.world import make_world


@pytest.fixture(scope="module")
def transactional_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """pytest-django's fixture, for a whole module."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright has an event loop in this thread, and we no task
        yield
        call_command("flush", verbosity=0, interactive=False, allow_cascade=False, inhibit_post_migrate=True)


@pytest.fixture(scope="module")
def stage(transactional_db: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """One sweep for all tests of the module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "KEY_FILE", tmp_path_factory.mktemp("keys") / "outbreaks.json")
        yield set_stage(make_world())


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright
