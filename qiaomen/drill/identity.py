"""Id numbers and phones that cannot be anybody's: area 990000 is unassigned, and so are prefixes 120 and 122."""

from collections import defaultdict
from datetime import date
from typing import Final

AREA: Final = "990000"
RESIDENT_PREFIX: Final = "120"
WORKER_PREFIX: Final = "122"
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"
# Odd and no multiple of five: n -> n * step mod 10**8 visits every number once, and neighbours look unrelated.
_STEP: Final = 61_803_399
_NUMBERS: Final = 10**8


def check_character(first_seventeen: str) -> str:
    """MOD 11-2 check of GB 11643-1999 over the first seventeen digits."""
    total = sum(int(digit) * weight for digit, weight in zip(first_seventeen, _WEIGHTS, strict=True))
    return _CHECKS[total % 11]


class IdNumbers:
    """Hands out each id number once, in the order asked."""

    def __init__(self) -> None:
        self._given: defaultdict[tuple[date, str], int] = defaultdict(int)

    def next(self, *, born: date, sex: str) -> str:
        """An 18-character number; the serial is odd for 男, as GB 11643 has it. At most 500 a day of birth and sex."""
        count = self._given[born, sex]
        if count >= 500:
            raise ValueError("more than 500 people of one sex born on one day: spread the births")
        self._given[born, sex] = count + 1
        serial = 2 * count + (1 if sex == "男" else 0)
        body = f"{AREA}{born:%Y%m%d}{serial:03d}"
        return body + check_character(body)


def fifteen_digits(id_number: str) -> str:
    """The same person's number as cards before 1999 printed it: two digits of the year, no check character."""
    return id_number[:6] + id_number[8:17]


class Phones:
    """Eleven-digit numbers under one unassigned prefix, each handed out once, from the one `after` so many on."""

    def __init__(self, *, prefix: str, after: int = 0) -> None:
        self._prefix = prefix
        self._given = after

    def next(self) -> str:
        self._given += 1
        return f"{self._prefix}{self._given * _STEP % _NUMBERS:08d}"
