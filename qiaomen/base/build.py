"""The build's id: what static files are addressed by."""

import hashlib
from pathlib import Path


def build_id(package: Path) -> str:
    """Twelve characters that change whenever a static file does."""
    digest = hashlib.sha256()
    for folder in sorted([*package.glob("*/static"), package / "vendor" / "static"]):
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            digest.update(str(file.relative_to(package)).encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
