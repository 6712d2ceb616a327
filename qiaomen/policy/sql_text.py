"""Small pieces of SQL text that the compiler puts together: literals, dates and midnights of the district.

Values of an edition stand in the statement as literals, so that the planner sees them. A percent sign is doubled
because psycopg reads the statement.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from qiaomen.policy import days


def text(value: str) -> str:
    """A text as a literal. Raises ValueError for a NUL, which PostgreSQL cannot hold."""
    if "\0" in value:
        raise ValueError("a text with a NUL")
    return "'" + value.replace("'", "''").replace("%", "%%") + "'"


def texts(values: Iterable[str]) -> str:
    """Several, for IN."""
    return "(" + ", ".join(text(value) for value in values) + ")"


def moment(at: datetime) -> str:
    """An instant as a literal."""
    return f"TIMESTAMPTZ '{at.astimezone(UTC).isoformat()}'"


def all_of(conditions: Iterable[str]) -> str:
    """Conditions joined; of none: true."""
    return " AND ".join(conditions) or "true"


@dataclass(frozen=True, slots=True)
class Hour:
    """The moment of which a statement speaks, as the district's calendar and clock show it.

    Where it is `asked` it stands in the statement as parameters: so one statement serves every moment, planned once.
    """

    at: datetime
    zone: ZoneInfo
    asked: bool = False

    @property
    def parameters(self) -> dict[str, datetime | date]:
        """What an asked moment's parameters are."""
        return {"now": self.at, "today": self.day, "tonight": days.midnight(self.day + timedelta(days=1), self.zone)}

    @property
    def day(self) -> date:
        """The local date."""
        return days.local_day(self.at, self.zone)

    @property
    def now(self) -> str:
        """The moment itself."""
        return "%(now)b::timestamptz" if self.asked else moment(self.at)

    @property
    def today(self) -> str:
        """The local date."""
        return "%(today)b::date" if self.asked else f"DATE '{self.day}'"

    @property
    def year(self) -> str:
        """The local year."""
        return f"extract(year FROM {self.today})::int" if self.asked else str(self.day.year)

    @property
    def tonight(self) -> str:
        """The midnight that ends the day: facts are compared with the moment by their date."""
        if self.asked:
            return "%(tonight)b::timestamptz"
        return moment(days.midnight(self.day + timedelta(days=1), self.zone))

    def date(self, expression: str) -> str:
        """The local date of an instant."""
        return f"({expression} AT TIME ZONE {text(self.zone.key)})::date"

    def midnight(self, expression: str) -> str:
        """The instant at which a local date begins."""
        return f"(({expression})::timestamp AT TIME ZONE {text(self.zone.key)})"
