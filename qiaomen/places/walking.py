"""The order in which one walks through the tree of places: what holds a place comes first, siblings by their keys."""

from typing import Any, LiteralString

from django.db.models import Func, TextField

# Where the place `p` stands in walking order: the keys of all that holds it, and its own, one after the other.
WALKED: LiteralString = """(
  SELECT string_agg(coalesce(nullif(a.walk, ''), a.name) || '/' || right(a.path, 9), '' ORDER BY a.path) COLLATE "C"
  FROM places_place a WHERE a.path = ANY(ARRAY(SELECT left(p.path, n) FROM generate_series(9, length(p.path), 9) n)))"""


class Walked(Func):
    """The same for the path of a query set: `order_by(Walked())`.

    It looks at the index for each step of each path: for what a person reads through, not for a whole district.
    """

    template = WALKED.replace("p.path", "%(expressions)s")
    output_field = TextField()

    def __init__(self, path: str = "path", **more: Any) -> None:
        super().__init__(path, **more)
