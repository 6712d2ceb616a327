"""The people behind a number of the epidemic map, as lines of a page and as a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.access.models import Worker
from qiaomen.access.roles import Verb
from qiaomen.atlas.counts import Member
from qiaomen.campaigns.queries.names import names_of
from qiaomen.console import people_page
from qiaomen.console.asked import link, shows_health
from qiaomen.console.sheets import mask
from qiaomen.exchange.workbooks import Cell, Heading
from qiaomen.people.models import Sex
from qiaomen.places.models import Place


@dataclass(frozen=True, slots=True)
class Row:
    """One person: who, where, what was said of leaving, and whether they isolate."""

    name: str
    about: str
    url: str
    where: str
    door: str
    door_url: str
    said: str
    isolated: bool


def rows(members: Sequence[Member], worker: Worker, place: Place) -> list[Row]:
    """Lines of the page. Names are masked for who may not read identities here; health is left out for the police."""
    opened, health = worker.may(Verb.SEE_IDENTITY, place), shows_health(worker)
    where = names_of([one.path for one in members])
    return [
        Row(
            name=one.name if opened else mask(one.name),
            about=people_page.about(one.sex, one.birth_year),
            url=link("person", one.person),
            where=where[one.path],
            door=one.label,
            door_url=link("door", one.door),
            said=said(one),
            isolated=health and one.isolated,
        )
        for one in members
    ]


def headings() -> list[Heading]:
    """The columns of the file."""
    return [
        Heading(_("Where"), 32), Heading(_("Door"), 14), Heading(_("Floor"), 6), Heading(pgettext("person", "Name")),
        Heading(_("Sex"), 6), Heading(_("Year of birth"), 8), Heading(_("Left the city?"), 18),
        Heading(_("Isolated at home"), 10),
    ]  # fmt: skip


def cells(members: Sequence[Member], *, health: bool) -> Iterator[Sequence[Cell]]:
    """The lines of the file, names masked."""
    where = names_of({one.path for one in members})
    for one in members:
        yield [
            where[one.path], one.label, one.floor, mask(one.name), str(Sex(one.sex).label), one.birth_year, said(one),
            _("yes") if health and one.isolated else "",
        ]  # fmt: skip


def said(one: Member) -> str:
    """What was said of leaving, in words."""
    words = {"never_left": _("Never left"), "came_back": _("Left and came back")}
    return words.get(one.said, _("Not stated"))
