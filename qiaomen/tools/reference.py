"""`python -m qiaomen.tools.reference write|check`: docs/reference.md, made from the code so that it cannot rot."""

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent.parent / "docs" / "reference.md"
HEAD = """# Reference

Made from the code by `python -m qiaomen.tools.reference write`; `make check` fails when it is not current.
"""


def text() -> str:
    """The whole page, in English."""
    from django.utils import translation

    with translation.override("en"):
        return "\n".join([HEAD, *_models(), *_kinds(), *_problems(), *_commands()]) + "\n"


def _models() -> Iterator[str]:
    from django.apps import apps

    yield "## Tables\n\n*register*: never truncated; *ledger*: only grows; *state*: folded anew by `qiaomen rebuild`.\n"
    yield "| table | class | what a row is |\n|---|---|---|"
    for config in apps.get_app_configs():
        if config.name.startswith("qiaomen."):
            for model in config.get_models():
                yield f"| `{config.label}.{model.__name__}` | {model.table_class.value} | {_sentence(model.__doc__)} |"  # type: ignore[attr-defined]
    yield ""


def _kinds() -> Iterator[str]:
    from qiaomen.base.kinds import KINDS

    yield "## Record kinds\n\n| kind | names its | needs the right to | what it says | sealed |\n|---|---|---|---|---|"
    for name, kind in sorted(KINDS.items()):
        sealed = ", ".join(f"`{'.'.join(path)}`" for path in kind.sealed) or "–"
        yield f"| `{name}` | {kind.subject} | {kind.verb} | {_sentence(kind.body.__doc__)} | {sealed} |"
    yield ""


def _problems() -> Iterator[str]:
    from qiaomen.base.catalogue import CATALOGUE

    yield "## Problem codes\n\nCodes are stable and never reused.\n\n| code | HTTP | message |\n|---|---|---|"
    for code, entry in sorted(CATALOGUE.items()):
        yield f"| `{code}` | {entry.status} | {str(entry.message).replace('|', chr(92) + '|')} |"
    yield ""


def _commands() -> Iterator[str]:
    from qiaomen.cli import commands

    yield "## Commands\n\n| command | what it does |\n|---|---|"
    for name in sorted(commands.NAMES):
        yield f"| `qiaomen {name}` | {commands.load(name).HELP} |"


def _sentence(doc: str | None) -> str:
    return " ".join((doc or "").split("\n\n")[0].split())


def main() -> int:
    """Write the page, or say whether it is current."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("action", choices=["write", "check"])
    action = parser.parse_args().action
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qiaomen.settings")
    import django

    django.setup()
    made = text()
    if action == "write":
        TARGET.write_text(made)
        return 0
    if TARGET.exists() and TARGET.read_text() == made:
        return 0
    print("docs/reference.md is not current: run python -m qiaomen.tools.reference write", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
