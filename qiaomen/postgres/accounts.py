"""The system account that PostgreSQL runs as: ourselves, or for root somebody without rights."""

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

NOBODY = 65534


@dataclass(frozen=True, slots=True)
class Account:
    """A uid and gid; `switch` tells whether a process has to be changed to it."""

    uid: int
    gid: int
    switch: bool

    def own(self, path: Path) -> None:
        """Hand a directory or file that we made to the account."""
        if self.switch:
            os.chown(path, self.uid, self.gid)

    def run(self, command: Sequence[str], *, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run a short command as the account, from `/`, and return its output as text."""
        return subprocess.run(
            command,
            check=False,
            capture_output=True,
            text=True,
            errors="replace",
            cwd="/",
            env=env,
            stdin=subprocess.DEVNULL,
            user=self.uid if self.switch else None,
            group=self.gid if self.switch else None,
            extra_groups=[] if self.switch else None,
        )

    def reaches(self, directory: Path) -> bool:
        """Whether the account can enter `directory`: tried, because mode bits do not tell of ACLs and mounts."""
        try:
            return self.run(["/bin/sh", "-c", 'cd -- "$1"', "sh", str(directory)]).returncode == 0
        except OSError:
            return False


def server_account(cluster: Path) -> Account:
    """Who runs the server of `cluster`: we do, except that root hands over to the cluster's owner or to nobody."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), switch=False)
    try:
        owner = cluster.stat()
    except OSError:
        return Account(NOBODY, NOBODY, switch=True)
    if owner.st_uid == 0:
        return Account(NOBODY, NOBODY, switch=True)
    return Account(owner.st_uid, owner.st_gid, switch=True)
