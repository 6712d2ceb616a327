"""A definition in words: what each figure counts, over what, as of when."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from qiaomen.reports.definition import Document, Figure
from qiaomen.reports.showing import said
from qiaomen.reports.sources import SOURCES


@dataclass(frozen=True, slots=True)
class Counts:
    """A figure in words."""

    key: str
    name: str
    what: str
    where: str
    when: str


@dataclass(frozen=True, slots=True)
class Counted:
    """Figures under their heading."""

    name: str
    figures: list[Counts]


def counted(document: Document) -> list[Counted]:
    """The figures of a definition, under their headings, in its order."""
    found: dict[str, list[Counts]] = {}
    for figure in document.figures:
        found.setdefault(figure.group, []).append(_counts(figure))
    return [
        Counted(said(document.groups[key].name) if key else _("Figures"), several) for key, several in found.items()
    ]


def when_word(figure: Figure) -> str:
    """As of when a figure counts, without a moment."""
    if figure.as_of == "happened":
        return _("happened in the day before the cut-off") if figure.period == "day" else _("happened by the cut-off")
    return _("became known in the day before the cut-off") if figure.period == "day" else _("known by the cut-off")


def _counts(figure: Figure) -> Counts:
    source = SOURCES.get(figure.counts)
    what = str(source.name) if source else figure.counts
    if figure.sum:
        what = _("%(column)s of %(what)s, added up") % {"column": figure.sum, "what": what}
    where = " · ".join(f"{key} = {_values(value)}" for key, value in figure.where.items())
    return Counts(figure.key, said(figure.name), what, where, when_word(figure))


def _values(value: object) -> str:
    return (
        ", ".join(map(str, value))
        if isinstance(value, list)
        else str(value).lower()
        if isinstance(value, bool)
        else str(value)
    )
