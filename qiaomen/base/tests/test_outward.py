"""Addresses that somebody typed never make the server speak to itself."""

import socket
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from qiaomen.base.outward import NotOutward, check_host, check_name, checked_connections, only_outward

OWN = [
    "127.0.0.1", "127.9.9.9", "localhost", "LOCALHOST.", "app.localhost", "::1", "[::1]", "0.0.0.0", "::",  # noqa: S104 (looked at, not bound)
    "169.254.169.254", "fe80::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "100.100.100.200", "fd00:ec2::254",
    "224.0.0.1", "ff02::1",
]  # fmt: skip


def leads_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Every name has these addresses."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0)) for address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_given, **_more: found)


@pytest.mark.parametrize("host", OWN)
def test_this_machine_and_its_neighbours_that_hand_out_credentials_are_never_called(host: str) -> None:
    with pytest.raises(NotOutward):
        check_name(host)


@pytest.mark.parametrize("host", ["gateway.example", "10.1.2.3", "192.168.7.7", "203.0.113.4", "wecombot", ""])
def test_others_are_let_through_without_asking_anybody(host: str) -> None:
    check_name(host)


def test_a_name_is_looked_at_where_it_leads(monkeypatch: pytest.MonkeyPatch) -> None:
    leads_to(monkeypatch, "203.0.113.4")
    check_host("gateway.example", 443)
    leads_to(monkeypatch, "203.0.113.4", "127.0.0.1")
    with pytest.raises(NotOutward):
        check_host("gateway.example", 443)


def test_a_list_lets_through_what_it_names_and_nothing_else(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.OUTWARD = ["*.gov.example", "10.1.0.0/16"]
    leads_to(monkeypatch, "203.0.113.4")
    check_host("reports.gov.example")
    with pytest.raises(NotOutward):
        check_host("elsewhere.example")
    leads_to(monkeypatch, "10.1.9.9")
    check_host("elsewhere.example")


def test_wherever_a_call_is_sent_on_to_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Any] = []
    connect = checked_connections(made.append)
    connect(("127.0.0.1", 80))
    with only_outward(), pytest.raises(NotOutward):
        connect(("127.0.0.1", 80))
    assert made == [("127.0.0.1", 80)]


def test_a_name_that_leads_elsewhere_a_moment_later_is_noticed_before_anything_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Looked up twice, a name may first have an address of the world and then one of ours."""
    with socket.create_server(("127.0.0.1", 0)) as own:
        leads_to(monkeypatch, "203.0.113.4")
        reached = socket.socket()

        def elsewhere(_address: object) -> socket.socket:
            reached.connect(own.getsockname())
            return reached

        connect = checked_connections(elsewhere)
        with only_outward(), pytest.raises(NotOutward):
            connect(("gateway.example", 443))
        assert reached.fileno() == -1
