"""The checks behind `qiaomen doctor`. Each looks at one thing, changes nothing and says what to do."""

import ctypes
import locale
import os
import shlex
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from qiaomen import postgres
from qiaomen.cli import safekeeping
from qiaomen.cli.environment import as_district
from qiaomen.cli.finding import Finding
from qiaomen.cli.room import kept_free
from qiaomen.cli.saved import backups
from qiaomen.cli.supervisor import right
from qiaomen.cli.supervisor.tls import TlsError, check
from qiaomen.postgres import binaries, paths, postmaster
from qiaomen.postgres.accounts import server_account
from qiaomen.postgres.server import url as address

_GIGABYTE = 1024**3
_TIME_ERROR = 5
"""What adjtimex(2) returns while nothing keeps the clock right."""


def check_all(data_dir: Path, tls: tuple[Path, Path] | None = None) -> list[Finding]:
    """All checks, in the order in which an installation needs their subjects."""
    external = bool(os.environ.get("QIAOMEN_DATABASE_URL"))
    server = paths.server_of(data_dir)
    database = [_external_database()] if external else [_programs(server), _cluster(server), _locale()]
    disk = [*_disk(data_dir), *_abandoned(), *backups(data_dir, datetime.now(UTC))]
    keys = [*_keys(data_dir), safekeeping.escrow(data_dir)]
    kept = [*keys, safekeeping.days(), *safekeeping.left_behind(data_dir), *_outbreaks(data_dir)]
    return [*database, _service(data_dir), *disk, _clock(), *kept, _fonts(), _scanner(), _https(tls)]


def _outbreaks(data_dir: Path) -> list[Finding]:
    """What only a database that runs can tell; nothing where none does, or where it is empty yet."""
    import psycopg

    url = os.environ.get("QIAOMEN_DATABASE_URL") or _running(data_dir)
    if not url:
        return []
    path = f"-c search_path={os.environ.get('QIAOMEN_SCHEMA') or 'public'},public"
    try:
        with psycopg.connect(url, connect_timeout=5, options=path) as connection:
            return [*safekeeping.outbreaks(connection, data_dir), *safekeeping.log(connection)]
    except psycopg.Error:
        return []


def _running(data_dir: Path) -> str:
    try:
        layout = paths.locate(paths.server_of(data_dir))
    except postgres.PostgresError:
        return ""
    server = postmaster.read(layout.cluster) if layout else None
    return as_district(address(server.socket_folder)) if server else ""


def _external_database() -> Finding:
    import psycopg

    try:
        with psycopg.connect(os.environ["QIAOMEN_DATABASE_URL"], connect_timeout=5) as connection:
            version = connection.info.server_version // 10000
            encoding = connection.info.parameter_status("server_encoding")
    except psycopg.Error as error:
        return Finding("bad", "database", f"QIAOMEN_DATABASE_URL cannot be reached: {str(error).splitlines()[0]}")
    if version < binaries.OLDEST_MAJOR or encoding != "UTF8":
        return Finding("bad", "database", f"PostgreSQL {version} with {encoding}: 15 or newer with UTF8 is needed.")
    return Finding("ok", "database", f"PostgreSQL {version}, {encoding}, by QIAOMEN_DATABASE_URL.")


def _programs(data_dir: Path) -> Finding:
    try:
        folder = binaries.find()
        account = server_account(data_dir / "postgres" / "cluster")
        found = binaries.inspect(folder, account)
    except postgres.PostgresError as error:
        return Finding("bad", "postgres", str(error))
    if found is None and account.switch:
        return Finding("ok", "postgres", f"{folder}; uid {account.uid} cannot reach it and will run a copy.")
    if found is None:
        return Finding("bad", "postgres", f"{folder / 'postgres'} cannot be executed.")
    return Finding("ok", "postgres", f"PostgreSQL {found.version} in {folder}, run as uid {account.uid}.")


def _cluster(data_dir: Path) -> Finding:
    try:
        layout = paths.locate(data_dir)
    except postgres.PostgresError as error:
        return Finding("bad", "cluster", str(error))
    if layout is None:
        return Finding("note", "cluster", f"{data_dir} has no database yet; the first command makes it.")
    server = postmaster.read(layout.cluster)
    state = f"running as process {server.pid}, socket in {server.socket_folder}" if server else "not running"
    return Finding("ok", "cluster", f"{layout.cluster}, {state}.")


def _locale() -> Finding:
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return Finding("bad", "locale", "This system has no C.UTF-8 locale; search in Chinese would find nothing.")
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return Finding("ok", "locale", "C.UTF-8 exists.")


def _service(data_dir: Path) -> Finding:
    pid = right.holder(data_dir)
    return Finding("ok" if pid else "note", "service", f"Served by process {pid}." if pid else "Nothing serves it now.")


def _disk(data_dir: Path) -> list[Finding]:
    try:
        layout = paths.locate(data_dir)
    except postgres.PostgresError:
        layout = None
    folders = (_existing(data_dir), _existing(layout.home if layout else data_dir))
    by_device = {folder.stat().st_dev: folder for folder in reversed(folders)}
    return [_space(folder) for folder in by_device.values()]


def _existing(path: Path) -> Path:
    return next(folder for folder in (path, *path.parents) if folder.is_dir())


def _space(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free / _GIGABYTE
    sentence = f"{free:.1f} GB free in {folder}."
    least = kept_free() / _GIGABYTE
    if free < least:
        return Finding("bad", "disk", f"{sentence} Below {least:.1f} GB nothing is taken in: make room.")
    return Finding("note" if free < 10 + least else "ok", "disk", sentence)


def _abandoned() -> list[Finding]:
    homes = paths.abandoned()
    if not homes:
        return []
    return [
        Finding(
            "note",
            "disk",
            f"{len(homes)} database(s) in {paths.elsewhere()} belong to data directories that are gone, such as "
            f"{homes[0].name}: delete them if you are sure.",
        )
    ]


def _clock() -> Finding:
    now = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"
    if sys.platform != "linux":
        return Finding("note", "clock", f"{now}: compare it with a watch; passes and quarantine days depend on it.")
    state = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(512))
    if state == _TIME_ERROR:
        return Finding("note", "clock", f"{now}, and nothing keeps it right: switch on time synchronisation (NTP).")
    return Finding("ok", "clock", f"{now}, kept right.")


def _keys(data_dir: Path) -> list[Finding]:
    named = os.environ.get("QIAOMEN_KEY_FILE")
    files = {data_dir / "secret-key", *(data_dir / "keys").glob("*"), *([Path(named)] if named else [])}
    present = sorted(file for file in files if file.is_file())
    if not present:
        return [Finding("note", "keys", "No key files yet; the first outbreak makes them.")]
    loose = [file for file in present if file.stat().st_mode & 0o077]
    if not loose:
        return [Finding("ok", "keys", f"{len(present)} key file(s), readable by their owner only.")]
    return [Finding("bad", "keys", f"{file} can be read by others: chmod 600 it.") for file in loose]


def _fonts() -> Finding:
    from qiaomen.paper.typesetting import chinese_font

    font = chinese_font()
    if font is None:
        return Finding("note", "paper", "No Chinese font: nothing can be printed. Install fonts-noto-cjk.")
    return Finding("ok", "paper", f"Sheets and lists are set in {font}.")


def _scanner() -> Finding:
    """Shows it the file that every scanner takes for a virus, and one that none does."""
    from qiaomen.base.scanning import EICAR, HARMLESS, MALICIOUS, ends_with

    command = shlex.split(os.environ.get("QIAOMEN_SCANNER", ""))
    if not command:
        return Finding("note", "scanner", "Files are not scanned for viruses: QIAOMEN_SCANNER names no command.")
    if ends_with(command, EICAR) == MALICIOUS and ends_with(command, b"1") == HARMLESS:
        return Finding("ok", "scanner", f"{command[0]} finds what it should.")
    return Finding(
        "bad", "scanner", f"{command[0]} does not find the test virus, or not that alone: no file is taken in."
    )


def _https(tls: tuple[Path, Path] | None) -> Finding:
    if tls is None:
        return Finding(
            "note",
            "https",
            "Phones give camera, offline work and cryptography to HTTPS pages only: serve with --tls CERT KEY, or "
            "behind a proxy that speaks HTTPS. Plain http works on this machine alone, at 127.0.0.1.",
        )
    try:
        certificate = check(*tls)
    except TlsError as error:
        return Finding("bad", "https", str(error))
    days = (certificate.not_valid_after_utc - datetime.now(UTC)).days
    return Finding("note" if days < 21 else "ok", "https", f"The certificate and its key fit; {days} days are left.")
