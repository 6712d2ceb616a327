"""One line of the catalogue."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Entry:
    """The HTTP status of a problem and its sentence, lazily translated."""

    status: int
    message: str | Promise
