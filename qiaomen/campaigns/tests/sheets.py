"""XLSForm workbooks that tests write, row by row, as people do."""

import io
from collections.abc import Sequence

import xlsxwriter

Rows = Sequence[Sequence[object]]
LABELS = ("label::中文", "label::English")


def workbook(survey: Rows, choices: Rows = (), *, head: Sequence[str] = (), settings: Rows = ()) -> bytes:
    """A workbook of the sheets survey, choices and settings; `head` replaces the survey's columns."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    columns = head or ("type", "name", *LABELS, "relevant", "constraint", "required", "raises")
    pages = {
        "survey": [columns, *survey],
        "choices": [("list_name", "name", *LABELS), *choices],
        "settings": settings,
    }
    for name, rows in pages.items():
        page = book.add_worksheet(name)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    book.close()
    return out.getvalue()


MOSQUITOES = workbook(
    [
        ("select_one in_out", "stays", "住在疫区吗", "Stays in the affected area", "", "", "yes"),
        ("integer", "containers", "有积水的容器数", "Containers with standing water", "", ". >= 0 and . <= 200", "yes"),
        ("integer", "larvae", "有幼虫的容器数", "Containers with larvae", "${containers} > 0", ". <= ${containers}"),
        ("select_multiple done", "done", "怎么处理的", "What was done", "${containers} > 0", "", "", "need: none"),
        ("select_one yes_no", "locked", "有锁着的房间", "A locked room", "${stays} = 'out' or ${containers} = 0"),
    ],
    [
        ("in_out", "in", "在", "in"),
        ("in_out", "out", "不在", "out"),
        ("done", "emptied", "倒掉", "emptied"),
        ("done", "treated", "投药", "treated"),
        ("done", "none", "没有处理", "nothing yet"),
        ("yes_no", "yes", "是", "yes"),
        ("yes_no", "no", "否", "no"),
    ],
    settings=[("form_title",), ("基孔肯雅热入户",)],
)
CHOLERA = workbook(
    [
        ("begin group", "water", "用水", "Water"),
        ("select_one source", "source", "喝什么水", "Drinking water", "", "", "yes"),
        ("select_multiple how", "how", "怎么消毒", "How it is treated", "${source} = 'well'"),
        ("end group",),
        ("begin repeat", "person", "家里人", "Household member"),
        ("select_one yes_no", "diarrhoea", "腹泻", "Diarrhoea", "", "", "yes", "symptom"),
        (
            "date",
            "since",
            "从哪天起",
            "Since when",
            "${diarrhoea} = 'yes'",
            ". <= today() and . >= today() - 14",
            "yes",
        ),
        ("select_one yes_no", "raw", "喝生水", "Drinks it raw", "${source} = 'well' and not(selected(${how}, 'boil'))"),
        ("end repeat",),
    ],
    [
        ("source", "well", "井水", "well"),
        ("source", "tap", "自来水", "tap"),
        ("how", "boil", "烧开", "boiled"),
        ("how", "chlorine", "漂白", "chlorine"),
        ("yes_no", "yes", "是", "yes"),
        ("yes_no", "no", "否", "no"),
    ],
    settings=[("form_title",), ("霍乱入户",)],
)
