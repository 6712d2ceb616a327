"""People beside a row: the candidates whom it may mean, and others found by name, number or phone."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from qiaomen.access.models import Worker
from qiaomen.access.queries import visible_people
from qiaomen.base.keys import Keys
from qiaomen.base.sealing import lookup
from qiaomen.lists.lines import RowLine
from qiaomen.people.identity import number_hash, phone_hashes
from qiaomen.people.idnumbers import read_id
from qiaomen.people.models import Identity, Person
from qiaomen.people.names import search_keys
from qiaomen.people.phones import read_phones

MOST = 12
_TAIL = re.compile(r"\d{4}")
PEOPLE = """
SELECT p.id, p.name, p.sex, p.birth_year, p.relation, p.home_door_id, coalesce(d.label, ''), coalesce(q.path, ''),
  ARRAY(SELECT o.name FROM people_person o WHERE o.home_door_id = p.home_door_id AND o.id <> p.id
        ORDER BY o.ordinal, o.id LIMIT 8)
FROM people_person p
LEFT JOIN places_door d ON d.id = p.home_door_id LEFT JOIN places_place q ON q.id = d.place_id
WHERE p.id = ANY(%(people)s)
"""


@dataclass(slots=True)
class Beside:
    """Somebody of the register beside a row; `signs` say what speaks for it and what against (linking.Sign)."""

    person: UUID
    name: str
    sex: int
    birth_year: int | None
    relation: str
    door: UUID | None
    label: str
    path: str
    household: list[str]
    score: int = 0
    signs: Sequence[str] = ()
    where: str = ""


def beside(row: RowLine) -> list[Beside]:
    """The candidates of a row, best first; of a linked one, whom it is taken for."""
    weighed = {UUID(each["person"]): each for each in row.candidates}
    wanted = [row.person] if row.person is not None else list(weighed)
    found = _people(wanted)
    for one in found:
        one.score = weighed.get(one.person, {}).get("score", 0)
        one.signs = weighed.get(one.person, {}).get("signs", ())
    return sorted(found, key=lambda one: (-one.score, one.person))


def search(worker: Worker, text: str, *, keys: Keys) -> list[Beside]:
    """People whom the worker sees, by name in either script, pinyin, initials, id number, phone or its last four."""
    return _people(list(_found(worker, text.strip(), keys)[:MOST]))


def _found(worker: Worker, text: str, keys: Keys) -> Sequence[UUID]:
    seen = visible_people(worker)
    if not text:
        return []
    if number := read_id(text).number:
        by = Identity.objects.filter(id_hash=number_hash(keys, number))
    elif phones := read_phones(text).phones:
        by = Identity.objects.filter(phone_hashes__overlap=phone_hashes(keys, phones))
    elif _TAIL.fullmatch(text):
        by = Identity.objects.filter(tail_hashes__contains=[lookup(keys, "tail", text)])
    else:
        named = search_keys(text)
        of_name = seen.filter(name_plain__contains=named.plain) if not named.plain.isascii() else _spelled(seen, text)
        return list(of_name.order_by("name_plain", "id").values_list("id", flat=True).distinct()[:MOST])
    return list(seen.filter(pk__in=by.values("person")).values_list("id", flat=True).distinct()[:MOST])


def _spelled(seen: Any, text: str) -> Any:
    plain = search_keys(text).plain
    return (seen.filter(pinyin__startswith=plain) | seen.filter(initials=plain)) if plain else Person.objects.none()


def _people(wanted: Collection[UUID]) -> list[Beside]:
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, {"people": list(wanted)})
        return [Beside(*row) for row in cursor.fetchall()]
