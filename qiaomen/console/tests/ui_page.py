"""Renders pages of the console as headquarters sees them, without a database."""

from typing import Any

from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings
from django.utils import translation

from qiaomen.access.roles import Role
from qiaomen.console.styleguide import styleguide


class Reader:
    """Somebody at headquarters, who needs no row of the database."""

    name = "陆文澜"
    is_authenticated = is_active = True
    is_police = False

    def get_username(self) -> str:
        return "lwl"

    def roles(self) -> set[Role]:
        return {Role.HEADQUARTERS}


def guide(*, language: str = "en", theme: str = "", query: str = "") -> str:
    """The style guide: every component there is."""
    request = RequestFactory().get(f"/styleguide/?{query}")
    request.user = Reader()  # type: ignore[assignment]
    request.COOKIES.update({"theme": theme} if theme else {})
    with translation.override(language), override_settings(DISTRICT_NAME="青石县"):
        return styleguide(request).content.decode()


def page(name: str, **context: Any) -> str:
    """A page that needs nobody signed in."""
    with translation.override("en"):
        return render_to_string(name, context)


def draw(source: str, query: str = "", **context: Any) -> str:
    """A piece of template with the components loaded, in English, its white space as a browser shows it."""
    request = RequestFactory().get(f"/list?{query}")
    with translation.override("en"):
        drawn = Template("{% load ui %}" + source).render(Context({**context, "request": request}))
    return " ".join(drawn.split())
