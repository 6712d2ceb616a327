"""Counting: all figures of one source in one statement, each as the members that it counts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from qiaomen.base.sql import rows
from qiaomen.reports.definition import Figure, Value
from qiaomen.reports.members import Group
from qiaomen.reports.sources import SOURCES, Column, Source

DAY = timedelta(hours=24)

# Where nobody knows a place, it is the district's.
SOURCE = """
WITH area AS (SELECT id, path FROM places_place WHERE id = %b),
root AS (SELECT id FROM places_place WHERE parent_id IS NULL),
at_all AS MATERIALIZED (SELECT s.*, coalesce(s.place, root.id) AS spot FROM ({sql}) s CROSS JOIN root),
here AS MATERIALIZED (
  SELECT s.* FROM at_all s JOIN places_place p ON p.id = s.spot
  JOIN area ON p.path >= area.path AND p.path < area.path || 'g')
"""
# A subject is counted once, whatever the source joins.
FIGURE = """
SELECT {number}, spot, sum(amount)::bigint, string_agg(uuid_send(subject), ''::bytea ORDER BY subject),
       CASE WHEN bool_and(door = subject) THEN ''::bytea
            ELSE string_agg(uuid_send(coalesce(door, '00000000-0000-0000-0000-000000000000'::uuid)), ''::bytea
                            ORDER BY subject) END,
       CASE WHEN bool_and(amount = 1) THEN ''::bytea
            ELSE string_agg(int4send(amount::int4), ''::bytea ORDER BY subject) END
FROM (SELECT DISTINCT ON (subject) subject, door, spot, ({amount})::int4 AS amount FROM here
      WHERE {where} ORDER BY subject, spot, door) m
WHERE amount <> 0 GROUP BY spot
"""

Counted = dict[str, list[Group]]


class Cut(msgspec.Struct, frozen=True):
    """What is counted: at and below which place, until which moment."""

    place: UUID
    until: datetime


def count(figures: Iterable[Figure], cut: Cut) -> Counted:
    """The members of these figures, all of one kind of as-of, as the tables stand."""
    by_source: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        by_source[figure.counts].append(figure)
    counted: Counted = {}
    for name, several in by_source.items():
        counted |= _of_source(SOURCES[name], several, cut)
    return counted


def _of_source(source: Source, figures: Sequence[Figure], cut: Cut) -> Counted:
    sql, since = _of_the_day(source, figures, cut)
    parameters: list[Any] = [cut.place, *since]
    parts = []
    for number, figure in enumerate(figures):
        where, more = _where(source, figure, cut)
        amount = source.sums[figure.sum] if figure.sum else "1"
        parts.append(FIGURE.format(number=number, amount=f"coalesce({amount}, 0)", where=where))
        parameters += more
    statement: Any = SOURCE.format(sql=sql) + " UNION ALL ".join(parts)
    counted: Counted = {figure.key: [] for figure in figures}
    for number, place, amount, *columns in rows(statement, parameters):
        counted[figures[number].key].append(Group(place, int(amount), *(bytes(column) for column in columns)))
    return counted


def _of_the_day(source: Source, figures: Sequence[Figure], cut: Cut) -> tuple[str, list[Any]]:
    """A source's statement; of what is counted by the day only, nothing older has to be looked at."""
    moments = {_moment(source, figure) for figure in figures}
    if len(moments) > 1 or moments == {""} or any(figure.period != "day" for figure in figures):
        return source.sql, []
    return f"SELECT * FROM ({source.sql}) every WHERE ({moments.pop()}) > %b", [cut.until - DAY]


def _moment(source: Source, figure: Figure) -> str:
    """The column by which a figure's rows belong to a moment; "" where there is none."""
    return source.moments.get(figure.as_of) or next(iter(source.moments.values()), "")


def _where(source: Source, figure: Figure, cut: Cut) -> tuple[str, list[Any]]:
    """The condition of a figure, with its parameters. Columns and their expressions are ours, values are bound."""
    conditions, parameters = ["true"], []
    for key, value in figure.where.items():
        condition, bound = _condition(source.columns[key], value)
        conditions.append(condition)
        parameters.append(bound)
    moment = _moment(source, figure)
    if moment and figure.as_of == "happened":
        conditions.append(f"({moment}) <= %b")
        parameters.append(cut.until)
    if moment and figure.period == "day":
        conditions.append(f"({moment}) > %b AND ({moment}) <= %b")
        parameters += [cut.until - DAY, cut.until]
    return " AND ".join(conditions), parameters


def _condition(column: Column, value: Value) -> tuple[str, object]:
    several = value if isinstance(value, list) else [value]
    if column.sort == "text[]":
        return f"({column.sql}) && %b::text[]", list(several)
    if column.sort == "bool":
        return f"coalesce(({column.sql}), false) = ANY(%b::bool[])", list(several)
    if column.sort == "int":
        return f"({column.sql}) = ANY(%b::int8[])", list(several)
    return f"coalesce(({column.sql})::text, '') = ANY(%b::text[])", list(several)
