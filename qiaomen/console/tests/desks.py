"""Somebody of the cast at a desk, who reads English; and what a page says there."""

from collections.abc import Callable

import pytest
from django.test import Client

ClientOf = Callable[[str], Client]


@pytest.fixture
def lead(client_of: ClientOf) -> Client:
    """The lead of the community."""
    return english(client_of("lead"))


@pytest.fixture
def desk(client_of: ClientOf) -> Client:
    """Headquarters."""
    return english(client_of("headquarters"))


def english(client: Client) -> Client:
    """The same client, who reads English."""
    client.cookies["language"] = "en"
    return client


def page(client: Client, url: str) -> str:
    """What an address says."""
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.content[-2000:])
    return answer.content.decode()
