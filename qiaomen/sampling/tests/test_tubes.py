"""Tubes, as phones and files write them; a laboratory's words."""

import io
import json
from datetime import datetime

import pytest
import xlsxwriter

from qiaomen.base.problems import Problem
from qiaomen.exchange.lab_results import read_results, result_word
from qiaomen.sampling import tubes
from qiaomen.testing.world import HERE, NOW
from qiaomen.tools.vendor import PROJECT

CASES = json.loads((PROJECT / "contracts/tubes.json").read_text("utf-8"))


def test_a_code_is_written_as_the_cases_say() -> None:
    assert {one["typed"]: tubes.normal(one["typed"]) for one in CASES["codes"]} == {
        one["typed"]: one["normal"] for one in CASES["codes"]
    }
    assert CASES["room"] == tubes.ROOM


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("阴性", "negative"), ("阴性（-）", "negative"), ("未检出", "negative"), ("-", "negative"), ("NEG", "negative"),
        ("阳性", "positive"), ("弱阳性", "positive"), ("检出", "positive"), ("+", "positive"), ("Positive", "positive"),
        ("可疑", "invalid"), ("无效，重采", "invalid"), ("", ""), ("明天出", ""),
        ("非阴性", "invalid"), ("混检管非阴", "invalid"), ("Non-negative", "invalid"), ("not negative", "invalid"),
        ("非阳性", "invalid"),
    ],
)  # fmt: skip
def test_a_result_is_what_laboratories_call_it(said: str, means: str) -> None:
    assert result_word(said) == means


def workbook(rows: list[list[object]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("结果")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def test_a_messy_table_is_read_and_each_line_keeps_its_number() -> None:
    table = workbook([
        ["某某医院检验科核酸检测结果", "", ""], ["序号", "样本条码", "检测结果", "报告时间"],
        [1, "qm 0001", "阴性", "2020-03-20 21:30"], [2, 6901234567892, "未检出", "3月20日"], ["", "", "", ""],
        [3, "QM0003", "待复核", ""], ["合计", 3, "", ""],
    ])  # fmt: skip
    read = read_results(table, "结果.xlsx", today=NOW)
    said = [(one.line, one.tube, one.result, one.reported) for one in read.answers]
    assert said == [
        (3, "QM0001", "negative", datetime(2020, 3, 20, 21, 30, tzinfo=HERE)),
        (4, "6901234567892", "negative", datetime(2020, 3, 20, 12, tzinfo=HERE)),
        (6, "QM0003", "", None),
    ]
    assert read.rows["row.totals"] == 1


def test_a_table_without_results_says_what_it_lacks() -> None:
    with pytest.raises(Problem, match=r"sampling\.file"):
        read_results(workbook([["姓名", "电话"], ["甲", "12200000000"]]), "x.xlsx", today=NOW)
