"""Times as people say them: `{{ visit.at|moment }}` is 22 日 18:40, and nothing where there is none."""

from datetime import datetime

from django import template

from qiaomen.console import charts

register = template.Library()


@register.filter
def moment(when: datetime | None) -> str:
    """Day and hour in the district's zone."""
    return charts.moment(when) if when else ""
