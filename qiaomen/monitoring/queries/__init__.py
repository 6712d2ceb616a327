"""Reads of people under measures."""

from qiaomen.monitoring.queries.board import board, episodes_of, followups, numbers, waiting
from qiaomen.monitoring.queries.cases import curve, export_rows, line_list
from qiaomen.monitoring.queries.telling import family_of, thread

__all__ = [
    "board",
    "curve",
    "episodes_of",
    "export_rows",
    "family_of",
    "followups",
    "line_list",
    "numbers",
    "thread",
    "waiting",
]
