"""The words of the phone's screens: found in its modules, answered for one language at a time.

A module says `t("text")`, `tn("one", "{n} of them", n)` or `word("text")` with literal English; the texts are
translated in the same catalogues as all others (`qiaomen.tools.messages` looks here), and English itself needs none.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.utils.translation import gettext, ngettext, override
from opencc import OpenCC

from qiaomen.campaigns.standard import QUESTIONS
from qiaomen.campaigns.states import Presence, State

HERE = Path(__file__).resolve().parent / "static" / "field"
_LITERAL = r"""(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)")"""
_ONE = re.compile(rf"(?<![\w.$])(?:t|word)\(\s*{_LITERAL}\s*[,)]")
_COUNTED = re.compile(rf"(?<![\w.$])tn\(\s*{_LITERAL}\s*,\s*{_LITERAL}\s*,")
# A call whose text is no literal cannot be found; `t(variable)` is for what `word("…")` marked.
_BROKEN = re.compile(r"(?<![\w.$])(?:t|tn|word)\(\s*(?:`|['\"][^'\"\n]*['\"]\s*\+)")

Message = str | tuple[str, str]


def modules() -> list[Path]:
    """Every module of the field app."""
    return sorted(HERE.rglob("*.js"))


def messages_of(source: str) -> Iterator[Message]:
    """The English texts in a module: a text, or the pair of one and many.

    Raises ValueError where a call's text is put together instead of written out.
    """
    if broken := _BROKEN.search(source):
        raise ValueError(f"a text must be one literal: {source[broken.start() : broken.start() + 60]!r}")
    for found in _ONE.finditer(source):
        yield _plain(found[1] if found[1] is not None else found[2])
    for found in _COUNTED.finditer(source):
        one, many = (found[at] if found[at] is not None else found[at + 1] for at in (1, 3))
        yield _plain(one), _plain(many)


@cache
def used() -> frozenset[Message]:
    """Every text of the screens, the words of door states and of presence among them."""
    with override("en"):
        shared = {str(label) for enum in (State, Presence) for label in enum.labels}
    return frozenset(shared.union(*(messages_of(module.read_text("utf-8")) for module in modules())))


def catalogue(language: str) -> dict[str, str]:
    """English text to its translation, for `words.js`; a counted text is found by its singular. Empty for English.

    In Traditional Chinese the standard questions too: what a district writes itself is shown as it was written.
    """
    with override(language):
        found = {
            message if isinstance(message, str) else message[0]: gettext(message)
            if isinstance(message, str)
            else ngettext(*message, 2)
            for message in used()
        }
    same = {text for message in used() for text in ([message] if isinstance(message, str) else message)}
    asked = _in_traditional() if language == "zh-hant" else {}
    return asked | {english: text for english, text in sorted(found.items()) if text not in same}


@cache
def _in_traditional() -> dict[str, str]:
    """What the standard questions say, from Simplified to Traditional."""
    convert = OpenCC("s2tw").convert
    said = [text for one in QUESTIONS for text in (one.zh, one.hint_zh, one.constraint_zh)]
    said += [choice.zh for one in QUESTIONS for choice in one.choices]
    return {text: convert(text) for text in said if convert(text) != text}


def _plain(literal: str) -> str:
    """A literal's text: JavaScript's escapes that prose needs."""
    return re.sub(r"\\u([0-9a-fA-F]{4})|\\(.)", lambda at: chr(int(at[1], 16)) if at[1] else at[2], literal)
