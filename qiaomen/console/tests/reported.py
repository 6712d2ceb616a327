"""The report's rooms in a sweep whose doors were knocked on, counted by a small definition."""

import pytest
from django.test import Client
from django.utils import timezone

from qiaomen.reports import editions, freezing
from qiaomen.reports.models import Report
from qiaomen.testing.moments import moments
from qiaomen.testing.reported import DEFINITION
from qiaomen.testing.sweep import Phone, start_sweep
from qiaomen.testing.world import World


@pytest.fixture
def phone(world: World) -> Phone:
    """A phone of the sweep, after a course of it."""
    return counted(world)


@pytest.fixture
def report(world: World, phone: Phone) -> Report:
    """The district's report after that course."""
    return frozen(world)


def counted(world: World) -> Phone:
    """A phone of the sweep, after a course of it."""
    phone = Phone(world.tokens["field"], start_sweep(world, team="team 1"))
    list(moments(world, phone))
    editions.publish(text=DEFINITION, by=world.workers["headquarters"])
    return phone


def frozen(world: World) -> Report:
    """The district's report as of now."""
    return freezing.freeze(place=world.places["district"], cut=timezone.now())


def csv_rows(client: Client, url: str) -> list[str]:
    """The rows of an exported file, without its header."""
    answer = client.post(url)
    assert answer.status_code == 200, url
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return text.splitlines()[1:]
