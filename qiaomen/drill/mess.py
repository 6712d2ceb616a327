"""What happens to a cell in an office: Excel eats digits, a clerk types full-width, two phones share a cell."""

from dataclasses import dataclass, field
from random import Random
from typing import Final

from . import names
from .identity import fifteen_digits
from .residents import Person

_FULL_WIDTH: Final = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell whose content nobody can restore. Rows count from 1 as in Excel; ``column`` is the header's text."""

    file: str
    sheet: str
    row: int
    column: str
    what: str


@dataclass(frozen=True, slots=True)
class Cell:
    """``value`` as written; a float is a number cell. ``fault`` is empty unless information is lost or wrong."""

    value: str | float
    fault: str = ""


@dataclass(slots=True)
class Clerk:
    """Writes names, id numbers and phones the way this office does; ``sheet`` says whether cells can be numbers."""

    dice: Random
    numbers: bool = field(default=True)

    def name(self, person: Person) -> str:
        draw = self.dice.random()
        written = person.name
        if draw < 0.02:
            written = names.in_traditional_script(written)
        elif draw < 0.03 and len(written) == 2:
            written = f"{written[0]} {written[1]}"
        return f"{written}（租户）" if person.tenant and person.relation == "户主" else written

    def id_number(self, person: Person) -> Cell:
        """Most are right; a few are written oddly but readable; about one in a hundred is lost or wrong."""
        number = person.id_number
        draw = self.dice.random()
        harmless = (
            (0.010, f"'{number}"),
            (0.018, f" {number[:6]} {number[6:14]} {number[14:]}"),
            (0.026, number.translate(_FULL_WIDTH)),
            (0.034, number.lower()),
            (0.038, fifteen_digits(number) if person.born.year < 1980 else number),
        )
        for below, written in harmless:
            if draw < below:
                return Cell(written)
        if draw < 0.050:
            return Cell("")
        return self._spoilt(number, draw) if draw < 0.062 else Cell(number)

    def _spoilt(self, number: str, draw: float) -> Cell:
        if draw < 0.056 and "X" not in number:
            return Cell(float(number), "digits lost") if self.numbers else Cell("9.90000E+17", "digits lost")
        if draw < 0.059:
            return Cell(number[:16] + number[17:], "seventeen characters")
        wrong = "0" if number[-1] != "0" else "1"
        return Cell(number[:17] + wrong, "check character wrong")

    def phones(self, person: Person) -> Cell:
        """One cell whatever the number of phones; a number cell keeps all eleven digits."""
        if not person.phones:
            return Cell("")
        if len(person.phones) > 1:
            return Cell(self.dice.choice(("/", "、", " ")).join(person.phones))
        phone = person.phones[0]
        draw = self.dice.random()
        if draw < 0.012:
            return Cell(f"{phone[:3]}-{phone[3:7]}-{phone[7:]}")
        if draw < 0.020:
            return Cell(f"+86 {phone}")
        if draw < 0.030 and self.numbers:
            return Cell(float(phone))
        if draw < 0.033:
            return Cell(phone[:-1], "ten digits")
        return Cell(phone)
