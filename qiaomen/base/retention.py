"""For how many days what is kept: the law's and the plan's, unless the district sets others.

`QIAOMEN_KEPT` names them: `passages=7,clues_unfounded=3`, each from 1 to 365 days. What a rule takes away stands
in the packages' `retention.py`; which rules there are, and of which records, in `ending/rules.py`.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.conf import settings

FEWEST, MOST = 1, 365
DAYS: Final[Mapping[str, int]] = {
    "access_log": 183,
    "clues": 30,
    "clues_unfounded": 7,
    "closed": 30,
    "disinfection": 30,
    "handovers": 14,
    "letters": 7,
    "list_rows": 7,
    "list_rows_taken": 30,
    "messages": 30,
    "messages_sent": 30,
    "pass_asks": 7,
    "pass_asks_waiting": 30,
    "passages": 14,
    "seals": 30,
    "stops": 14,
    "unreadable": 7,
    "venue_scans": 14,
}


def days(name: str) -> int:
    """How many days this is kept here."""
    set_here: Mapping[str, int] = settings.KEPT
    return set_here.get(name, DAYS[name])


def kept(name: str) -> timedelta:
    """How long this is kept here."""
    return timedelta(days=days(name))


def read(given: Mapping[str, int]) -> dict[str, int]:
    """The district's days as they were set. Raises ValueError that names what is wrong."""
    for name, count in given.items():
        if name not in DAYS:
            raise ValueError(f"QIAOMEN_KEPT: nothing is kept under the name {name}; there are {', '.join(DAYS)}")
        if not FEWEST <= count <= MOST:
            raise ValueError(f"QIAOMEN_KEPT: {name} is kept from {FEWEST} to {MOST} days")
    return dict(given)
