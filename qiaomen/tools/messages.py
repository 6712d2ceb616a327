"""Translations without a system gettext: `python -m qiaomen.tools.messages extract|check|compile`.

`extract` finds every msgid in Python, templates and the phone's modules and brings `locale/zh_Hans` up to date, keeping
what is translated;
`check` fails when one is missing or left over, or when `zh_Hant` is not what the converter makes of `zh_Hans`;
`compile` writes the `.mo` files that Django reads. English msgids are the English catalogue.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from opencc import OpenCC

PACKAGE = Path(__file__).resolve().parent.parent
SOURCE = PACKAGE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
GENERATED = PACKAGE / "locale" / "zh_Hant" / "LC_MESSAGES" / "django.po"
WORDS: dict[str, tuple[int, ...] | tuple[tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),  # type: ignore[dict-item]
    "pgettext_lazy": ((1, "c"), 2),  # type: ignore[dict-item]
    "npgettext": ((1, "c"), 2, 3),  # type: ignore[dict-item]
}

Key = tuple[str | None, str | tuple[str, ...]]


def main() -> int:
    """Do what the first argument says."""
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    actions = {"extract": update, "check": check, "compile": compile_all, "merge": merge}
    if word not in actions:
        print(__doc__, file=sys.stderr)
        return 2
    return actions[word]()


def used() -> dict[Key, list[str]]:
    """Every message that the code uses, with the files that use it."""
    _set_up()
    from qiaomen.field.words import messages_of, modules

    found: dict[Key, list[str]] = {}
    for file, source in _sources():
        for _line, message, _comments, context in extract("python", io.BytesIO(source.encode()), WORDS):
            key = (context, tuple(message) if isinstance(message, tuple) else message)
            found.setdefault(key, []).append(str(file.relative_to(PACKAGE.parent)))
    for module in modules():
        for text in messages_of(module.read_text("utf-8")):
            found.setdefault((None, text), []).append(str(module.relative_to(PACKAGE.parent)))
    return found


def _set_up() -> None:
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True)
        django.setup()


def _sources() -> Iterator[tuple[Path, str]]:
    from django.utils.translation.template import templatize

    for file in sorted(PACKAGE.rglob("*.py")):
        if not {"migrations", "tests"} & set(file.parts):
            yield file, file.read_text()
    for pattern in ("*.html", "*.txt"):
        for file in sorted(PACKAGE.rglob(f"templates/**/{pattern}")):
            # Indented markup is no indented Python: only the calls that templatize leaves matter.
            calls = templatize(file.read_text(), origin=str(file)).splitlines()
            yield file, "\n".join(line.strip() for line in calls)


def _catalog(file: Path) -> Catalog:
    if not file.exists():
        return Catalog(locale="zh_Hans", domain="django")
    with open(file, "rb") as source:
        return read_po(source, locale=file.parent.parent.name)


def _translated(catalog: Catalog) -> dict[Key, str | tuple[str, ...]]:
    return {
        (message.context, _plain(message.id)): _plain(message.string)
        for message in catalog
        if message.id and any(message.string or ()) and not message.fuzzy
    }


def _plain(text: Any) -> str | tuple[str, ...]:
    return tuple(text) if isinstance(text, (list, tuple)) else str(text)


def update() -> int:
    """Write zh_Hans with exactly the messages in use, and zh_Hant from it."""
    return _write(_translated(_catalog(SOURCE)))


def merge() -> int:
    """Take translations from other .po files named on the command line; what is translated already stays."""
    known = _translated(_catalog(SOURCE))
    for name in sys.argv[2:]:
        for key, text in _translated(_catalog(Path(name))).items():
            known.setdefault(key, text)
    return _write(known)


def _write(known: dict[Key, str | tuple[str, ...]]) -> int:
    fresh = Catalog(locale="zh_Hans", domain="django", project="Qiaomen", fuzzy=False)
    missing = 0
    for key, files in sorted(used().items(), key=lambda item: (item[1][0], str(item[0]))):
        context, message = key
        text = known.get(key, "")
        missing += not text
        places = [(file, 0) for file in dict.fromkeys(files)]
        fresh.add(message, text or None, locations=places, context=context)
    _save(SOURCE, fresh)
    _save(GENERATED, _traditional(fresh))
    print(f"{len(fresh)} messages, {missing} not translated")
    return 0


def _save(file: Path, catalog: Catalog) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    text = io.BytesIO()
    write_po(text, catalog, width=110, omit_header=False, sort_output=False, include_lineno=False)
    lines = text.getvalue().decode().splitlines()
    dated = (
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Generated-By",
        "Last-Translator",
        "Language-Team",
        "Report-Msgid",
    )
    kept = [line for line in lines if not line.startswith(tuple(f'"{word}' for word in dated))]
    file.write_text("\n".join(line for line in kept if not line.startswith("# ")) + "\n")


def _traditional(catalog: Catalog) -> Catalog:
    convert = OpenCC("s2tw").convert
    made = Catalog(locale="zh_Hant", domain="django", project="Qiaomen", fuzzy=False)
    for message in catalog:
        if message.id:
            given = _plain(message.string or "")
            text = convert(given) if isinstance(given, str) else tuple(convert(form) for form in given)
            made.add(message.id, text or None, locations=message.locations, context=message.context)
    return made


def check() -> int:
    """Every message is translated, none is left over, and the generated catalogue is current."""
    wanted, known = used(), _translated(_catalog(SOURCE))
    missing = [f"not translated: {key[1]!r} in {files[0]}" for key, files in wanted.items() if key not in known]
    left = [f"not used any more: {key[1]!r}" for key in known if key not in wanted]
    stale = _translated(_traditional(_catalog(SOURCE))) != _translated(_catalog(GENERATED))
    for line in missing + left:
        print(line)
    if stale:
        print("locale/zh_Hant is not what zh_Hans gives: run python -m qiaomen.tools.messages extract")
    return 1 if missing or left or stale else 0


def compile_all() -> int:
    """Write a .mo beside every .po."""
    for file in (SOURCE, GENERATED):
        if not file.exists():
            continue
        with open(file.with_suffix(".mo"), "wb") as out:
            write_mo(out, _catalog(file))
    return 0


if __name__ == "__main__":
    sys.exit(main())
