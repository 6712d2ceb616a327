"""Words that everybody here knows make no password: the place's, the product's, and one's own (ASVS 5.0, 6.2.11)."""

import unicodedata
from collections.abc import Iterator
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import ngettext

from qiaomen.access.models import Worker
from qiaomen.places.models import Place, PlaceKind

PRODUCT: Final = ("qiaomen", "敲门", "敲門")
UPPER: Final = (PlaceKind.DISTRICT, PlaceKind.STREET, PlaceKind.COMMUNITY)
# What a place is called by, without what it is; the longer ones first.
_ENDINGS: Final = ("街道", "社区", "社區", "地区", "县", "縣", "区", "區", "市", "镇", "鎮", "乡", "鄉", "村")
# Shorter ones stand in any word: li, an.
_LEAST_LATIN: Final = 4


class WordsOfThePlace:
    """Such words do not count to the characters that a password must have; nothing is forbidden for containing one."""

    def __init__(self, min_length: int = 10) -> None:
        self.min_length = min_length

    def validate(self, password: str, user: Worker | None = None) -> None:
        """Raises ValidationError where too little is left without them."""
        plain = _plain(password)
        rest = plain
        for word in sorted(set(words(user)), key=len, reverse=True):
            rest = rest.replace(word, " ")
        left = len("".join(rest.split()))
        if rest != plain and left < self.min_length:
            raise ValidationError(
                ngettext(
                    "Names of this place, of this software and your own do not count: %(left)s other character is "
                    "left, and ten are needed.",
                    "Names of this place, of this software and your own do not count: %(left)s other characters are "
                    "left, and ten are needed.",
                    left,
                ),
                code="password_words",
                params={"left": left},
            )

    def get_help_text(self) -> str:
        """Nothing is said beforehand but what the form says."""
        return ""


def words(user: Worker | None = None) -> Iterator[str]:
    """Each word as it may be typed: in characters, without what the place is, and in pinyin."""
    yield from PRODUCT
    yield from _long_enough(_plain(settings.DISTRICT_NAME))
    for name in Place.objects.filter(kind__in=UPPER).values_list("name", flat=True):
        yield from _spellings(name)
    if user is not None:
        yield from _long_enough(_plain(user.username or ""))
        yield from _spellings(user.name)


def _spellings(name: str) -> Iterator[str]:
    from qiaomen.people.names import search_keys  # its tables take longer to read than a command may take to start

    plain = _plain(name)
    stem = next((plain.removesuffix(ending) for ending in _ENDINGS if plain.endswith(ending)), plain)
    for word in {plain, stem}:
        yield from _long_enough(word)
        yield from _long_enough(search_keys(word).pinyin)


def _long_enough(word: str) -> Iterator[str]:
    if len(word) >= (_LEAST_LATIN if word.isascii() else 2):
        yield word


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()
