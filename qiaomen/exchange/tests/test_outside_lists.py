"""Lists from outside, read as messy as they come, and the county's list against what is true of it."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from django.db import connection

from qiaomen.access.models import Grant, Worker
from qiaomen.access.roles import Role
from qiaomen.base.models import Outbreak
from qiaomen.exchange.incoming import IncomingFile
from qiaomen.exchange.load import import_register
from qiaomen.exchange.outside_lists import read_outside, transport
from qiaomen.exchange.outside_load import described, import_outside
from qiaomen.exchange.people_lists import ListReading
from qiaomen.exchange.tables import Table, read_table
from qiaomen.exchange.tests.shared import DATA, csv_bytes, needs_data, workbook
from qiaomen.lists.addresses import Gazetteer
from qiaomen.lists.bringing import Incoming
from qiaomen.lists.linking import Stated, find
from qiaomen.lists.models import Category, Row
from qiaomen.people.identity import number_hash
from qiaomen.people.models import Fact, Identity, Person
from qiaomen.people.names import read_name, search_keys
from qiaomen.places.models import Place
from qiaomen.testing.world import ORDER

HEADER = [
    "姓名",
    "性别",
    "身份证号",
    "手机",
    "来源地",
    "抵达日期",
    "交通方式",
    "车次/航班/车牌",
    "户籍或居住地（自报）",
]
LISTED = date(2020, 3, 21)
FILE = "外地返回人员推送名单.csv"


def read(*rows: Sequence[object], header: Sequence[object] = HEADER) -> ListReading[Incoming]:
    return read_outside(read_table(csv_bytes([header, *rows], "gb18030"), "名单.csv"), listed=LISTED)


def cells(name: str, **said: str) -> list[str]:
    given = {"姓名": name, **said}
    return [given.get(column, "") for column in HEADER]


def test_a_row_is_read_with_everything_that_it_says() -> None:
    [row] = read(
        [
            "史泽冬（租户）",
            "男",
            "",
            "12000013746/12100013746",
            "北京市丰台区",
            "3月14日",
            "汽车",
            "G101",
            "城西社区前巷",
        ]
    ).found
    assert (row.line, row.name, row.sex, row.remark) == (2, "史泽冬", 1, "租户")
    assert row.phones == ("12000013746", "12100013746")
    assert (row.origin, row.region, row.arrived) == ("北京市丰台区", "110106", date(2020, 3, 14))
    assert (row.transport, row.carrier, row.address) == ("coach", "G101", "城西社区前巷")


def test_an_id_number_tells_sex_and_year_of_birth() -> None:
    reading = read(cells("龙君", 身份证号=" 990000 19270926 0001", 性别="男"))
    assert (reading.found[0].sex, reading.found[0].birth_year) == (2, 1927)
    assert [issue.reason for issue in reading.issues] == ["sex.differs_from_id"]


def test_a_bad_cell_is_blamed_and_the_row_stays() -> None:
    bad = {"身份证号": "990000192709260002", "手机": "1.2E+10", "抵达日期": "前天", "来源地": "火星"}
    reading = read(cells("龙君", **bad))
    assert [issue.reason for issue in reading.issues] == [
        "id.checksum", "phone.digits_lost", "region.unknown", "arrived.unreadable",
    ]  # fmt: skip
    assert [row.name for row in reading.found] == ["龙君"]


def test_who_is_nameless_and_without_number_is_refused_and_said() -> None:
    reading = read(cells(""), cells("", 来源地="北京"), cells("", 手机="12000013746"))
    assert [row.phones for row in reading.found] == [("12000013746",)]
    assert [row.reason for row in reading.refused] == ["row.nobody"]


def test_the_same_row_twice_in_a_file_is_refused_once() -> None:
    reading = read(cells("龙君", 来源地="长春市"), cells("龍君", 来源地="长春市"), cells("龙君"))
    assert (len(reading.found), [row.reason for row in reading.refused]) == (2, ["row.repeated"])


def test_a_title_above_other_headers_and_a_workbook_are_understood() -> None:
    rows: list[list[object]] = [
        ["3月20日铁路推送"],
        ["旅客姓名", "证件号码", "联系电话", "始发站", "到达日期", "目的地"],
        ["龙君", "", "12000013746", "长春", 43908, "东门社区"],
    ]
    [row] = read_outside(read_table(workbook({"名单": rows}), "名单.xlsx"), listed=LISTED).found
    assert (row.name, row.phones, row.region, row.arrived) == ("龙君", ("12000013746",), "2201", date(2020, 3, 18))
    assert row.address == "东门社区"


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("飞机", "plane"),
        ("高铁", "train"),
        ("自驾", "own_car"),
        ("汽车", "coach"),
        ("拼车", "ride"),
        ("走路", "other"),
        ("", ""),
    ],
)
def test_a_means_of_transport_has_one_word(said: str, word: str) -> None:
    assert transport(said) == word


def arrivals() -> tuple[Table, dict[int, dict[str, str]]]:
    content = (DATA / "county-a" / FILE).read_bytes()
    truth = json.loads((DATA / "county-a" / "truth.json").read_text())["arrivals"]
    assert (truth["rows"], truth["in_register"], truth["unknown"]) == (275, 214, 61)
    return read_table(content, FILE), {each["line"]: each for each in truth["matches"]}


def is_right(line: int, person: UUID | None, table: Table, truth: dict[int, dict[str, str]]) -> bool:
    """Whether it is this person: by the id number, or, where the register lost it, by the name at the address."""
    if person is None or line not in truth:
        return False
    known = Person.objects.select_related("home_door__place").get(pk=person)
    assert known.home_door is not None
    keys = Outbreak.objects.current().keys
    owners = set(Identity.objects.filter(id_hash=number_hash(keys, truth[line]["id"])).values_list("person", flat=True))
    if owners:
        return known.id in owners
    cell = table.sheets[0].rows[line - 1]
    around = known.home_door.place.ancestors().values_list("name", flat=True)
    return known.name_plain == search_keys(read_name(cell[0]).name).plain and all(
        name in str(cell[8]) for name in list(around)[2:4]
    )


@pytest.fixture
def county(key_file: Path) -> Worker:
    """The county's register, and who may bring lists in."""
    folder = DATA / "county-a" / "register"
    import_register([IncomingFile(path.name, path.read_bytes()) for path in sorted(folder.iterdir())])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    worker = Worker.objects.create(name="指挥部", username="hq", outbreak=Outbreak.objects.current())
    root = Place.objects.get(parent=None)
    Grant.objects.create(worker=worker, role=Role.HEADQUARTERS, place=root, since=ORDER)
    return worker


@needs_data
@pytest.mark.django_db
def test_the_countys_list_is_linked_without_a_wrong_link(county: Worker) -> None:
    """Precision of automatic links 209/209; recall, linked or offered first, 214/214; the 61 unknown are tasks."""
    table, truth = arrivals()
    about = described(dated=LISTED)
    assert about.title == str(Category.RETURNEE.label)
    result = import_outside(table, worker=county.id, about=about)
    rows = list(Row.objects.order_by("line"))
    first = {row.line: row.person or next((UUID(one["person"]) for one in row.candidates), None) for row in rows}
    assert [row.line for row in rows if row.person and not is_right(row.line, row.person, table, truth)] == []
    assert sum(is_right(line, person, table, truth) for line, person in first.items()) >= 0.98 * len(truth)
    assert {row.line for row in rows if row.state == "unknown"} == {row.line for row in rows} - truth.keys()
    assert Counter(row.state for row in rows) == {"linked": 209, "doubtful": 5, "unknown": 61}
    assert (result.total["rows"], len(result.refused_rows)) == (275, 0)
    assert Fact.objects.filter(verified=True).count() == 0
    again = import_outside(table, worker=county.id, about=about)
    assert (again.added["rows"], again.total["rows_before"], Row.objects.count()) == (0, 275, 275)
    _no_wrong_link_when_columns_slip(table, truth)


def _no_wrong_link_when_columns_slip(table: Table, truth: dict[int, dict[str, str]]) -> None:
    """Whichever column stands one row too low: nobody is linked whom the rest of the row does not mean."""
    outbreak, gazetteer = Outbreak.objects.current(), Gazetteer()
    found = read_outside(table, listed=LISTED).found
    for slipped in (["phones"], ["id_number", "birth_year"], ["address"], ["phones", "address"]):
        below = [
            msgspec.structs.replace(row, **{name: getattr(above, name) for name in slipped})
            for row, above in zip(found[1:], found, strict=False)
        ]
        asked = [
            Stated(row.name, row.sex, row.birth_year, row.id_number, row.phones, gazetteer.named_by(row.address))
            for row in below
        ]
        means = find(asked, outbreak=outbreak.id, keys=outbreak.keys)
        links = [(row.line, one.link) for row, one in zip(below, means, strict=True) if one.link is not None]
        assert [line for line, person in links if not is_right(line, person, table, truth)] == [], slipped
