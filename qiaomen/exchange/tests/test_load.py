"""Registers in the database: found again, corrected, moved, kept; nothing doubled and nothing lost."""

import json
from collections.abc import Iterable, Sequence

import pytest
from django.db import connection

from qiaomen.base.models import Change, Outbreak
from qiaomen.exchange.doors_load import Placed
from qiaomen.exchange.incoming import IncomingFile
from qiaomen.exchange.load import import_register
from qiaomen.exchange.people_load import PeopleLoad, PeopleWritten
from qiaomen.exchange.results import Counts, ImportResult
from qiaomen.exchange.tests.shared import DATA, csv_bytes, needs_data
from qiaomen.people.identity import open_identity
from qiaomen.people.idnumbers import check_digit
from qiaomen.people.models import Alias, Identity, Person, Residence
from qiaomen.places.models import Door, DoorSpan, Place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("key_file")]

HEADER = ["详细地址", "户主姓名", "家庭成员", "性别", "证件号码", "手机号码", "房屋类型"]
MA, LI, LIN = (
    f"{number}{check_digit(number)}" for number in ("99000019900611000", "99000019560612001", "99000019890411001")
)
STREET = "青石镇城东社区"
ROWS: list[list[str]] = [
    [f"{STREET}幸福里1栋1单元101室", "马凤", "马凤", "女", MA, "12000024924"],
    [f"{STREET}幸福里1栋1单元101室", "马凤", "马峰", "男", "", "12000024925"],
    [f"{STREET}幸福里1栋1单元102室", "", "", "", "", ""],
    [f"{STREET}老街1巷2号", "李翠", "李翠", "男", LI, ""],
]


def load(rows: Sequence[Sequence[str]], *, file: str = "城东社区.csv", dry_run: bool = False) -> ImportResult:
    return import_register([IncomingFile(file, csv_bytes([HEADER, *rows]))], dry_run=dry_run)


def edited(row: int, column: int, value: str) -> list[list[str]]:
    rows = [list(each) for each in ROWS]
    rows[row][column] = value
    return rows


def at(name: str) -> str:
    door = Person.objects.get(name=name).home_door
    return door.label if door else ""


def card(name: str) -> tuple[str, list[str]]:
    identity = Identity.objects.get(person__name=name)
    found = open_identity(Outbreak.objects.current().keys, identity.person_id, bytes(identity.sealed))
    return found.number, found.phones


def test_a_register_becomes_places_doors_and_people() -> None:
    result = load(ROWS)
    assert (result.doors, result.people, result.added) == (3, 3, Counts(3, 3))
    door = Door.objects.get(label="1-1-101")
    names = [place.name for place in door.place.ancestors()][1:]
    assert names == ["青石镇", "城东社区", "幸福里", "1栋", "1单元"]
    assert (door.building, door.stairwell, door.floor, door.room) == ("1", "1", 1, "101")
    assert [person.name for person in door.residents.order_by("ordinal")] == ["马凤", "马峰"]
    assert card("马凤") == (MA, ["12000024924"])


def test_the_same_file_twice_changes_nothing() -> None:
    load(ROWS)
    before = list(Person.objects.order_by("id").values()) + list(Door.objects.order_by("id").values())
    result = load(ROWS)
    assert (result.added, result.changed, result.missing) == (Counts(), Counts(), Counts())
    assert list(Person.objects.order_by("id").values()) + list(Door.objects.order_by("id").values()) == before


def test_another_spelling_of_a_door_is_the_same_door() -> None:
    load(ROWS)
    assert load(edited(3, 0, f"{STREET}老街一巷2号")).added == Counts()
    assert load([[f"{STREET}幸福里１－１－１０２", "", "", "", "", ""]]).added == Counts()


@pytest.mark.parametrize(
    "row, column, value", [(0, 5, "12000099999"), (1, 4, LIN), (1, 2, "马烽"), (3, 2, "李萃"), (1, 3, "女")]
)
def test_a_corrected_cell_changes_one_person(row: int, column: int, value: str) -> None:
    load(ROWS)
    result = load(edited(row, column, value))
    assert (result.added, result.changed) == (Counts(), Counts(people=1))
    assert load(edited(row, column, value)).changed == Counts()


def test_a_corrected_name_is_found_by_the_id_number() -> None:
    load(ROWS)
    result = load(edited(0, 2, "马凰"))
    assert (result.added, result.changed) == (Counts(), Counts(people=1))
    assert Person.objects.get(name="马凰").pinyin == "mahuang"


def test_a_lost_cell_in_a_newer_file_takes_nothing_away() -> None:
    load(ROWS)
    rows = edited(0, 4, "9.90000E+17")
    rows[0][5] = ""
    result = load(rows)
    assert result.changed == Counts()
    assert card("马凤") == (MA, ["12000024924"])


def test_a_door_missing_from_a_newer_file_is_reported_not_deleted() -> None:
    load(ROWS)
    result = load(ROWS[:3])
    assert result.missing_doors == ["城东社区 老街 1巷2号"]
    assert Door.objects.filter(is_open=True).count() == 3


def test_a_person_missing_from_a_newer_file_is_counted_not_deleted() -> None:
    load(ROWS)
    assert load([ROWS[0], *ROWS[2:]]).missing == Counts(people=1)
    assert Person.objects.filter(name="马峰").exists()


def test_a_person_who_moved_within_the_community_keeps_their_file() -> None:
    load(ROWS)
    who = Person.objects.get(name="李翠")
    result = load(
        [*ROWS[:3], [f"{STREET}老街1巷2号", "", "", "", "", ""], [f"{STREET}老街1巷3号", "", "李翠", "", LI, ""]]
    )
    assert (result.added, result.changed, result.missing) == (Counts(doors=1), Counts(people=1), Counts())
    assert (Person.objects.get(name="李翠").id, at("李翠")) == (who.id, "1巷3号")
    assert Residence.objects.filter(person_id=who.id, until_change=None).count() == 1
    assert Residence.objects.filter(person_id=who.id).count() == 2


def test_one_id_in_two_communities_is_two_rows_of_one_person() -> None:
    load(ROWS)
    result = load([["青石镇城西社区前巷1号", "李翠", "李翠", "男", LI, ""]], file="城西社区.csv")
    assert [cell.reason for cell in result.cells] == ["id.elsewhere"]
    first, second = Person.objects.filter(name="李翠").order_by("id")
    alias = Alias.objects.get()
    assert (alias.id, alias.canonical) == (second.id, first.id)


def test_a_known_kind_of_door_is_changed_by_the_file_and_kept_by_its_silence() -> None:
    load([[*ROWS[2], "商铺"]])
    assert load([ROWS[2]]).changed == Counts()
    assert load([[*ROWS[2], "饭店"]]).changed == Counts(doors=1)
    assert [span.kind for span in DoorSpan.objects.order_by("from_change")] == ["shop", "restaurant"]
    assert DoorSpan.objects.filter(until_change=None).count() == 1


def test_a_dry_run_says_everything_and_leaves_nothing() -> None:
    result = load(ROWS, dry_run=True)
    assert (result.added, result.dry_run) == (Counts(3, 3), True)
    assert [model.objects.count() for model in (Outbreak, Place, Door, Person, Change)] == [0] * 5


def test_a_dry_run_over_a_register_says_what_would_change() -> None:
    load(ROWS)
    assert load(edited(0, 2, "马凰"), dry_run=True).changed == Counts(people=1)
    assert Person.objects.filter(name="马凤").exists()


def test_an_import_opens_an_outbreak_where_none_is() -> None:
    load(ROWS)
    assert Person.objects.filter(outbreak=Outbreak.objects.current()).count() == 3


def test_a_file_that_names_no_street_gets_it_from_what_is_known() -> None:
    load(ROWS)
    result = load([["老街1巷9号", "", "张三", "", "", ""]], file="城东社区.csv")
    assert result.problems == []
    assert Place.objects.filter(kind="community").count() == 1


def test_an_ambiguous_community_is_refused_by_name_and_the_other_files_go_on() -> None:
    load([["青石镇城东社区老街1号", "", "甲一", "", "", ""], ["江口镇城东社区老街1号", "", "甲二", "", "", ""]])
    files = [
        IncomingFile("城东社区.csv", csv_bytes([HEADER, ["老街2号", "", "甲三", "", "", ""]])),
        IncomingFile("城西社区.csv", csv_bytes([HEADER, ["青石镇城西社区老街2号", "", "甲四", "", "", ""]])),
    ]
    result = import_register(files)
    assert [(problem.file, problem.code) for problem in result.problems] == [
        ("城东社区.csv", "file.community_ambiguous")
    ]
    assert "青石镇" in result.problems[0].message
    assert result.added == Counts(1, 1)


def test_a_community_of_no_known_street_finds_its_street_later() -> None:
    result = load([["老街2号", "", "甲三", "", "", ""]])
    assert [cell.reason for cell in result.cells] == ["community.no_street"]
    assert load([[f"{STREET}老街3号", "", "甲四", "", "", ""]]).problems == []
    street = Place.objects.get(kind="street")
    assert Place.objects.get(kind="community").parent == street
    assert Door.objects.filter(place__path__startswith=street.path).count() == 2


def test_an_unreadable_file_is_refused_and_the_others_go_on() -> None:
    result = import_register(
        [IncomingFile("a.xlsx", b"PK\x03\x04"), IncomingFile("城东社区.csv", csv_bytes([HEADER, *ROWS]))]
    )
    assert [problem.code for problem in result.problems] == ["file.unreadable"]
    assert result.added == Counts(3, 3)


def test_a_table_of_buildings_becomes_doors_without_people() -> None:
    content = csv_bytes([["小区", "楼号", "总层数", "总户数"], ["幸福里", "3号楼", 3, 7]])
    result = import_register([IncomingFile("城东社区.csv", content)])
    assert (result.doors, result.added) == (7, Counts(doors=7))
    assert load([["幸福里3-101", "", "甲一", "", "", ""]]).added == Counts(people=1)


def test_no_name_id_or_phone_is_printed_in_the_result() -> None:
    text = json.dumps(
        load([*edited(3, 4, "990000195606120018"), ["", "", "王无门", "", MA, ""]]).as_dict(), ensure_ascii=False
    )
    assert not any(secret in text for secret in ("马凤", "李翠", "王无门", MA, "990000195606120018", "12000024924"))


def test_identity_is_sealed_in_the_database() -> None:
    load(ROWS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(i::text, ' ') FROM people_identity i")
        (text,) = cursor.fetchone()
    assert MA not in text
    assert MA.encode().hex() not in text


@needs_data
def test_the_county_is_imported_whole_and_a_second_run_changes_nothing() -> None:
    truth = json.loads((DATA / "county-a/truth.json").read_text())
    files = [IncomingFile(path.name, path.read_bytes()) for path in sorted((DATA / "county-a/register").iterdir())]
    first = import_register(files)
    assert (first.doors, first.people) == (truth["doors"], truth["people"]) == (15_089, 36_282)
    assert first.added == Counts(15_089, 36_282)
    assert (first.problems, first.refused_rows) == ([], [])
    for name, figures in truth["communities"].items():
        community = Place.objects.get(kind="community", name=name.split("/")[1])
        doors = Door.objects.filter(place__path__startswith=community.path)
        assert (doors.count(), Person.objects.filter(home_door__in=doors).count()) == (
            figures["doors"],
            figures["people"],
        )
    second = import_register(files)
    assert (second.added, second.changed, second.missing) == (Counts(), Counts(), Counts())


def test_an_import_that_was_cut_off_is_run_again_and_doubles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qiaomen.exchange.load.CHUNK", 2)
    whole = PeopleLoad.write

    def cut_off(self: PeopleLoad, placed: Iterable[Placed]) -> PeopleWritten:
        if Door.objects.count() > 2:
            raise KeyboardInterrupt
        return whole(self, placed)

    monkeypatch.setattr(PeopleLoad, "write", cut_off)
    with pytest.raises(KeyboardInterrupt):
        load(ROWS)
    monkeypatch.setattr(PeopleLoad, "write", whole)
    assert (Door.objects.count(), Person.objects.count()) == (2, 2)
    assert load(ROWS).added == Counts(1, 1)
    assert load(ROWS).added == Counts()


def test_each_chunk_is_one_change_and_its_rows_name_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("qiaomen.exchange.load.CHUNK", 2)
    load(ROWS)
    changes = set(Change.objects.values_list("id", flat=True))
    assert len(changes) == 2
    assert set(Door.objects.values_list("change", flat=True)) == changes
    assert set(DoorSpan.objects.values_list("from_change", flat=True)) == changes
