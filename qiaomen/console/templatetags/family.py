"""Looking something up by a key that a template holds: `{{ phones|of:person }}`."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def of(known: Mapping[Any, Any], key: Any) -> Any:
    """What belongs to a key; nothing where there is nothing."""
    return known.get(key, ())
