"""The language of the report's definition: which figures there are, what each counts, over what, as of when.

A definition is a TOML document; `read` makes a Document of it and refuses, by line and figure, what is wrong.
`docs/reports.md` says what sources and columns there are.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from importlib.resources import files
from typing import Annotated, Any, Literal

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from msgspec import Meta

from qiaomen.base.problems import Problem
from qiaomen.policy import shapes, toml
from qiaomen.policy.faults import SENTENCES as SHAPE_SENTENCES
from qiaomen.policy.faults import Found, in_both, shown
from qiaomen.policy.language import Words
from qiaomen.policy.lines import Path
from qiaomen.reports.sources import SOURCES, Source

STANDARD = files("qiaomen.reports") / "standard.toml"

AsOf = Literal["known", "happened"]
Key = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]{0,39}$")]
Value = str | int | bool | list[str | int]

SENTENCES: dict[str, str | Promise] = {
    **SHAPE_SENTENCES,
    "unknown_source": _("“%(key)s” cannot be counted. What can be: %(known)s."),
    "unknown_column": _("“%(key)s” is nothing that “%(source)s” can be chosen by. There are: %(known)s."),
    "bad_value": _("“%(key)s” of “%(source)s” cannot be “%(value)s”. It can be: %(known)s."),
    "not_a_value": _("“%(key)s” needs a value, or a list of values in [ ]."),
    "no_sum": _("“%(key)s” of “%(source)s” cannot be added up. What can be: %(known)s."),
    "no_day": _("“%(source)s” has no moment by which it belongs to a day: only “so_far” goes with it."),
    "figure_twice": _("Two figures are called “%(key)s”. The first stands on line %(line)s."),
    "undefined_group": _("No group “%(key)s” is defined in [groups]."),
    "bad_time": _("“%(value)s” is no time of day, like 18:00."),
}


class Figure(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """One figure: what of a source is counted (or the `sum` of a column of it), and as of when.

    *known*: what was known at the cut-off. *happened*: what happened by the cut-off, as known when frozen. A *day* is
    the 24 hours before the cut-off, by the moment at which a thing became known, or happened.
    """

    key: Key
    name: Words
    counts: str
    as_of: AsOf
    period: Literal["so_far", "day"] = "so_far"
    where: dict[str, Value] = msgspec.field(default_factory=dict)
    sum: str = ""
    group: str = ""
    unit: str = ""

    @property
    def tells_of_health(self) -> bool:
        """Whether its number, and its list, are kept from those who may not see health."""
        return SOURCES[self.counts].tells_of_health(self.where)


class About(msgspec.Struct, forbid_unknown_fields=True):
    """What the report is called, and its daily cut-off in the district's time ("" is by hand only)."""

    name: Words
    cut: str = "18:00"


class Group(msgspec.Struct, forbid_unknown_fields=True):
    """A heading over figures."""

    name: Words


class Document(msgspec.Struct, forbid_unknown_fields=True):
    """A whole definition; figures are shown in the order in which they stand."""

    report: About
    figures: Annotated[list[Figure], Meta(min_length=1)]
    groups: dict[str, Group] = msgspec.field(default_factory=dict)

    @property
    def name(self) -> Words:
        return self.report.name

    def figure(self, key: str) -> Figure:
        """One of its figures. Raises `report.no_figure`."""
        for figure in self.figures:
            if figure.key == key:
                return figure
        raise Problem("report.no_figure", figure=key)

    def heading(self, figure: Figure) -> Words | None:
        """What its group is called, if it stands in one."""
        return self.groups[figure.group].name if figure.group else None


class Fault(msgspec.Struct, frozen=True):
    """Something wrong, with the line of the text (from 1) and the key of the figure ("" outside of figures)."""

    line: int
    figure: str
    code: str
    args: dict[str, Any]

    @property
    def text(self) -> str:
        """The sentence in the active language."""
        return str(SENTENCES[self.code]) % {key: shown(value) for key, value in self.args.items()}

    def as_dict(self) -> dict[str, Any]:
        """For an answer to somebody of unknown language."""
        return {"line": self.line, "figure": self.figure, "code": self.code, **in_both(lambda: self.text)}


def standard() -> str:
    """The text of the definition that ships: the district's daily figures."""
    return STANDARD.read_text(encoding="utf-8")


def read(text: str) -> Document:
    """The definition that this TOML text says.

    Raises `report.refused`, whose `faults` holds what is wrong, each with line, figure, code and a sentence in both
    languages.
    """
    if wrong := faults(text):
        raise Problem("report.refused", count=len(wrong), line=wrong[0].line, faults=[one.as_dict() for one in wrong])
    return toml.said(text, Document)


def read_again(text: str) -> Document:
    """What a text says that was accepted once: by stricter checks of a later day it still stands."""
    return toml.said_once(text, Document, read)


def faults(text: str) -> list[Fault]:
    """Everything that is wrong with a text, by line."""
    found = [Fault(*one) for one in toml.located(text, _wrong, table="figures", key="key")]
    wrong = {(one.line, one.figure, one.text): one for one in found}
    return sorted(wrong.values(), key=lambda fault: (fault.line, fault.code))


def _wrong(raw: dict[str, Any]) -> list[Found]:
    return list(shapes.walk(_without_where(raw), Document)) or list(_sense(raw))


def _without_where(raw: dict[str, Any]) -> dict[str, Any]:
    """What stands under `where` is of no fixed shape: each source has columns of its own."""
    bare = deepcopy(raw)
    figures = bare.get("figures")
    for figure in figures if isinstance(figures, list) else []:
        if isinstance(figure, dict) and isinstance(figure.get("where", {}), dict):
            figure.pop("where", None)
    return bare


def _sense(raw: dict[str, Any]) -> Iterator[Found]:
    cut = raw["report"].get("cut", "")
    if cut and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", cut):
        yield Found(("report", "cut"), "bad_time", {"value": cut})
    first: dict[str, Path] = {}
    for index, figure in enumerate(raw["figures"]):
        path: Path = ("figures", index)
        key = figure["key"]
        if key in first:
            yield Found((*path, "key"), "figure_twice", {"key": key, "line": first[key]})
        first.setdefault(key, path)
        if figure.get("group") and figure["group"] not in raw.get("groups", {}):
            yield Found((*path, "group"), "undefined_group", {"key": figure["group"]})
        source = SOURCES.get(figure["counts"])
        if source is None:
            yield Found((*path, "counts"), "unknown_source", {"key": figure["counts"], "known": sorted(SOURCES)})
        else:
            yield from _of_source(figure, source, path)


def _of_source(figure: dict[str, Any], source: Source, path: Path) -> Iterator[Found]:
    name = figure["counts"]
    if figure.get("sum") and figure["sum"] not in source.sums:
        yield Found((*path, "sum"), "no_sum", {"key": figure["sum"], "source": name, "known": sorted(source.sums)})
    if figure.get("period") == "day" and not source.moments:
        yield Found((*path, "period"), "no_day", {"source": name})
    for key, value in figure.get("where", {}).items():
        at: Path = (*path, "where", key)
        if key not in source.columns:
            yield Found(at, "unknown_column", {"key": key, "source": name, "known": sorted(source.columns)})
        else:
            yield from _of_column(source, name, key, value, at)


def _of_column(source: Source, name: str, key: str, value: Any, at: Path) -> Iterator[Found]:
    column = source.columns[key]
    several = value if isinstance(value, list) else [value]
    if not several or not all(isinstance(one, str | int) for one in several):
        yield Found(at, "not_a_value", {"key": key})
        return
    for one in several:
        if not column.takes(one):
            yield Found(at, "bad_value", {"key": key, "source": name, "value": one, "known": column.known})
