"""The report as PDF, typeset in landscape; grey-safe."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qiaomen.paper import typesetting
from qiaomen.reports.shown import Shown, chunks, down_to

MIME = "application/pdf"
SHEETS = Path(__file__).parent / "sheets"
ACROSS = 10


def pdf(shown: Shown, *, depth: int = 2) -> bytes:
    """The figures, what was corrected, and the places down to `depth` levels below. Raises `paper.no_font`."""
    return typesetting.pdf("report", data(shown, depth=depth), folder=SHEETS)


def data(shown: Shown, *, depth: int) -> dict[str, Any]:
    """What the sheet is filled with: texts only, so that nothing is read as markup."""
    lines = down_to(shown, depth)
    tables = [_table(shown, across, lines) for across in chunks(len(shown.columns), ACROSS)] if len(lines) > 1 else []
    return {
        "title": shown.heading,
        "stamp": shown.stamp,
        "proof": shown.proof,
        "heads": [_("Figure"), _("Number"), _("Counted")],
        "corrected_heads": [_("Figure"), _("Report before, as sent"), _("As known now"), _("Corrected by")],
        "corrected_title": _("Corrections to the report before"),
        "figures": [[one.name, f"{one.number:,}", one.says] for one in shown.columns],
        "corrected": [[one.name, f"{one.before:,}", f"{one.before_now:,}", one.signed] for one in shown.corrected],
        "tables": tables,
    }


def _table(shown: Shown, across: range, lines: list[Any]) -> dict[str, Any]:
    return {
        "heads": [pgettext("report", "Place"), *(shown.columns[at].name for at in across)],
        "rows": [
            {"depth": line.depth, "cells": [line.name, *(f"{line.numbers[at]:,}" for at in across)]} for line in lines
        ],
    }
