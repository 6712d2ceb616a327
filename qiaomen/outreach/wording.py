"""The words of a message, pure: named fields in braces, filled for each recipient, in their language.

`{place}`, `{door}` and `{date}` are known by themselves; every other field is given when a message is written.
"""

import re
from collections.abc import Mapping
from datetime import date

import msgspec

FIELD = re.compile(r"\{\s*([^\W\d]\w{0,19})\s*\}")
KNOWN = ("place", "door", "date")
MOST_LETTERS = 1000


class Words(msgspec.Struct, omit_defaults=True):
    """What a message says in each language, and what its own fields stand for."""

    zh: str = ""
    en: str = ""
    values: dict[str, str] = msgspec.field(default_factory=dict)


class Where(msgspec.Struct, frozen=True):
    """What is known of a recipient."""

    place: str = ""
    door: str = ""
    day: date | None = None


def fields_of(*texts: str) -> list[str]:
    """The fields that these texts name and that somebody has to give, in their order."""
    named = (found[1] for text in texts for found in FIELD.finditer(text))
    return [name for name in dict.fromkeys(named) if name not in KNOWN]


def missing(words: Words) -> list[str]:
    """Fields that nobody gave."""
    return [name for name in fields_of(words.zh, words.en) if not words.values.get(name)]


def said(words: Words, language: str, where: Where) -> str:
    """The text for one recipient. A language in which nothing is written is left for the other one."""
    texts = {"zh": [words.zh or words.en], "en": [words.en or words.zh]}.get(language, [words.zh, words.en])
    return "\n\n".join(filled(text, words.values, where) for text in texts if text)


def filled(text: str, values: Mapping[str, str], where: Where) -> str:
    """A text with its fields; one that nobody gave stays as it is written."""
    known = {"place": where.place, "door": where.door, "date": where.day.isoformat() if where.day else ""}
    given = {**values, **known}
    return FIELD.sub(lambda found: given.get(found[1], found[0]), text)
