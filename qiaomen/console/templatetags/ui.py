"""The console's components: `{% load ui %}`. docs/console.md says what each is for.

A component refuses a tone, mark or icon that does not exist: a page with a wrong one fails in its first test.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from qiaomen.console import charts, doors, figures, parts
from qiaomen.console.sprite import ICONS, MARKS, TONES, known
from qiaomen.console.templatetags import ui_blocks, ui_lists

register = template.Library()
for room in (ui_blocks, ui_lists):
    register.tags.update(room.register.tags)
register.filter("number", figures.number)
register.filter("percent", figures.percent)

FLAGS = frozenset({"travel", "fever", "help", "clue", "conflict", "person"})


def _svg(kind: str, prefix: str, name: str, label: str, extra: str) -> SafeString:
    if not label:
        return _silent(kind, prefix, name, extra)
    return _drawn(kind, prefix, name, format_html('role="img" aria-label="{}"', label), extra)


@lru_cache(maxsize=1024)
def _silent(kind: str, prefix: str, name: str, extra: str) -> SafeString:
    """A list of hundreds draws the same few; what has a label may name somebody, and is not kept."""
    return _drawn(kind, prefix, name, SafeString('aria-hidden="true"'), extra)


def _drawn(kind: str, prefix: str, name: str, said: SafeString, extra: str) -> SafeString:
    sprite = static("console/icons.svg")
    css = f"{kind} {extra}".strip()
    return format_html('<svg class="{}" {}><use href="{}#{}-{}"></use></svg>', css, said, sprite, prefix, name)


@register.simple_tag
def icon(name: str, label: str = "", extra: str = "") -> SafeString:
    """A drawn icon of 24 units; `label` where no word stands beside it."""
    return _svg("icon", "i", known(name, ICONS, "icon"), label, extra)


@register.simple_tag
def mark(name: str, label: str = "", extra: str = "") -> SafeString:
    """A solid sign of 16 units; `label` where no word stands beside it."""
    return _svg("mark", "m", known(name, MARKS, "mark"), label, extra)


@register.inclusion_tag("console/components/badge.html")
def badge(text: parts.Text, tone: str = "", mark: str = "", url: str = "") -> dict[str, object]:
    """A word with its mark."""
    return {"text": text, "tone": known(tone, TONES, "tone"), "mark": mark, "url": url}


@register.inclusion_tag("console/components/badge.html")
def urgent(text: parts.Text, mark: str = "late", url: str = "") -> dict[str, object]:
    """Ink turned over: late, stuck, refused. Never a colour."""
    return {"text": text, "tone": "urgent", "mark": mark, "url": url}


@register.inclusion_tag("console/components/octagon.html")
def octagon(count: int) -> dict[str, object]:
    """People isolated here."""
    return {"count": figures.number(count)}


@register.inclusion_tag("console/components/stat.html")
def stat(
    label: parts.Text,
    value: object,
    unit: parts.Text = "",
    note: parts.Text = "",
    url: str = "",
    as_of: datetime | None = None,
    mark: str = "",
    tone: str = "",
    big: bool = False,
) -> dict[str, object]:
    """A number of what, as of when, opening its list. Whole numbers are grouped."""
    shown = figures.number(value) if isinstance(value, int) else value
    return {
        "label": label,
        "value": shown,
        "unit": unit,
        "note": note,
        "url": url,
        "as_of": as_of,
        "mark": mark,
        "tone": known(tone, TONES, "tone"),
        "big": big,
    }


@register.inclusion_tag("console/components/bar.html")
def bar(done: float, total: float, plan: float | None = None, label: parts.Text = "") -> dict[str, object]:
    """How much of `total` is done. `plan` is the count at which the plan says it should be now: the tick."""
    return _bar(done, total, plan, label)


@register.inclusion_tag("console/components/coverage.html")
def coverage(done: float, total: float, plan: float | None = None, label: parts.Text = "") -> dict[str, object]:
    """The bar with its percentage beside it."""
    return _bar(done, total, plan, label)


def _bar(done: float, total: float, plan: float | None, label: parts.Text) -> dict[str, object]:
    share = figures.share(done, total)
    wanted = None if plan is None else figures.share(plan, total)
    return {
        "percent": figures.percent_of(share),
        "width": f"{share or 0:.1f}",
        "wanted": figures.percent_of(wanted) if wanted is not None else "",
        "tick": "" if wanted is None else f"{wanted:.1f}",
        "label": label,
    }


@register.inclusion_tag("console/components/progress.html")
def progress(
    done: int,
    total: int,
    label: parts.Text = "",
    note: parts.Text = "",
    url: str = "",
    every: str = "1s",
    finished: bool = False,
) -> dict[str, object]:
    """A job under way. With `url` it asks there for its own next state until that answers with `finished`."""
    ended = finished or (total > 0 and done >= total and not url)
    return {
        "done": done,
        "total": total,
        "percent": figures.percent(done, total),
        "label": label,
        "note": note,
        "url": "" if ended else url,
        "every": every,
    }


@register.inclusion_tag("console/components/door.html")
def door(door: doors.Door) -> dict[str, object]:
    """A door with label, mark, word or number, and flags; a link where it has an address."""
    known(door.state, frozenset(doors.WORDS), "door state")
    flags = [known(flag, FLAGS, "flag") for flag in door.flags]
    return {"door": door, "word": doors.WORDS[door.state], "flags": flags}


@register.inclusion_tag("console/components/door_mark.html")
def door_mark(state: str, count: int | None = None) -> dict[str, object]:
    """A state as mark and word, with how many, as in a legend."""
    known(state, frozenset(doors.WORDS), "door state")
    return {"state": state, "word": doors.WORDS[state], "count": count}


@register.inclusion_tag("console/components/building.html")
def building(building: doors.Building, legend: bool = True) -> dict[str, object]:
    """The building as it stands: doors.build() makes one from a list of doors."""
    return {"building": building, "show_legend": legend, "columns": len(building.stairwells) + 1}


@register.inclusion_tag("console/components/gap_bars.html")
def gap_bars(gaps: Sequence[parts.Gap]) -> dict[str, object]:
    """Why what is missing is missing; lengths are to the largest."""
    largest = max((gap.count for gap in gaps), default=0)
    return {"gaps": [(gap, f"{figures.share(gap.count, largest) or 0:.1f}") for gap in gaps]}


@register.inclusion_tag("console/components/flags.html")
def flags(flags: Sequence[parts.Flag]) -> dict[str, object]:
    """What somebody has to act on, each opening its list."""
    return {"flags": flags}


@register.inclusion_tag("console/components/pace_chart.html")
def pace_chart(pace: charts.Pace, label: parts.Text = "") -> dict[str, object]:
    """Doors done against plan, forecast and deadline; drawn once for the desk and once for the phone."""
    drawings = [("not-phone", charts.draw(pace)), ("only-phone", charts.draw(pace, charts.NARROW))]
    return {"drawings": drawings, "label": label}


@register.inclusion_tag("console/components/feed.html")
def feed(happenings: Sequence[parts.Happening]) -> dict[str, object]:
    """What just happened, newest first."""
    return {"happenings": happenings}


@register.inclusion_tag("console/components/facts.html")
def facts(facts: Sequence[parts.Fact]) -> dict[str, object]:
    """Facts of one thing."""
    return {"facts": facts}


@register.inclusion_tag("console/components/chain.html")
def chain(links: Sequence[parts.Link]) -> dict[str, object]:
    """Who answers for this place, from the district down."""
    return {"links": links}


@register.inclusion_tag("console/components/crumbs.html")
def crumbs(crumbs: Sequence[parts.Crumb]) -> dict[str, object]:
    """The way to this page."""
    return {"crumbs": crumbs}


@register.inclusion_tag("console/components/segments.html")
def segments(segments: Sequence[parts.Segment], label: parts.Text, small: bool = False) -> dict[str, object]:
    """A few views of the same matter."""
    return {"segments": segments, "label": label, "small": small}


@register.inclusion_tag("console/components/steps.html")
def steps(steps: Sequence[parts.Step], current: int) -> dict[str, object]:
    """The steps of a wizard, `current` counted from 1."""
    return {"steps": [(number, step) for number, step in enumerate(steps, 1)], "current": current}


@register.inclusion_tag("console/components/empty.html")
def empty(
    title: parts.Text, text: parts.Text = "", url: str = "", action: parts.Text = "", icon: str = "knock"
) -> dict[str, object]:
    """There is nothing here: why, and what to do now."""
    return {"title": title, "text": text, "url": url, "action": action, "icon": icon}


@register.inclusion_tag("console/components/field.html")
def field(field: BoundField, label: parts.Text = "") -> dict[str, object]:
    """A field of a form with label, help and what is wrong with it."""
    widget = field.field.widget
    return {
        "field": field,
        "label": label or field.label,
        "is_check": isinstance(widget, CheckboxInput),
        "is_group": isinstance(widget, RadioSelect | CheckboxSelectMultiple),
    }


@register.inclusion_tag("console/components/error_summary.html")
def error_summary(form: Any, focus: bool = True) -> dict[str, object]:
    """All that is wrong with a form, each a link to its field; nothing where nothing is. The page opens at it."""
    return {"form": form, "focus": focus}


@register.inclusion_tag("console/components/as_of.html")
def as_of(moment: datetime) -> dict[str, object]:
    """Until when the figures of this page know."""
    return {"moment": moment}


@register.inclusion_tag("console/components/toast.html", takes_context=True)
def toast(
    context: template.Context, text: parts.Text, tone: str = "", undo: str = "", value: str = ""
) -> dict[str, object]:
    """What just happened; `undo` is the address that a POST takes it back at, with `value` as the field `undo`."""
    return {"text": text, "tone": tone, "undo": undo, "value": value, "csrf_token": context.get("csrf_token")}
