"""Parts of pages that many people poll: made once for each change of the district, and kept for all of them."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from qiaomen.base.changes import now_seq

T = TypeVar("T")
# The pace and the time that is left go on where nothing changes.
KEPT_S = 60
# What is costly to make answers for so long, whatever changes meanwhile; the page says of when it is.
COSTLY_KEPT_S = 15
_WHATEVER_CHANGES = -1


def at_change(
    name: str,
    about: object,
    make: Callable[[], dict[str, Any]],
    template: str,
    *,
    is_costly: Callable[[dict[str, Any]], bool],
) -> SafeString:
    """A rendered fragment; `about` is everything that it depends on beside the clock and the language.

    `is_costly` says of what `make` made whether making it again for every change would be too much.
    """

    def made() -> tuple[str, bool]:
        context = make()
        return render_to_string(template, context), is_costly(context)

    return mark_safe(text_at_change(name, about, made))  # noqa: S308 (made by our own template)


def kept(
    name: str, about: object, make: Callable[[], T], *, now: datetime, seconds: int, is_costly: Callable[[T], bool]
) -> tuple[T, datetime | None]:
    """A figure that is made again after so many seconds only, where making it is costly; and of when it is, where that
    is not now: whoever shows it says so."""
    digest = hashlib.sha256(repr(about).encode()).hexdigest()[:32]
    key = f"kept:{name}:{digest}"
    before: tuple[datetime, T] | None = cache.get(key)
    if before is not None:
        return before[1], before[0]
    made = make()
    if is_costly(made):
        cache.set(key, (now, made), seconds)
    return made, None


def text_at_change(name: str, about: object, make: Callable[[], tuple[str, bool]]) -> str:
    """Any text kept in the same way; `make` answers it, and whether making it is costly."""
    digest = hashlib.sha256(repr((about, get_language())).encode()).hexdigest()[:32]
    key = f"fragment:{name}:{digest}"
    kept: tuple[int, str] | None = cache.get(key)
    seq = now_seq()
    if kept is not None and kept[0] in (seq, _WHATEVER_CHANGES):
        return kept[1]
    text, costly = make()
    cache.set(key, (_WHATEVER_CHANGES if costly else seq, text), COSTLY_KEPT_S if costly else KEPT_S)
    return text
