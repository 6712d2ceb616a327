"""What one knock costs and what happens to a door where nobody opens: the assumptions of the forecast."""

from dataclasses import dataclass, replace

WINDOWS = (("morning", 12 * 60), ("noon", 14 * 60), ("afternoon", 18 * 60), ("evening", 24 * 60))
"""Parts of the day by the minute at which they end; an absent door is tried next in another one."""


def window_at(minute: int) -> int:
    """The index in `WINDOWS` of a minute of the day."""
    return next(index for index, (_, end) in enumerate(WINDOWS) if minute < end)


@dataclass(frozen=True, slots=True)
class Visits:
    """Seconds a try takes, walking there included, and what becomes of doors where nobody opens.

    After `tries` knocks a door is phoned; a call closes it with the chance `phone_reaches`, otherwise it is tried
    again in the next window and phoned after that. A try at a vacant door learns from neighbours that it is vacant
    with the chance `vacancy_told`; with the last try the property manager is asked and the vacancy confirmed.
    With the chance `incomplete` somebody opened and it is not the end: a member is missing, or they refuse for now.
    Times scatter log-normally around their mean by `spread`.
    """

    answered: float = 600.0
    absent: float = 120.0
    phone: float = 180.0
    tries: int = 3
    phone_reaches: float = 0.85
    vacancy_told: float = 0.3
    incomplete: float = 0.015
    spread: float = 0.4

    def __post_init__(self) -> None:
        if min(self.answered, self.absent, self.phone) <= 0 or self.tries < 1:
            raise ValueError("tries take time, and there is at least one")
        if not (0 < self.phone_reaches <= 1 and 0 <= self.vacancy_told <= 1 and 0 <= self.incomplete < 1):
            raise ValueError("chances lie between 0 and 1, and some calls are answered")

    def slower(self, factor: float) -> "Visits":
        """The same with every try taking `factor` times as long."""
        return replace(self, answered=self.answered * factor, absent=self.absent * factor, phone=self.phone * factor)
