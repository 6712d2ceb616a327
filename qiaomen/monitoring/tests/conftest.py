"""People under measures, and that rebuilding agrees with what was folded."""

from collections.abc import Iterator

import pytest

from qiaomen.monitoring.tests.watch import Watch, make_watch
from qiaomen.testing.agreement import assert_rebuild_agrees
from qiaomen.testing.world import World


@pytest.fixture
def watch(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    """Monitoring in the small world. At the end rebuilding must agree with what is stored."""
    yield make_watch(world, monkeypatch)
    assert_rebuild_agrees()
