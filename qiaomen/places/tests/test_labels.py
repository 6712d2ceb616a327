"""Every spelling of a door that offices use, and what must be equal or in order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qiaomen.places.labels import Container, DoorLabel, area_kind, floor_of, parse_label
from qiaomen.places.numerals import arabic


@pytest.mark.parametrize(
    "text, key, floor",
    [
        ("3栋2单元501", "||3|2|501", 5),
        ("3-2-501", "||3|2|501", 5),
        ("86幢", "||86||", None),
        ("86幢2单元501", "||86|2|501", 5),
        ("541弄12号302室", "|541|12||302", 3),
        ("五组18号", "5组||||18", None),
        ("B座1203", "||B||1203", 12),
        ("1巷10号", "|1|||10", None),
        ("老街1巷1号", "老街|1|||1", None),
        ("烟厂宿舍 1栋 1单元 101", "烟厂宿舍||1|1|101", 1),
        ("粮食局宿舍３－２－５０１", "粮食局宿舍||3|2|501", 5),
        ("三栋二单元五零一", "||3|2|501", 5),
        ("12号楼三门一千二百零三房", "||12|3|1203", 12),
        ("3#2梯0501户", "||3|2|501", 5),
        ("财政局南楼302", "财政局||南||302", 3),
        ("阳光花园二期3栋2单元501", "阳光花园2期||3|2|501", 5),
        ("中山路18号3-2-501", "中山路18号||3|2|501", 5),
        ("东三巷5号", "东三巷||||5", None),
        ("18号附2", "||||18-2", None),
        ("3栋1单元负101", "||3|1|-101", -1),
        ("3栋負一层5号", "||3||-105", -1),
        ("3栋地下室", "||3||-1F", -1),
        ("第三栋501", "||3||501", 5),
        ("3棟2單元501號", "||3|2|501", 5),
        ("3 2 501", "||3|2|501", 5),
    ],
)
def test_a_label_is_read_as_people_say_it(text: str, key: str, floor: int | None) -> None:
    label = parse_label(text)
    assert (label.key, label.floor) == (key, floor)


@pytest.mark.parametrize("text", ["门卫室", "五里社区", "张三", "一"])
def test_a_text_without_a_number_is_kept_whole(text: str) -> None:
    label = parse_label(text)
    assert not label.structured
    assert label.area == label.label == label.local_key == text


@pytest.mark.parametrize(
    "one, other",
    [
        ("粮食局宿舍3-2-501", "粮食局宿舍3栋2单元501室"),
        ("五组18号", "5组18"),
        ("3栋5层3室", "3号楼503"),
        ("18-2号", "18号之二"),
        ("541弄12-302", "541弄12号302室"),
        ("a座1203", "Ａ－１２０３"),
    ],
)
def test_two_spellings_of_one_door_are_equal(one: str, other: str) -> None:
    assert parse_label(one) == parse_label(other)
    assert hash(parse_label(one)) == hash(parse_label(other))


@pytest.mark.parametrize(
    "one, other", [("3-2-501", "3-1-501"), ("1巷10号", "2巷10号"), ("负101", "101"), ("A501", "B501")]
)
def test_two_doors_are_never_equal(one: str, other: str) -> None:
    assert parse_label(one) != parse_label(other)


def test_the_short_label_is_what_the_door_says_inside_its_compound() -> None:
    texts = ("粮食局宿舍3栋2单元501室", "老街1巷1号", "B座1203", "541弄12号302室", "86幢")
    assert [parse_label(text).label for text in texts] == ["3-2-501", "1巷1号", "B座1203", "541弄12号302室", "86幢"]


def test_the_containers_lead_from_the_compound_to_the_stairwell() -> None:
    assert parse_label("粮食局宿舍3-2-501").containers == (
        Container("compound", "粮食局宿舍", "粮食局宿舍"),
        Container("building", "3栋", "3"),
        Container("stairwell", "2单元", "2"),
    )
    assert [place.kind for place in parse_label("541弄12号302室").containers] == ["alley", "building"]


def test_the_ending_of_an_area_tells_its_kind() -> None:
    names = {"五组": "resident_group", "菜园村": "urban_village", "前巷": "alley", "和谐家园": "compound"}
    assert {name: area_kind(name) for name in names} == names


def test_doors_sort_in_walking_order_as_bytes() -> None:
    walked = [
        "1-1-负101",
        "1-1-101",
        "1-1-201",
        "1-1-1001",
        "1-2-101",
        "2-1-101",
        "10-1-101",
        "A座101",
        "前巷9号",
        "前巷10号",
    ]
    keys = [parse_label(text).walking_key.encode() for text in walked]
    assert keys == sorted(keys)


@pytest.mark.parametrize(
    "room, floor", [("501", 5), ("1203", 12), ("0501", 5), ("-101", -1), ("18", None), ("A501", 5)]
)
def test_the_floor_comes_from_the_room(room: str, floor: int | None) -> None:
    assert floor_of(room) == floor


@pytest.mark.parametrize(
    "text, value",
    [("十", "10"), ("十二", "12"), ("二十", "20"), ("五〇一", "501"), ("一千二百零三", "1203"), ("甲", None)],
)
def test_chinese_numerals_are_read_with_and_without_units(text: str, value: str | None) -> None:
    assert arabic(text) == value


NUMBERS = st.integers(1, 120).map(str)
ROOMS = st.builds(lambda floor, unit: f"{floor}{unit:02d}", st.integers(1, 33), st.integers(1, 20))
NAMES = ["", "粮食局宿舍", "老街", "五组", "菜园村", "阳光花园二期", "东三巷"]


@st.composite
def labels(draw: st.DrawFn) -> DoorLabel:
    if draw(st.booleans()):
        area, room = draw(st.sampled_from(NAMES)), draw(NUMBERS)
        return DoorLabel(area=area, alley=draw(st.one_of(st.just(""), NUMBERS)), room=room, house=True)
    stairwell, room = draw(st.one_of(st.just(""), NUMBERS)), draw(ROOMS)
    basement = draw(st.booleans())
    return DoorLabel(
        area=draw(st.sampled_from([*NAMES, "中山路18号"])),
        building=draw(st.one_of(NUMBERS, st.sampled_from("ABCD"))),
        building_word=draw(st.sampled_from(["栋", "幢", "座", "号楼"])),
        stairwell=stairwell,
        room=f"-{room}" if basement else room,
        floor=floor_of(f"-{room}" if basement else room),
    )


@given(labels())
def test_a_written_label_reads_as_itself(label: DoorLabel) -> None:
    read = parse_label(str(label))
    assert read == label
    assert (read.area, read.room, read.floor, read.house) == (label.area, label.room, label.floor, label.house)


@given(
    building=NUMBERS,
    stairwell=NUMBERS,
    room=ROOMS,
    words=st.tuples(
        st.sampled_from(["栋", "幢", "号楼", "#", "-", " 栋 "]),
        st.sampled_from(["单元", "门", "梯", "-", " 单元 "]),
        st.sampled_from(["", "室", "房", "户", "号"]),
    ),
    wide=st.booleans(),
)
def test_words_and_width_never_change_the_door(
    *, building: str, stairwell: str, room: str, words: tuple[str, str, str], wide: bool
) -> None:
    text = f"幸福里{building}{words[0]}{stairwell}{words[1]}{room}{words[2]}"
    if wide:
        text = text.translate({ord("0") + digit: ord("０") + digit for digit in range(10)})
    assert parse_label(text) == DoorLabel(area="幸福里", building=building, stairwell=stairwell, room=room)


@given(st.text(max_size=30))
def test_any_text_at_all_is_read_without_an_error(text: str) -> None:
    label = parse_label(text)
    assert parse_label(str(label)).key == label.key or not label.structured
