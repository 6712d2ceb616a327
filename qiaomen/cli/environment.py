"""What a command stands on: data directory, database, Django, language of the terminal."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qiaomen import postgres
from qiaomen.postgres.paths import server_of


def data_dir(given: Path | None = None) -> Path:
    """The absolute data directory: as given, else `$QIAOMEN_DATA`, else `qiaomen` in the user's data home."""
    if given is None and (named := os.environ.get("QIAOMEN_DATA")):
        given = Path(named)
    if given is None:
        home = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
        given = Path(home) / "qiaomen"
    return given.expanduser().resolve()


def load(data: Path) -> None:
    """The settings that the data directory carries: its file `environment`, a variable a line. What is set stays.

    Raises PostgresError for a line that is none: a setting that is silently left out could open another's database.
    """
    try:
        lines = (data / "environment").read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return
    for number, line in enumerate(lines, 1):
        name, is_set, value = line.strip().partition("=")
        if not name or name.startswith("#"):
            continue
        if not is_set:
            raise postgres.PostgresError(f"{data / 'environment'}, line {number}: NAME=VALUE is expected.")
        os.environ.setdefault(name.strip(), value.strip().strip("\"'"))


def cluster_dir() -> Path:
    """The data directory whose embedded server this installation uses."""
    return server_of(data_dir())


def as_district(url: str) -> str:
    """The embedded server's address for the district's role, where it has one."""
    role = os.environ.get("QIAOMEN_DATABASE_ROLE")
    return url.replace(f"//{postgres.ROLE}@", f"//{role}@", 1) if role else url


@contextmanager
def database(*, purpose: str) -> Iterator[str]:
    """The database for one command: the one that `QIAOMEN_DATABASE_URL` names, else the embedded one, joined.

    The variable is set within the block, for Django's settings and for processes that the command starts.
    """
    if named := os.environ.get("QIAOMEN_DATABASE_URL"):
        yield named
        return
    with postgres.running(cluster_dir(), purpose=purpose) as joined:
        url = os.environ["QIAOMEN_DATABASE_URL"] = as_district(joined)
        try:
            yield url
        finally:
            close_connections()
            del os.environ["QIAOMEN_DATABASE_URL"]


def close_connections() -> None:
    """Close Django's connections, if it was set up at all, before the server is left."""
    from django.apps import apps

    if apps.ready:
        from django.db import connections

        connections.close_all()


def set_up_django() -> None:
    """Load settings and applications, and speak the terminal's language."""
    import django
    from django.utils import translation

    django.setup()
    translation.activate(terminal_language())


def terminal_language() -> str:
    """zh-hans, zh-hant or en, as the locale variables say."""
    told = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    language = told.lower().partition(".")[0]
    if not language.startswith("zh"):
        return "en"
    return "zh-hant" if any(place in language for place in ("tw", "hk", "mo", "hant")) else "zh-hans"


def told_as_problem(error: Exception) -> str | None:
    """The sentence of a catalogued problem, or None for an error that nobody foresaw."""
    from django.apps import apps

    if not apps.ready:
        return None
    from qiaomen.base.problems import Problem

    return f"{error.message} ({error.code})" if isinstance(error, Problem) else None
