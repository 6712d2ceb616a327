"""Files from outside shown to a virus scanner, where one is set: what it finds is refused, and all while it fails.

QIAOMEN_SCANNER is a command: it reads a file from standard input and ends with 0 where that is harmless, 1 where it is
not. So do clamdscan and clamscan, and others in a line of shell. Anything else it may end with is a failure.
"""

import logging
import subprocess
from typing import Final

from django.conf import settings

from qiaomen.base.problems import Problem

LONGEST_S: Final = 120
HARMLESS, MALICIOUS = 0, 1
# The harmless file that every scanner takes for a virus (eicar.org), in two parts: this very file is none.
EICAR: Final = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

log = logging.getLogger(__name__)


def check(content: bytes) -> None:
    """Raises `file.malicious` for what the scanner finds, `server.no_scanner` where it does not answer. Nothing is set:
    nothing is looked at."""
    if not settings.SCANNER:
        return
    said = ends_with(settings.SCANNER, content)
    if said == MALICIOUS:
        raise Problem("file.malicious")
    if said != HARMLESS:
        log.error("the scanner did not look at a file: it ended with %s", said)
        raise Problem("server.no_scanner")


def ends_with(command: list[str], content: bytes) -> int | None:
    """What the command ends with for this file; None where it cannot be started or takes too long."""
    try:
        # What it says is dropped: it may tell what is in the file.
        ended = subprocess.run(command, input=content, timeout=LONGEST_S, check=False, capture_output=True)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return ended.returncode
