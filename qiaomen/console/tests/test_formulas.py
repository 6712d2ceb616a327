"""Whatever stands in a name, no list that leaves opens as a formula: every list, by the one writer of lists."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db.models import CharField, F, Value
from django.db.models.functions import Concat
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st

from qiaomen.access.models import Organisation, Worker
from qiaomen.access.tests.test_matrix import undone
from qiaomen.console.sheets import SHEETS
from qiaomen.exchange.workbooks import Heading, write
from qiaomen.places.models import Door, Place
from qiaomen.testing.sweeps import launch_sweep
from qiaomen.testing.urls import fills
from qiaomen.testing.world import World

PACKAGE = Path(settings.PACKAGE)
POISON = "=1+1|"
BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Invented districts, benches and tests write files of their own.
OTHERS = {"drill", "bench", "tests", "testing"}


@given(st.text(max_size=12))
@example("=cmd|' /C calc'!A0")
@example("\t=1")
@example("\n@x")
@example("＝1+1")
def test_no_cell_of_a_csv_begins_like_a_formula(text: str) -> None:
    out = io.BytesIO()
    write("csv", out, title="", headings=[Heading(text)], rows=[[text, -5, None]])
    lines = list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline="")))
    assert not [cell for line in lines for cell in line if cell.startswith(BEGINS) and cell != "-5"]


def sources() -> dict[str, str]:
    """Our own modules by their paths."""
    paths = (path for path in PACKAGE.rglob("*.py") if not OTHERS & set(path.relative_to(PACKAGE).parts))
    return {str(path.relative_to(PACKAGE)): path.read_text() for path in paths}


def test_there_is_one_writer_of_csv() -> None:
    assert [path for path, text in sources().items() if "csv.writer" in text] == ["exchange/workbooks.py"]


def test_workbooks_are_written_as_text_numbers_and_times_never_as_whatever_it_looks_like() -> None:
    """`write` and `write_row` of xlsxwriter make formulas and links of text unless the workbook says otherwise."""
    books = {path: text for path, text in sources().items() if "xlsxwriter.Workbook(" in text}
    loose = {path for path, text in books.items() if re.search(r"\.write(_row|_column|_formula|_url)?\(", text)}
    assert len(books) >= 4
    assert {path for path in loose if '"strings_to_formulas": False' not in books[path]} <= {"exchange/workbooks.py"}


def poison(world: World) -> None:
    """Every name and label begins with a formula."""
    for model, field in ((Place, "name"), (Door, "label"), (Worker, "name"), (Organisation, "name")):
        model.objects.update(**{field: Concat(Value(POISON), F(field), output_field=CharField())})


def asked_for(world: World) -> list[str]:
    """The addresses' parameters that lists are asked with, one after the other until one of them is a list."""
    values = fills(world, inside=True)
    names = (
        "door",
        "person",
        "place",
        "gate",
        "checkpoint",
        "station",
        "round",
        "report",
        "message",
        "roster",
        "offer",
    )
    found = [f"?{name}={values[name].value}" for name in names]
    places = [f"?place={values[name].value}" for name in ("gate", "checkpoint", "station")]
    return ["", *found, *places, "?place={}&door={}".format(values["place"].value, values["door"].value)]


def test_no_list_of_the_console_opens_as_a_formula(world: World, client_of: Callable[[str], Client]) -> None:
    launch_sweep(world)
    client, addresses = client_of("headquarters"), asked_for(world)
    poison(world)
    cells = dict[str, list[str]]()
    for name in SHEETS:
        for address in addresses:
            with undone():
                response = client.post(f"/exports/{name}.csv{address}")
                if response.status_code == 200:
                    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
                    cells[name] = [cell for line in csv.reader(io.StringIO(text)) for cell in line]
                    break
    seen = {name for name, several in cells.items() if any(cell.startswith("'" + POISON) for cell in several)}
    assert {name for name in cells if any(cell.startswith(BEGINS) for cell in cells[name])} == set()
    assert len(cells) > len(SHEETS) * 0.8, SHEETS.keys() - cells.keys()
    assert len(seen) >= 8, seen
