"""The stage as a fixture of a whole module."""

from collections.abc import Iterator

import pytest
from django.conf import settings

from qiaomen.field.tests.journeys import transactional_db
from qiaomen.field.tests.stage import Stage, set_stage
from qiaomen.testing.world import make_world

__all__ = ["stage", "transactional_db"]


@pytest.fixture(scope="module")
def stage(transactional_db: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """One sweep for all tests of the module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "KEY_FILE", tmp_path_factory.mktemp("keys") / "outbreaks.json")
        yield set_stage(make_world())
