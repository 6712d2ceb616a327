"""What is translated: every text that the code asks for is found, wherever it stands."""

import ast
from collections.abc import Iterator

from qiaomen.tools.messages import PACKAGE, used

ASKING = {"_", "gettext", "gettext_lazy", "gettext_noop"}


def asked_for() -> Iterator[tuple[str, str]]:
    """Each constant text that Python asks a translation of, with its file."""
    for file in sorted(PACKAGE.rglob("*.py")):
        if {"migrations", "tests"} & set(file.parts):
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            match node:
                case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(text)), *_]) if name in ASKING:
                    yield text, str(file.relative_to(PACKAGE))


def test_no_text_hides_from_the_translators_in_an_f_string() -> None:
    found = {message for _context, message in used()} | {
        one for _context, message in used() if isinstance(message, tuple) for one in message
    }
    assert [(text, file) for text, file in asked_for() if text not in found] == []
