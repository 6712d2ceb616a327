"""A field of a form that asks for a place: a list where few are offered, a box that searches where many are."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.forms.renderers import BaseRenderer, get_default_renderer
from django.urls import reverse
from django.utils.safestring import SafeString

from qiaomen.access.models import Worker
from qiaomen.access.queries import visible_places
from qiaomen.access.roles import Verb
from qiaomen.places.models import Place, PlaceKind
from qiaomen.places.naming import names_of
from qiaomen.places.walking import Walked

FEW = 60
"""So many places are a list that can be read; of more, one types a name."""


class PlaceSelect(forms.Select):
    """The places as a list; of more than a list only the chosen one, and a box beside it that finds the others."""

    box = "console/components/place_box.html"
    field: "PlaceField"

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        """The list or the box."""
        context = self.get_context(name, value, attrs)
        template = self.box if "called" in context["widget"] else self.template_name
        return SafeString((renderer or get_default_renderer()).render(template, context))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What is drawn. However many places there are, only as many as a list are read."""
        assert self.field.queryset is not None
        offered = self.field.queryset.values_list("id", "path", "name")
        first = list(offered[: FEW + 1])
        is_long = len(first) > FEW
        if is_long and not value and self.field.empty_label is None:
            value = first[0][0]
        read = list(offered.filter(pk__in=_ids(value)) if is_long else offered.order_by(Walked()))
        empty = [("", self.field.empty_label)] if self.field.empty_label is not None else []
        self.choices = [*empty, *labelled(read)]
        context = super().get_context(name, value, attrs)
        if is_long:
            context["widget"] |= {
                "called": labelled(read)[0][1] if read else "",
                "search_url": reverse("console:find_places"),
                "asked": {"kinds": ",".join(self.field.kinds), "verb": self.field.verb.value},
            }
        return context


class PlaceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A place of these kinds where the reader may do this; `offer` says who reads."""

    widget: PlaceSelect

    def __init__(self, *, kinds: Collection[str] = (), verb: Verb = Verb.SEE, **options: Any) -> None:
        self.kinds, self.verb = tuple(kinds), verb
        super().__init__(Place.objects.none(), widget=PlaceSelect, **options)

    def offer(self, reader: Worker) -> None:
        """Let the reader choose among their places."""
        places = visible_places(reader, self.verb)
        self.queryset = (places.filter(kind__in=self.kinds) if self.kinds else places).order_by("path")
        self.widget.field = self


def offer(form: forms.Form, name: str, reader: Worker) -> None:
    """Let the reader choose among their places in this field of a form."""
    field = form.fields[name]
    assert isinstance(field, PlaceField)
    field.offer(reader)


def _ids(value: object) -> list[UUID]:
    try:
        return [UUID(str(value))]
    except ValueError:
        return []


def labelled(places: Iterable[tuple[UUID, str, str]]) -> list[tuple[UUID, str]]:
    """Places, as (id, path, name), each with its name behind those of what holds it within the district."""
    kept = list(places)
    whole = names_of([path for _id, path, _name in kept], leave_out={PlaceKind.DISTRICT})
    return [(id, whole[path] or name) for id, path, name in kept]
