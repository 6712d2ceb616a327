"""Fixtures for every package: the world, and clients signed in as one of its cast."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from qiaomen.testing.snapshot import small_world
from qiaomen.testing.world import World


@pytest.fixture
def key_file(tmp_path: Path, settings: Settings) -> Path:
    """A key file of the test's own."""
    settings.KEY_FILE = tmp_path / "keys" / "outbreaks.json"
    return tmp_path / "keys" / "outbreaks.json"


@pytest.fixture
def world(db: None, key_file: Path) -> World:
    """青石县 and its people, in the test's transaction."""
    return small_world()


@pytest.fixture
def client_of(world: World) -> Callable[[str], Client]:
    """A client signed in as a member of the cast: `client_of("headquarters")`."""

    def signed_in(key: str) -> Client:
        client = Client()
        client.force_login(world.workers[key], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in
