"""A community of 46,000 people as a roster's problem: 100 entrances, 280 people a day; and a small one by hand."""

import random
from datetime import date
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from qiaomen.shifts.problem import DAY, Person, Post, Problem, Rules, Slot, moment

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = date(2020, 3, 23)
_IDS = UUID("990000ab-0000-4000-8000-000000000000")


def named(word: str) -> UUID:
    """The same id for the same word."""
    return uuid5(_IDS, word)


EIGHTS = [Slot(named(f"slot {begins}"), begins * 60, 8 * 60) for begins in (0, 8, 16)]


def community(*, people: int = 420, rules: Rules | None = None, days: int = 14, chance: int = 1) -> Problem:
    """Ten neighbourhoods with ten entrances each; 80 of them stand around the clock, 20 but at night: 280 people a day.

    Every twentieth entrance needs a nurse, every tenth one who leads. Some are away, some stand no nights.
    """
    rnd = random.Random(chance)
    posts = [_entrance(number) for number in range(100)]
    begin = moment(FIRST.toordinal(), 0, ZONE)
    staff = [
        Person(
            named(f"worker {number}"), named(f"organisation {number % 12}"), f"d.n{number % 10}.",
            frozenset(({"nursing"} if number % 8 == 0 else set()) | ({"leading"} if number % 5 == 1 else set())),
            is_woman=rnd.random() < 0.45, no_nights=number % 20 == 3,
            away=((begin + (gone := rnd.randrange(days)) * DAY, begin + (gone + 2) * DAY),) if number % 12 == 5 else (),
        )
        for number in range(people)
    ]  # fmt: skip
    return Problem(rules or Rules(), FIRST, days, EIGHTS, posts, staff, ZONE)


def _entrance(number: int) -> Post:
    heads = {slot.id: 1 for slot in EIGHTS[(1 if number % 5 == 4 else 0) :]}
    skills = {"nursing": 1} if number % 20 == 0 else {"leading": 1} if number % 10 == 5 else {}
    return Post(named(f"entrance {number}"), f"d.n{number % 10}.e{number}.", "gate", heads, skills)
