"""Fixtures that tests of every package share."""

from collections.abc import Iterator

import pytest
from django.utils import translation
from hypothesis import settings

from qiaomen.console.tests.journey import browser
from qiaomen.testing.desk import desk
from qiaomen.testing.fixtures import client_of, key_file, world

__all__ = ["browser", "client_of", "desk", "key_file", "world"]

# No test fails because a machine is busy.
settings.register_profile("patient", settings(), deadline=None)
settings.load_profile("patient")


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """Each test begins in the district's language: a request or a command leaves its own behind in the thread."""
    translation.deactivate()
    yield
    translation.deactivate()
