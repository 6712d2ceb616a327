"""Lists of clues that an agency hands over: read whole, taken down by place, and once."""

import hashlib
from typing import Any
from uuid import UUID, uuid5

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from qiaomen.clues.models import Clue, Mark
from qiaomen.console.tests.clue_desk import ClientOf, answering
from qiaomen.exchange.clue_list import read_rows
from qiaomen.ledger import desk
from qiaomen.testing.world import World

__all__ = ["answering"]


def test_an_agency_s_list_is_taken_down_by_place_and_what_fits_nowhere_stands_where_it_is_told_to(
    town: World, client_of: ClientOf
) -> None:
    sheet = "铁路公安线索表,,\n线索,地点,车牌\n乘 G71 次返回人员入住,翠湖小区,\n外地车停放,不知道哪里,京A12345\n,,\n"

    def bring() -> str:
        file = SimpleUploadedFile("线索.csv", sheet.encode("gb18030"), content_type="text/csv")
        form = {"place": town.places["community"].id, "agency": "铁路公安处", "sheet": file}
        return client_of("lead").post("/clues/bring", form, follow=True).content.decode()

    assert "早已登记" not in bring()
    assert "早已登记：2 条（第 3, 4 行）" in bring(), "the same file again adds none"
    found = {(clue.what, clue.place, clue.source) for clue in Clue.objects.all()}
    assert found == {
        ("person", town.places["compound"].id, "agency"), ("vehicle", town.places["community"].id, "agency")
    }  # fmt: skip
    assert Mark.objects.filter(of="plate").count() == 1


def test_a_list_that_comes_again_longer_sorted_anew_and_saved_anew_adds_only_what_is_new(
    town: World, client_of: ClientOf
) -> None:
    def bring(*rows: str, agency: str = "铁路公安处") -> str:
        file = SimpleUploadedFile("线索.csv", "\n".join(("线索,地点,车牌", *rows)).encode(), content_type="text/csv")
        form = {"place": town.places["community"].id, "agency": agency, "sheet": file}
        return client_of("lead").post("/clues/bring", form, follow=True).content.decode()

    bring("有人返回,翠湖小区,", "外地车停放,,京A12345", "敲门无人,,", "敲门无人,,")
    assert Clue.objects.count() == 4, "two rows that say the same are two clues"
    again = bring("聚集打牌,,", "敲门无人,,", "外地车 停放,,京Ａ·12345", "有人返回,翠湖小区 ,", "敲门无人 ,,")
    assert "早已登记：4 条（第 3, 4, 5, 6 行）" in again
    assert Clue.objects.count() == 5
    bring("有人返回,翠湖小区,", agency="卫生院")
    assert Clue.objects.count() == 6, "what another agency tells is another clue"


def test_a_file_from_before_rows_were_known_by_what_they_say_adds_none_when_it_comes_again(
    town: World, client_of: ClientOf
) -> None:
    content = "线索,地点,车牌\n有人返回,,\n外地车停放,,京A12345\n".encode()
    lead, place = town.workers["lead"], town.places["community"].id
    rows, file = UUID("6f7e1c1a-4d51-4c6b-9a3f-0d6c7c0f5a34"), hashlib.sha256(content).hexdigest()
    body = {"what": "person", "source": "agency", "agency": "铁路公安处", "words": "有人返回"}
    first = desk.record("clue", body, at=timezone.now(), place=place)
    first["id"] = uuid5(rows, f"{town.outbreak.id} {file} 0 2")
    assert desk.send([first], by=lead, now=timezone.now())[0].verdict == "accepted"
    form = {"place": place, "agency": "铁路公安处", "sheet": SimpleUploadedFile("线索.csv", content)}
    said = client_of("lead").post("/clues/bring", form, follow=True).content.decode()
    assert "早已登记：1 条（第 2 行）" in said
    assert Clue.objects.count() == 2


def test_an_agency_s_list_is_read_whole_and_what_is_cut_is_said() -> None:
    header: list[Any] = ["线索", "地点", "车牌"]
    several = read_rows([header, *(list[Any](["来人", "", ""]) for _row in range(1500))])
    assert [one.row for one in several] == list(range(2, 1502))
    [long, behind, none] = read_rows([
        header, ["长" * 2001, "", ""], ["停在门口", "", "京A12345 白色轿车，两人"],
        ["", "", "一辆看不清楚的白色轿车停着"],
    ], sheet=1)  # fmt: skip
    assert (long.is_cut, len(long.words), long.sheet) == (True, 2000, 1)
    assert (behind.plate, behind.words, behind.is_cut) == ("京A12345", "停在门口 白色轿车，两人", False)
    assert (none.plate, none.words) == ("", "一辆看不清楚的白色轿车停着")
