"""What lists of samples and rounds, which are read a page at a time, have in common."""

from typing import Any, LiteralString

from qiaomen.base.sql import rows

WITHIN: LiteralString = """
EXISTS (SELECT 1 FROM unnest(%(areas)b::text[]) area WHERE p.path >= area AND p.path < area || 'g')
"""


def count_of(statement: LiteralString, **asked: Any) -> int:
    """The number that a statement answers."""
    [[count]] = rows(statement, {"round": None, "since": None, **asked}, prepare=False)
    return int(count)


def page_of(statement: LiteralString, skipped: int, most: int | None, **asked: Any) -> list[tuple[Any, ...]]:
    """`most` rows of a statement after the `skipped` first, or all."""
    return rows(statement, {"skipped": skipped, "most": most, **asked}, prepare=False)
