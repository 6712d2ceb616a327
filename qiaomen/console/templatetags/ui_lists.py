"""Components of lists: heads that sort, and pages. Loaded with `{% load ui %}`."""

from typing import Any

from django import template
from django.core.paginator import Page

from qiaomen.console import figures, parts

register = template.Library()


@register.inclusion_tag("console/components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page[Any], noun: parts.Text = "") -> dict[str, object]:
    """Which part of a list this is; keeps every other parameter of the address."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    links = [(number, _query(context, page=number) if isinstance(number, int) else "") for number in numbers]
    return {
        "page": page,
        "noun": noun,
        "links": links,
        "first": figures.number(page.start_index()),
        "last": figures.number(page.end_index()),
        "count": figures.number(page.paginator.count),
        "previous": _query(context, page=page.previous_page_number()) if page.has_previous() else "",
        "next": _query(context, page=page.next_page_number()) if page.has_next() else "",
    }


@register.inclusion_tag("console/components/sort.html", takes_context=True)
def sort(
    context: template.Context, key: str, label: parts.Text, default: str = "", numeric: bool = False
) -> dict[str, object]:
    """A table head that sorts: `?sort=key`, then `?sort=-key`. `default` is the order without a parameter."""
    now = context["request"].GET.get("sort") or default
    wanted = f"-{key}" if now == key else key
    direction = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    return {
        "label": label,
        "url": _query(context, sort=wanted, page=None),
        "direction": direction,
        "mark": {"ascending": "up", "descending": "down"}.get(direction, "sort"),
        "numeric": numeric,
    }


def _query(context: template.Context, **changes: object) -> str:
    """This page's query string with some parameters changed, or taken out by None."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"?{query.urlencode()}"
