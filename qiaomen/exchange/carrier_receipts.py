"""A carrier's receipts, read: a number and what became of the message to it, in whatever table the carrier keeps."""

from collections.abc import Iterable, Iterator

from qiaomen.base.problems import Problem
from qiaomen.exchange.cells import Cell, Row, squeezed, text
from qiaomen.exchange.headers import TITLE_ROWS, header_word
from qiaomen.exchange.tables import read_table
from qiaomen.outreach.carrier import Receipt
from qiaomen.people.phones import read_phones

WORDS: dict[str, tuple[str, ...]] = {
    "phone": (
        "手机", "手机号", "手机号码", "号码", "接收号码", "被叫号码", "目的号码", "电话", "phone", "mobile",
        "number", "msisdn",
    ),
    "state": (
        "状态", "发送状态", "状态报告", "回执", "回执状态", "结果", "发送结果", "status", "state",
        "receipt", "result", "stat",
    ),
}  # fmt: skip
FIELDS = {header_word(word): field for field, words in WORDS.items() for word in words}
# State reports of SMPP 3.4 (5.2.28) and CMPP 2.0, and what Chinese gateways write. What says neither says nothing.
DELIVERED = ("delivrd", "delivered", "成功", "送达", "已达", "已送", "ok", "success", "delivery")
REFUSED = (
    "undeliv", "expired", "deleted", "rejectd", "rejected", "失败", "未送达", "未达", "拒", "空号", "停机", "关机",
    "黑名单", "fail", "error", "unknown", "过期", "不成功", "未成功",
)  # fmt: skip


def read_receipts(content: bytes, file: str) -> list[Receipt]:
    """The receipts of all sheets. Raises `file.unreadable`, `file.encoding`, `receipts.none`."""
    found = [one for sheet in read_table(content, file).sheets for one in read_rows(sheet.rows)]
    if not found:
        raise Problem("receipts.none")
    return found


def read_rows(rows: Iterable[Row]) -> Iterator[Receipt]:
    """The receipts of a sheet's rows; what stands above the header, and states that say nothing, are passed over."""
    columns: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        if not columns:
            columns = _header(row) if number <= TITLE_ROWS else {}
            continue
        phones = read_phones(_cell(row, columns, "phone")).phones
        delivered = is_delivered(text(_cell(row, columns, "state")))
        if phones and delivered is not None:
            yield Receipt(phones[0], delivered)


def is_delivered(state: str) -> bool | None:
    """Whether a state says that it arrived; None where it says neither."""
    plain = squeezed(state).casefold()
    if any(word in plain for word in REFUSED):
        return False
    return True if any(word in plain for word in DELIVERED) or plain == "0" else None


def _header(row: Row) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, cell in enumerate(row):
        field = FIELDS.get(header_word(text(cell)))
        if field is not None:
            found.setdefault(field, index)
    return found if len(found) == len(WORDS) else {}


def _cell(row: Row, columns: dict[str, int], field: str) -> Cell:
    return row[columns[field]] if columns[field] < len(row) else ""
