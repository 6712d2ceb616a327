"""A frozen report made ready to read, in the active language."""

from dataclasses import replace
from uuid import UUID

from django.utils import timezone
from django.utils.translation import get_language, gettext

from qiaomen.places.models import PlaceKind
from qiaomen.policy.language import Words
from qiaomen.reports import corrections, editions, queries
from qiaomen.reports.definition import Figure
from qiaomen.reports.models import Report
from qiaomen.reports.shown import Column, Line, Shown, minute

# What leaves for a higher level: the report's place, its streets and their communities, nothing below.
UPWARD = 2


def shown(report: Report, *, health: bool = True, under: UUID | None = None, deep: int = queries.ALL) -> Shown:
    """The report, or the part of it `under` a place; without `health` the figures about people's health are left out.

    `deep` is how many levels of places below it are wanted.
    Raises `access.not_found` for a place that is none of the report's.
    """
    document = editions.document_of(report.edition)
    figures = [one for one in document.figures if one.key in report.numbers and (health or not one.tells_of_health)]
    rows = queries.rows(report, under, deep=deep)
    keys = [figure.key for figure in figures]
    lines = tuple(
        Line(
            row.place,
            row.name,
            row.kind,
            kind_word(row.kind),
            row.code,
            row.depth,
            row.path,
            tuple(row.numbers[key] for key in keys),
        )
        for row in rows
    )
    before = _before(report) if under is None else {}
    numbers = zip(figures, lines[0].numbers, strict=True)
    columns = tuple(_column(figure, number, report, before.get(figure.key)) for figure, number in numbers)
    return Shown(
        title=said(document.name),
        place=rows[0].name,
        cut=report.cut_at,
        known=report.known_at,
        number=report.known_seq,
        edition=f"{said(document.name)} {report.edition.number}",
        digest=bytes(report.digest).hex(),
        columns=columns,
        lines=lines,
    )


def upward(whole: Shown) -> Shown:
    """What of it leaves for a higher level."""
    return replace(whole, lines=tuple(line for line in whole.lines if line.depth <= UPWARD))


def says(figure: Figure, when: str) -> str:
    """As of when a figure counts: what was known, or had happened, until then; so far, or in the day before."""
    if figure.as_of == "happened":
        text = gettext("happened by %(when)s")
        if figure.period == "day":
            text = gettext("happened in the 24 hours to %(when)s")
    else:
        text = gettext("known by %(when)s")
        if figure.period == "day":
            text = gettext("became known in the 24 hours to %(when)s")
    return text % {"when": when}


def said(words: Words) -> str:
    """Words in the active language."""
    return words.en if (get_language() or "").startswith("en") else words.zh


def kind_word(kind: str) -> str:
    """A kind of place as people call it."""
    return str(PlaceKind(kind).label) if kind in PlaceKind.values else kind


def _column(figure: Figure, number: int, report: Report, before: tuple[int, int] | None) -> Column:
    reported, now = before or (None, None)
    hour = f"{timezone.localtime(report.cut_at):%H:%M}"
    return Column(
        figure.key,
        said(figure.name),
        says(figure, minute(report.cut_at)),
        number,
        before=reported,
        before_now=now,
        short=says(figure, hour),
    )


def _before(report: Report) -> dict[str, tuple[int, int]]:
    """What the report before said, and what it would say by what was known when this one was frozen."""
    earlier = queries.before(report)
    if earlier is None:
        return {}
    reported = {key: (number, number) for key, number in queries.totals(earlier).items()}
    return reported | {one.figure: (one.reported, one.now) for one in corrections.of(report)}
