"""Lists of clues that an agency hands over: read whole, taken down by place, and once."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from qiaomen.clues.models import Clue, Mark
from qiaomen.console.tests.clue_desk import ClientOf, answering
from qiaomen.exchange.clue_list import read_rows
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
