"""Views that take a form: which they are, what they look for in what is sent, and what their pages offer."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

from django.forms import BaseForm, Field
from django.utils.datastructures import MultiValueDict


def methods_of(view: Callable[..., Any]) -> set[str] | None:
    """The methods that a view names by Django's decorators; None where it names none."""
    inner: Any = view
    while inner is not None:
        free = inner.__code__.co_freevars
        if "request_method_list" in free:
            return set(inner.__closure__[free.index("request_method_list")].cell_contents)
        inner = getattr(inner, "__wrapped__", None)
    return None


@dataclass(slots=True)
class Watched:
    """What views looked for while they were watched: names of values and files, fields by name, and forms."""

    names: set[str] = field(default_factory=set)
    fields: dict[str, Field] = field(default_factory=dict)
    forms: list[BaseForm] = field(default_factory=list)

    def note(self, form: BaseForm) -> None:
        self.forms.append(form)
        self.fields |= {form.add_prefix(name): one for name, one in form.fields.items()}
        self.names |= {form.add_prefix(name) for name in form.fields}


_LOOKS = ("__getitem__", "getlist", "get", "__contains__")


@contextmanager
def watched(watch: Watched) -> Iterator[Watched]:
    """Note every form that is filled in and every name that is asked for, of addresses too: they do no harm."""
    fill, looks = BaseForm.full_clean, {name: getattr(MultiValueDict, name) for name in _LOOKS}

    def filled(form: BaseForm) -> None:
        watch.note(form)
        fill(form)

    def looking(look: Any) -> Any:
        def looked(given: Any, name: Any, *more: Any, **named: Any) -> Any:
            if isinstance(name, str):
                watch.names.add(name)
            return look(given, name, *more, **named)

        return looked

    seen = {name: looking(look) for name, look in looks.items()}
    with patch.multiple(MultiValueDict, **seen), patch.object(BaseForm, "full_clean", filled):
        yield watch


class Page(HTMLParser):
    """The values that the forms of a page send to an address, by their names."""

    def __init__(self, own: str, wanted: str) -> None:
        super().__init__()
        self.own, self.wanted = own, wanted
        self.offers: dict[str, list[str]] = {}
        self._action: str | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._action = urlsplit(given.get("action") or given.get("hx-post") or self.own).path
        elif tag == "select":
            self._select = given.get("name", "")
        self._keep(given.get("name", "") or (self._select if tag == "option" else ""), given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._action = None
        elif tag == "select":
            self._select = ""

    def _keep(self, name: str, given: dict[str, str]) -> None:
        if name and self._action == self.wanted and "value" in given:
            self.offers.setdefault(name, []).append(given["value"])


def offers_of(html: str, *, own: str, wanted: str) -> dict[str, list[str]]:
    """What the page at `own` would send to `wanted`, by names; a token against forged requests is nobody's field."""
    page = Page(urlsplit(own).path, urlsplit(wanted).path)
    page.feed(html)
    page.offers.pop("csrfmiddlewaretoken", None)
    return page.offers
