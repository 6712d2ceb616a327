"""County A's sweep out of its own spreadsheets, read just far enough to plan it; nothing of it is committed."""

import csv
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from qiaomen.campaigns.planner.pace import Pace
from qiaomen.campaigns.planner.teams import Member, Organisation
from qiaomen.campaigns.planner.work import ZoneWork, stretches

HERE = Path(__file__).resolve().parents[4]
SHARED = Path(os.environ.get("QIAOMEN_SHARED_DATA") or HERE.parent / "shared" / "data")
COUNTY = SHARED / "county-a"
LABEL = re.compile(
    r"^(?P<compound>\D+?)(?:(?P<building>\d+)(?:栋|-)(?P<unit>\d+)(?:单元|-)(?P<room>\d+)室?"
    r"|(?:(?P<alley>\d+)巷)?(?P<number>\d+)号)$"
)

needs_county = pytest.mark.skipif(not COUNTY.is_dir(), reason="shared test data (county-a) is not on this machine")

Address = tuple[str, str]


@cache
def zones(pace: Pace) -> tuple[ZoneWork, ...]:
    """The 50 zones; inside a compound doors come by building, stairwell and room, or by alley and number."""
    by_compound: dict[tuple[str, str], list[tuple[tuple[int, int, int], str, int]]] = {}
    for community, label in addresses():
        match = LABEL.match(label)
        assert match, label
        compound = match["compound"]
        block, unit, room = (int(match[name] or 0) for name in ("building", "unit", "room"))
        place, number = int(match["alley"] or 0), int(match["number"] or 0)
        seconds = pace.seconds(floor=max(1, room // 100), lift=room // 100 > 6)
        order = (block or place, unit, room or number)
        container = f"{community}/{compound}/{block}/{place}"
        by_compound.setdefault((community, compound), []).append((order, container, seconds))
    compounds: dict[str, list[tuple[str, str, str]]] = {}
    for zone, street, community, compound in rows("责任区划分.xlsx")[1:]:
        compounds.setdefault(zone, []).append((street, community, compound))
    return tuple(
        ZoneWork(
            zone,
            stretches(
                (container, seconds)
                for _, community, compound in held
                for _, container, seconds in sorted(by_compound[community, compound])
            ),
            near=held[0][0],
        )
        for zone, held in compounds.items()
    )


@cache
def organisations() -> tuple[Organisation, ...]:
    """The 140 backing organisations and their 2,000 people; grid workers are the local ones."""
    zone_of = {row[0]: row[1] for row in rows("后盾单位.xlsx")[2:]}
    people: dict[str, list[Member]] = {name: [] for name in zone_of}
    for _, organisation, phone, post, _ in rows("参战人员花名册.xlsx")[1:]:
        people[organisation].append(Member(phone, local=post == "网格员"))
    return tuple(Organisation(name, zone, tuple(people[name])) for name, zone in zone_of.items())


def rows(name: str) -> list[list[str]]:
    """A workbook's first sheet."""
    sheet = CalamineWorkbook.from_path(str(COUNTY / name)).get_sheet_by_index(0)
    return [[str(cell) for cell in row] for row in sheet.to_python()]


def addresses() -> set[Address]:
    """Every door as (community, label without spaces)."""
    found: set[Address] = set()
    for path in sorted((COUNTY / "register").iterdir()):
        community = path.stem
        labels = _from_csv(path, community) if path.suffix == ".csv" else _from_workbook(path)
        found.update((community, re.sub(r"\s", "", label)) for label in labels)
    return {(community, label) for community, label in found if not re.fullmatch(r"\d+户", label) and label}


def _from_csv(path: Path, community: str) -> Iterator[str]:
    with path.open(encoding="gb18030") as file:
        for row in csv.DictReader(file):
            yield row["详细地址"].partition(community)[2]


def _from_workbook(path: Path) -> Iterator[str]:
    workbook = CalamineWorkbook.from_path(str(path))
    for name in workbook.sheet_names:
        sheet = workbook.get_sheet_by_name(name).to_python()
        if sheet[0][0] == "网格":
            yield from (str(row[1]) for row in sheet[1:])
        elif len(sheet) > 3:
            yield from ("".join(str(cell) for cell in row[1:5]) for row in sheet[3:])
