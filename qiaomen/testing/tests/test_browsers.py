"""A browser's event loop and the database."""

import pytest
from django.db import connection

from qiaomen.testing.browsers import driver

pytestmark = pytest.mark.journey


def test_what_is_asked_while_a_browser_is_driven_leaves_no_connection_behind(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with driver():
        connection.ensure_connection()
        own = connection.connection
        assert not own.closed
    connection.ensure_connection()
    assert connection.connection is not own
    assert own.closed


def test_it_ends_after_whoever_gave_leave_to_ask(transactional_db: None) -> None:
    with driver(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        connection.ensure_connection()
        own = connection.connection
    assert own.closed
