"""Codes: what they say, where they lead, and that sheets of them are made of data."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from qiaomen.access.models import Audit
from qiaomen.base.problems import Problem
from qiaomen.paper import codes, typesetting
from qiaomen.paper.order import stops
from qiaomen.testing.sweeps import launch_sweep
from qiaomen.testing.world import World

BASE = "https://qiaomen.example"


@given(st.uuids())
def test_a_code_says_its_id_in_22_characters_and_is_read_back(id: UUID) -> None:
    assert len(codes.short(id)) == 22
    assert codes.id_of(codes.short(id)) == id


@pytest.mark.parametrize("text", ["", "short", "A" * 21 + "B", "A" * 21 + "!", "测" * 22])
def test_a_damaged_code_is_refused_and_never_another_door(text: str) -> None:
    with pytest.raises(Problem, match=r"paper\.code_damaged"):
        codes.id_of(text)


def test_a_sheet_goes_stairwell_by_stairwell_from_the_top_floor_down(world: World) -> None:
    labels = [stop.label for stop in stops(world.places["building 1"])]
    assert labels[:4] == ["1-1-301", "1-1-302", "1-1-201", "1-1-202"]
    assert labels[6] == "1-2-301"


def test_a_sheet_has_the_building_its_stairwells_and_every_door(world: World) -> None:
    data = codes.data(world.places["building 1"], base=BASE)
    assert [one["title"].split()[-1] for one in data["places"]] == ["1栋", "1单元", "2单元"]
    assert len(data["doors"]) == 12


def test_gates_and_compounds_have_codes_by_which_a_finding_is_written(world: World) -> None:
    data = codes.inspected_data(world.places["compound"], base=BASE)
    titles = [one["title"].split()[-1] for one in data["places"]]
    assert {"翠湖小区", "北门"} <= set(titles)
    assert not {"1栋", "1单元"} & set(titles)
    assert data["doors"] == []
    with pytest.raises(Problem, match=r"paper\.nothing_here"):
        codes.inspected_data(world.places["building 1"], base=BASE)


def test_a_label_is_printed_as_it_is_and_never_read_as_markup(world: World) -> None:
    door = world.doors["1-1-101"]
    door.label = '#panic("x") *b* $x$ <a>'
    door.save(update_fields=["label"])
    assert codes.sheet(world.places["building 1"], base=BASE).startswith(b"%PDF")


def test_without_a_chinese_font_it_says_what_to_install(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "chinese_font", lambda script="hans": None)
    with pytest.raises(Problem, match=r"paper\.no_font"):
        codes.sheet(world.places["building 1"], base=BASE)


def test_sheets_ask_for_no_package_and_no_file_from_elsewhere() -> None:
    for sheet in typesetting.SHEETS.glob("*.typ"):
        text = sheet.read_text()
        assert "@" not in text
        assert "#import" not in text
        assert "read(" not in text


def test_who_prints_codes_is_written_down(world: World, client_of: Callable[[str], Client]) -> None:
    launch_sweep(world)
    place = world.places["building 1"]
    answer = client_of("lead").post(f"/paper/places/{place.id}/codes")
    assert answer.headers["Content-Type"] == "application/pdf"
    line = Audit.objects.get(action="export")
    assert (line.worker, line.subject, line.details["list"]) == (world.workers["lead"].id, place.id, "codes")


def test_shops_and_workers_have_sheets_of_their_own(world: World) -> None:
    shops = codes.venue_data(world.places["alley"], base=BASE)["doors"]
    assert [one["title"] for one in shops] == ["2号", "4号", "6号"]
    workers = codes.worker_data(world.places["building 1"], base=BASE)["doors"]
    assert {one["title"] for one in workers} == {"罗建军", "周启明", "孟小雨", "潘素云", "雷铁山"}
    assert codes.sheet(world.places["alley"], base=BASE, of="venues").startswith(b"%PDF")
    with pytest.raises(Problem, match=r"paper\.nothing_here"):
        codes.sheet(world.places["stairwell 1-1"], base=BASE, of="venues")
