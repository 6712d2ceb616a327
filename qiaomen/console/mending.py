"""Mending a refused record at the desk: the same once more, with its time or the field that was wrong put right.

It goes in as a record of whoever mends it, which names what it mends; nothing of what was sent is typed again.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiaomen.base.ids import new_id
from qiaomen.base.numbers import number_of

_LOCAL = "%Y-%m-%dT%H:%M"
_STEPS = re.compile(r"[.\[\]]+")
_SUBJECTS = ("door", "place", "person", "amends")


class MendForm(forms.Form):
    """When it really was, and what the field that was refused should say."""

    at = forms.DateTimeField(
        label=gettext_lazy("When it was"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_LOCAL),
        input_formats=[_LOCAL, "%Y-%m-%dT%H:%M:%S"],
    )

    def __init__(self, *arguments: Any, sent: Mapping[str, Any], field: str, covers: bool, **more: Any) -> None:
        self.sent = sent
        self.steps = leaf(sent["body"], field)
        when = moment_of(sent)
        initial: dict[str, object] = {"at": timezone.localtime(when) if when else None}
        now = found(sent["body"], self.steps) if self.steps else None
        initial["value"] = "" if now is None or covers else plain(now)
        super().__init__(*arguments, **{**more, "initial": initial})
        if self.steps:
            self.fields["value"] = forms.CharField(
                label=_("What should stand here: %(field)s") % {"field": field},
                required=False,
                max_length=200,
                help_text=_("Left empty, it is taken out."),
            )

    def envelope(self, mends: UUID) -> dict[str, Any]:
        """The new record: what was sent, with what was put right."""
        body = msgspec.json.decode(msgspec.json.encode(self.sent["body"]))
        if self.steps:
            put(body, self.steps, self.cleaned_data["value"])
        about = {name: self.sent[name] for name in _SUBJECTS if self.sent.get(name)}
        was = moment_of(self.sent)
        at = self.cleaned_data["at"]
        # The picker knows minutes: who leaves the time alone keeps its seconds.
        if was is not None and was.replace(second=0, microsecond=0) == at:
            at = was
        return {"id": new_id(), "kind": self.sent["kind"], "device_at": at, "body": body, "mends": mends, **about}


def moment_of(sent: Mapping[str, Any]) -> datetime | None:
    """When its phone says that it was, put right where the record says how wrong that clock was."""
    own = sent.get("offset_ms")
    try:
        return datetime.fromisoformat(str(sent.get("device_at"))) + timedelta(
            milliseconds=own if isinstance(own, int) else 0
        )
    except (ValueError, OverflowError):
        return None


def leaf(body: Any, field: str) -> list[str]:
    """The steps to the field to blame, where it is one value inside the body; else none."""
    steps = [step for step in _STEPS.split(field.removeprefix("body")) if step]
    node = body
    for at, step in enumerate(steps):
        last = at == len(steps) - 1
        number = number_of(step)
        if isinstance(node, list) and number is not None and number < len(node):
            node = node[number]
        elif isinstance(node, dict) and (step in node or last):
            node = node.get(step)
        else:
            return []
    return [] if isinstance(node, dict) or (isinstance(node, list) and node and isinstance(node[0], dict)) else steps


def found(body: Any, steps: list[str]) -> Any:
    """The value at the end of these steps."""
    for step in steps:
        body = body[int(step)] if isinstance(body, list) else body.get(step)
    return body


def put(body: Any, steps: list[str], text: str) -> None:
    """Put a value there: a number, yes or no, or words, as it is written; an empty one is taken out."""
    *way, last = steps
    node = found(body, way)
    key = int(last) if isinstance(node, list) else last
    if text.strip() or isinstance(node, list):
        node[key] = value(text.strip())
    else:
        node.pop(key, None)


def value(text: str) -> Any:
    """What was written, as JSON has it: 38.5 is a number, true is yes; everything else is words."""
    try:
        return msgspec.json.decode(text)
    except (ValueError, RecursionError):
        return text


def plain(now: Any) -> str:
    """A value as somebody would write it into the form."""
    return now if isinstance(now, str) else msgspec.json.encode(now).decode()
