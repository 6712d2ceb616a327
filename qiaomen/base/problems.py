"""Problems: what a person must be told, by a code of the catalogue."""

from typing import Any

from qiaomen.base.catalogue import CATALOGUE


class Problem(Exception):
    """Something that a person must be told: a code of the catalogue, the field to blame, details for the message."""

    def __init__(self, code: str, *, field: str = "", **details: Any) -> None:
        super().__init__(code)
        self.code, self.field, self.details = code, field, details

    @property
    def status(self) -> int:
        return CATALOGUE[self.code].status

    @property
    def message(self) -> str:
        """The catalogue's sentence in the active language."""
        return str(CATALOGUE[self.code].message) % {"field": self.field, **self.details}

    def as_dict(self) -> dict[str, Any]:
        """What the API answers."""
        answer: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.field:
            answer["field"] = self.field
        if self.details:
            answer["details"] = {key: str(value) for key, value in self.details.items()}
        return answer
