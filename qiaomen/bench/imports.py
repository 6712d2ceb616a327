"""import_people_per_s: a county's spreadsheets into the register, with all checks.

Yardstick: COPY of the same person rows.
"""

import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection

from qiaomen.base.ids import new_id
from qiaomen.drill.county import REGISTER, make_county
from qiaomen.exchange.incoming import IncomingFile
from qiaomen.exchange.load import import_register

COPY: Any = """
COPY bench_person (id, outbreak_id, home_door_id, name, name_plain, pinyin, initials, sex, birth_year, relation,
                   ordinal, version, change) FROM STDIN
"""


def measure() -> tuple[float, float]:
    """People a second from the files' bytes to committed rows, and by COPY."""
    with tempfile.TemporaryDirectory() as folder:
        make_county().write(Path(folder))
        files = [IncomingFile(name=f.name, content=f.read_bytes()) for f in sorted((Path(folder) / REGISTER).iterdir())]
    begun = time.perf_counter()
    result = import_register(files)
    seconds = time.perf_counter() - begun
    people = result.added.people
    return people / seconds, people / copy_people(people)


def copy_people(count: int) -> float:
    """Seconds that PostgreSQL takes to COPY so many persons into a table with the register's indexes."""
    connection.ensure_connection()
    raw: psycopg.Connection[Any] = connection.connection
    made = [
        (new_id(), new_id(), new_id(), "某某某", "某某某", "moumoumou", "mmm", 1, 1970, "户主", 0, 1, new_id())
        for _ in range(count)
    ]
    cursor = psycopg.Cursor(raw)
    cursor.execute("CREATE TABLE bench_person (LIKE people_person INCLUDING CONSTRAINTS INCLUDING INDEXES)")
    begun = time.perf_counter()
    with cursor.copy(COPY) as copy:
        for row in made:
            copy.write_row(row)
    seconds = time.perf_counter() - begun
    cursor.execute("DROP TABLE bench_person")
    return seconds
