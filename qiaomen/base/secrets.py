"""Django's secret key: made once, kept beside the data, readable by its owner only."""

import os
import secrets
from pathlib import Path


def secret_key(data_dir: Path) -> str:
    """The installation's secret key; writes `secret-key` (mode 0600) under `data_dir` at first use."""
    file = data_dir / "secret-key"
    try:
        return file.read_text()
    except FileNotFoundError:
        data_dir.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text()
    with os.fdopen(descriptor, "w") as out:
        out.write(secrets.token_urlsafe(48))
    return file.read_text()
