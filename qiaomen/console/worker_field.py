"""A field of a form that asks for a worker: a list where few are offered, a box that searches where many are."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.forms.renderers import BaseRenderer, get_default_renderer
from django.urls import reverse
from django.utils.safestring import SafeString

from qiaomen.access.models import Worker
from qiaomen.access.roles import Verb
from qiaomen.console import care_workers
from qiaomen.console.place_field import FEW, PlaceSelect


class WorkerSelect(forms.Select):
    """The workers as a list; of more than a list only the chosen one, and a box beside it that finds the others."""

    offered: QuerySet[Worker]

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        """The list or the box."""
        context = self.get_context(name, value, attrs)
        template = PlaceSelect.box if "called" in context["widget"] else self.template_name
        return SafeString((renderer or get_default_renderer()).render(template, context))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What is drawn. However many workers there are, only as many as a list are read."""
        first = list(self.offered[: FEW + 1])
        is_long = len(first) > FEW
        read = [one for one in first if not is_long] or list(self.offered.filter(pk__in=_ids(value)))
        self.choices = [(str(one.id), care_workers.named(one)) for one in read]
        context = super().get_context(name, value, attrs)
        if is_long:
            context["widget"] |= {
                "called": care_workers.named(read[0]) if read else "",
                "search_url": reverse("console:find_workers"),
                "asked": {"kinds": "", "verb": Verb.ASSIGN.value},
            }
        return context


class WorkerField(forms.ChoiceField):
    """A worker whom the reader may choose, by id; `offer` says who reads."""

    widget: WorkerSelect

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=WorkerSelect, **options)

    def offer(self, reader: Worker) -> None:
        """Let the reader choose among those who work where they assign, or around it."""
        self.widget.offered = care_workers.offered(reader)

    def valid_value(self, value: object) -> bool:
        """Whether this one is offered: asked of the database, not of a list."""
        return self.widget.offered.filter(pk__in=_ids(value)).exists()


def offer(form: forms.Form, name: str, reader: Worker) -> None:
    """Let the reader choose among the workers around their places in this field of a form."""
    cast(WorkerField, form.fields[name]).offer(reader)


def _ids(value: object) -> list[UUID]:
    try:
        return [UUID(str(value))]
    except ValueError:
        return []
