"""Fixtures that tests of every package share."""

from collections.abc import Iterator

import pytest
from django.utils import translation
from hypothesis import settings
from playwright.sync_api import expect

from qiaomen.base.packed import PackedStatic
from qiaomen.console.tests.journey import browser
from qiaomen.testing.desk import desk
from qiaomen.testing.emptying import by_rows
from qiaomen.testing.fixtures import client_of, key_file, world
from qiaomen.testing.template import django_db_modify_db_settings

__all__ = ["browser", "by_rows", "client_of", "desk", "django_db_modify_db_settings", "key_file", "world"]

# No test fails because a machine is busy.
settings.register_profile("patient", settings(), deadline=None)
settings.load_profile("patient")
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_looked_for_once() -> Iterator[None]:
    """Each client makes the middlewares anew, and one of them would look at every static file of the installation."""
    look, found = PackedStatic.add_files_from_finders, dict[str, dict[str, object]]()

    def remembered(middleware: PackedStatic) -> None:
        if middleware.static_prefix not in found:
            look(middleware)
            found[middleware.static_prefix] = dict(middleware.files)
        middleware.files.update(found[middleware.static_prefix])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PackedStatic, "add_files_from_finders", remembered)
        yield


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """Each test begins in the district's language: a request or a command leaves its own behind in the thread."""
    translation.deactivate()
    yield
    translation.deactivate()
