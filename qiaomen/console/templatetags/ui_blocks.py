"""Components that hold a part of the page: `{% card %}…{% endcard %}`. Loaded with `{% load ui %}`."""

from collections.abc import Sequence

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from qiaomen.console import parts
from qiaomen.console.sprite import TONES, known

register = template.Library()


@register.simple_block_tag
def card(
    content: str, title: parts.Text = "", note: parts.Text = "", url: str = "", more: parts.Text = "", pad: bool = True
) -> SafeString:
    """A card with its head; `url` and `more` are where all of it is. `pad=False` for tables, lists and bars."""
    return _block("card", content, title=title, note=note, url=url, more=more, pad=pad)


@register.simple_block_tag
def page_head(
    content: str,
    title: parts.Text,
    crumbs: Sequence[parts.Crumb] = (),
    lede: parts.Text = "",
    badge: parts.Text = "",
    tone: str = "brand",
) -> SafeString:
    """The head of a page: the way here, its name, one sentence; the content is what one can do here."""
    shown = SafeString(content.strip())
    return _block(
        "page_head",
        shown,
        way=crumbs,
        title=title,
        lede=lede,
        badge_text=badge,
        badge_tone=known(tone, TONES, "tone"),
    )


@register.simple_block_tag
def banner(content: str, tone: str = "", icon: str = "info") -> SafeString:
    """A sentence that everybody on this page must have read."""
    return _block("banner", content, tone=known(tone, TONES, "tone"), icon=icon)


@register.simple_block_tag
def dialog(content: str, id: str, title: parts.Text, open: bool = False) -> SafeString:
    """A question to answer first; a button with `data-dialog="id"` opens it."""
    return _block("dialog", content, id=id, title=title, open=open)


@register.simple_block_tag
def poll(content: str, url: str, every: str = "10s", id: str = "") -> SafeString:
    """A part of the page that fetches itself again; it rests while the page is hidden or paused."""
    return _block("poll", content, url=url, every=every, id=id)


def _block(name: str, content: str, **parameters: object) -> SafeString:
    return render_to_string(f"console/components/{name}.html", {"content": content, **parameters})
