"""What one of doctor's checks found."""

from dataclasses import dataclass
from typing import Literal

Grade = Literal["ok", "note", "bad"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: how bad it is, what it is about, and what to do."""

    grade: Grade
    about: str
    sentence: str
