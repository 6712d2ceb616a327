"""Files that come in are shown to the scanner that is set, before anything else sees them."""

import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from qiaomen.access.models import Audit
from qiaomen.base import scanning
from qiaomen.base.problems import Problem
from qiaomen.cli.checkup import check_all
from qiaomen.exchange.models import ImportRun
from qiaomen.testing.imports import REGISTER
from qiaomen.testing.world import World

ClientOf = Callable[[str], Client]
SCANNER = "import sys; sys.exit(b'EICAR' in sys.stdin.buffer.read())"
FAILS, IS_MISSING = [sys.executable, "-c", "import sys; sys.exit(2)"], ["/nowhere/scanner"]
FINDS_ALL, FINDS_NOTHING = [sys.executable, "-c", "raise SystemExit(1)"], [sys.executable, "-c", ""]


@pytest.fixture
def scanner(settings: Settings) -> None:
    settings.SCANNER = [sys.executable, "-c", SCANNER]


def send(client_of: ClientOf, *contents: bytes) -> int:
    """Lists to import, sent by headquarters; the answer's status."""
    files = [SimpleUploadedFile(f"{number}.csv", content) for number, content in enumerate(contents)]
    answer = client_of("headquarters").post(reverse("console:imports"), {"tables": files})
    return int(answer.status_code)


def test_what_the_scanner_finds_is_refused_and_who_sent_it_is_written_down(
    world: World, client_of: ClientOf, scanner: None
) -> None:
    assert send(client_of, REGISTER, scanning.EICAR) == 422
    assert not ImportRun.objects.exists()
    assert Audit.objects.get(action="file.malicious").worker == world.workers["headquarters"].id


def test_a_file_that_was_scanned_is_still_read_from_its_beginning(
    world: World, client_of: ClientOf, scanner: None
) -> None:
    assert send(client_of, REGISTER) == 302
    assert [upload.size for upload in ImportRun.objects.get().uploads.all()] == [len(REGISTER)]


@pytest.mark.parametrize("command", [FAILS, IS_MISSING])
def test_while_the_scanner_fails_no_file_is_taken_in(
    world: World, client_of: ClientOf, settings: Settings, command: list[str]
) -> None:
    settings.SCANNER = command
    assert send(client_of, b"harmless") == 503
    assert not ImportRun.objects.exists()


def test_a_scanner_that_does_not_end_is_one_that_failed(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SCANNER = [sys.executable, "-c", "import signal; signal.pause()"]
    monkeypatch.setattr(scanning, "LONGEST_S", 0.01)
    with pytest.raises(Problem, match=r"server\.no_scanner"):
        scanning.check(b"harmless")


def test_where_none_is_set_nothing_is_scanned() -> None:
    scanning.check(scanning.EICAR)


@pytest.mark.parametrize(
    "command, grade",
    [
        ([sys.executable, "-c", SCANNER], "ok"), (FAILS, "bad"), (IS_MISSING, "bad"), (FINDS_ALL, "bad"),
        (FINDS_NOTHING, "bad"), ([], "note"),
    ],
)  # fmt: skip
def test_doctor_tries_the_scanner_with_the_test_virus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], grade: str
) -> None:
    monkeypatch.setenv("QIAOMEN_SCANNER", shlex.join(command))
    assert [finding.grade for finding in check_all(tmp_path) if finding.about == "scanner"] == [grade]
