"""The schema of the tests' databases, made once in a run: what each process of it has is a copy."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from qiaomen.testing.plugin import home

_NAME = "qiaomen_template"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest,
    django_db_modify_db_settings_parallel_suffix: None,
    django_db_blocker: DjangoDbBlocker,
) -> None:
    """Of several processes on the run's own server the first migrates; somebody else's server keeps nothing of us."""
    if hasattr(request.config, "workerinput") and (home() / "database").exists():
        with django_db_blocker.unblock():
            _make()
        connection.settings_dict["TEST"]["TEMPLATE"] = _NAME


def _make() -> None:
    """Make the template, unless another process of this run has."""
    made = home() / "template"
    with (home() / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            with _named(_NAME):
                connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
                connection.close()  # nobody may be in a database that is copied
            made.touch()


@contextmanager
def _named(name: str) -> Iterator[None]:
    """The test database has this name meanwhile."""
    own = connection.settings_dict
    before, test = own["NAME"], own["TEST"]["NAME"]
    own["TEST"]["NAME"] = name
    try:
        yield
    finally:
        own["NAME"], own["TEST"]["NAME"] = before, test
