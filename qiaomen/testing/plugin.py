"""pytest: an embedded PostgreSQL of the test session's own, unless `QIAOMEN_DATABASE_URL` names a server.

Loaded before Django's settings are (`-p qiaomen.testing.plugin`). Workers of pytest-xdist inherit the addresses
through the environment. Nothing touches the data directory of whoever runs the tests.
"""

import gc
import os
import shutil
import signal
import tempfile
from collections import Counter
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

from qiaomen import postgres
from qiaomen.postgres.postmaster import lives

_PREFIX = "qiaomen-tests-"
_MARK = "QIAOMEN_TESTS_HOME"
# Durability is what the tests of qiaomen.postgres look at, with clusters of their own; here speed is.
_TUNING = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
    "autovacuum_naptime": "10min",
}


class _Session:
    """The folders and the server of one pytest run; only the process that made them has one."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
        self.home.chmod(0o711)  # the server's account passes through
        os.environ[_MARK] = str(self.home)
        os.environ["QIAOMEN_DATA"] = str(self.home / "data")
        (self.home / "data").mkdir(mode=0o711)
        self.server: postgres.Server | None = None

    def start(self) -> None:
        self.server = postgres.Server(self.home / "database", tuning=_TUNING, tethered=True, purpose="tests")
        os.environ["QIAOMEN_DATABASE_URL"] = self.server.join()

    def end(self) -> None:
        if self.server is not None:
            self.server.leave(patience=0)
            postgres.remove(self.home / "database")
        postgres.remove(self.home / "migrated")
        shutil.rmtree(self.home, ignore_errors=True)
        os.environ.pop(_MARK, None)


_session: _Session | None = None


def home() -> Path:
    """The folder of this run of tests, the same for all its processes."""
    return Path(os.environ[_MARK])


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    """Before pytest-django, which reads the settings in this hook."""
    global _session
    gc.disable()  # until all is imported: little of it is ever garbage
    if _MARK not in os.environ:
        _clear_left_overs()
        _session = _Session()
        signal.signal(signal.SIGTERM, _terminate)
        if not os.environ.get("QIAOMEN_DATABASE_URL"):
            _session.start()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What was imported for the tests stays, and need not be looked through for garbage each time."""
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where processes share the modules: what comes last is short, so that none works on while the others wait."""
    if hasattr(config, "workerinput"):
        items.sort(key=long_first([(item.location[0], _is_long(item)) for item in items]))


def _is_long(item: pytest.Item) -> bool:
    return any(item.iter_markers("journey")) or any(item.iter_markers("slow"))


def long_first(tests: list[tuple[str, bool]]) -> Callable[[pytest.Item], tuple[bool, int, str]]:
    """A key for the tests of all modules, of which (module, whether it is long) is given: modules with a long test
    first, then those with many. A module stays together, in its own order."""
    long = {module for module, is_long in tests if is_long}
    many = Counter(module for module, _ in tests)
    return lambda item: (item.location[0] not in long, -many[item.location[0]], item.location[0])


def pytest_unconfigure() -> None:
    """Stop the server and delete what the session made."""
    global _session
    if _session is not None:
        _session.end()
        _session = None


def _terminate(number: int, frame: object) -> None:
    """A terminated run ends like an interrupted one, so that it tidies up."""
    raise KeyboardInterrupt


def _clear_left_overs() -> None:
    """Folders of sessions that were killed; their servers ended with them."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        pid = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if pid.isdigit() and not lives(int(pid)):
            shutil.rmtree(folder, ignore_errors=True)
