"""Times as people say them: `{{ visit.at|moment }}` is 22 日 18:40, and nothing where there is none. So is `dated`."""

from datetime import datetime

from django import template

from qiaomen.console import charts, people_words

register = template.Library()


@register.filter
def moment(when: datetime | None) -> str:
    """Day and hour in the district's zone."""
    return charts.moment(when) if when else ""


@register.filter
def dated(when: datetime | None) -> str:
    """With the month, for what goes on over weeks."""
    return people_words.dated(when) if when else ""
