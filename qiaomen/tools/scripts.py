"""Checks the types of the phone's scripts: `python -m qiaomen.tools.scripts` runs `tsc --noEmit` over them."""

import subprocess
import sys

from qiaomen.tools.vendor import PROJECT, VendorError, node_command, npm_file


def check_types() -> subprocess.CompletedProcess[str]:
    """What the type checker says of the scripts in tsconfig.json. Raises VendorError where it is missing."""
    command = [*node_command(), str(npm_file("typescript/bin/tsc")), "--project", str(PROJECT / "tsconfig.json")]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)


def main() -> int:
    """The command: 0 when every type is right."""
    try:
        done = check_types()
    except VendorError as problem:
        print(f"scripts: {problem}", file=sys.stderr)
        return 1
    print(done.stdout.strip() or "tsc: every type is right")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
