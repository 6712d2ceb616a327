"""A supplier's list as it comes: a sheet with the names of goods, perhaps unit, price and how many one may order."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

import msgspec

from qiaomen.base.problems import Problem
from qiaomen.care.actions_orders import Goods
from qiaomen.exchange.cells import Row, text
from qiaomen.exchange.headers import TITLE_ROWS, header_word
from qiaomen.exchange.tables import read_table

WORDS: dict[str, tuple[str, ...]] = {
    "name": ("品名", "商品", "商品名称", "名称", "菜品", "套餐", "货品", "药品", "name", "item", "goods", "product"),
    "unit": ("单位", "规格", "规格型号", "包装", "unit", "size"),
    "price": ("单价", "价格", "价钱", "售价", "团购价", "单价元", "price"),
    "most": ("限购", "每户限购", "限购数量", "最多", "most", "limit"),
}
FIELDS = {header_word(word): field for field, words in WORDS.items() for word in words}
MOST_GOODS = 200
TOTALS = ("合计", "总计", "小计", "total")


class Fault(msgspec.Struct, frozen=True):
    """A row that was left out: its number as spreadsheets count, and what was wrong, `price` or `name`."""

    row: int
    what: str


class Listed(msgspec.Struct):
    """What a file holds."""

    goods: list[Goods]
    faults: list[Fault]


def read_goods(content: bytes, file: str) -> Listed:
    """The goods of the first sheet that names any. Raises `file.unreadable`, `file.encoding`, `offer.no_items`."""
    for sheet in read_table(content, file).sheets:
        found = read_rows(sheet.rows)
        if found.goods:
            return found
    raise Problem("offer.no_items")


def read_rows(rows: Iterable[Row]) -> Listed:
    """The goods of a sheet's rows: what stands above the header, blank rows and totals are passed over."""
    columns: dict[str, int] = {}
    found, names = Listed([], []), set()
    for number, row in enumerate(rows, 1):
        if not columns:
            columns = _header(row) if number <= TITLE_ROWS else {}
            continue
        name = _cell(row, columns, "name")
        if not name or name.casefold().startswith(TOTALS) or _header(row):
            continue
        goods = _goods(row, columns, name)
        if goods is None or name in names or len(found.goods) >= MOST_GOODS:
            found.faults.append(Fault(number, "price" if goods is None else "name"))
            continue
        names.add(name)
        found.goods.append(goods)
    return found


def cents_of(said: str) -> int | None:
    """A price in hundredths: 12.5, ￥3, 3元. None where it says nothing. Raises ValueError for what is no price."""
    plain = said.strip().strip("￥¥$").removesuffix("元").strip().replace(",", "")
    if not plain:
        return None
    try:
        value = Decimal(plain) * 100
    except InvalidOperation:
        raise ValueError(said) from None
    if not value.is_finite() or value != value.to_integral_value() or not 0 <= value <= 10_000_000:
        raise ValueError(said)
    return int(value)


def _header(row: Row) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, cell in enumerate(row):
        field = FIELDS.get(header_word(text(cell)))
        if field is not None:
            found.setdefault(field, index)
    return found if "name" in found else {}


def _goods(row: Row, columns: dict[str, int], name: str) -> Goods | None:
    try:
        cents = cents_of(_cell(row, columns, "price"))
    except ValueError:
        return None
    said = re.search(r"\d+", _cell(row, columns, "most"))  # 2, 2份, 每户2份
    most = int(said[0]) if said and 0 < int(said[0]) < 1000 else None
    return Goods(name[:60], _cell(row, columns, "unit")[:20], cents, most)


def _cell(row: Row, columns: dict[str, int], field: str) -> str:
    index = columns.get(field)
    return text(row[index]) if index is not None and index < len(row) else ""
