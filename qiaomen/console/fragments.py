"""Parts of pages that many people poll: made once for each change of the district, and kept for all of them."""

import hashlib
import time
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from qiaomen.base.changes import now_seq

# The pace and the time that is left go on where nothing changes.
KEPT_S = 60
# What takes longer than this to make is kept for twenty times as long, whatever changes: a twentieth of one core.
COSTLY_S = 0.25
SHARE = 20


def at_change(name: str, about: object, make: Callable[[], dict[str, Any]], template: str) -> SafeString:
    """A rendered fragment; `about` is everything that it depends on beside the clock and the language."""
    digest = hashlib.sha256(repr((about, get_language())).encode()).hexdigest()[:32]
    key = f"fragment:{name}:{digest}"
    kept: tuple[int, str] | None = cache.get(key)
    seq = now_seq()
    # The fragment of a costly area is stored with no number: it answers until it expires.
    if kept is not None and kept[0] in (seq, -1):
        return mark_safe(kept[1])  # noqa: S308 (made by our own template)
    began = time.monotonic()
    html = render_to_string(template, make())
    cost = time.monotonic() - began
    costly = cost > COSTLY_S
    cache.set(key, (-1 if costly else seq, html), cost * SHARE if costly else KEPT_S)
    return mark_safe(html)  # noqa: S308
