"""Everything that is kept of one person, for that person: complete over all tables and record kinds, by construction.

Every table is asked in every column that may hold a person's id, and every record that names one of the ids anywhere.
Nothing has to be remembered when a kind or table is added. A table that says whose its rows are is asked only that:
what it holds of others who met this person is theirs. Of others in the same record or row nothing goes out: in lists of
people only one's own entry stands, with its words; words of a record about a whole household stay out; and whatever id
is left that is another person's is taken out at the end, wherever it stands.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import msgspec
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from qiaomen.access import audit
from qiaomen.base.keys import Keys
from qiaomen.base.models import Outbreak
from qiaomen.base.sql import rows
from qiaomen.households import file
from qiaomen.ledger.words import words_of
from qiaomen.people.models import Alias, Person
from qiaomen.people.queries import identities_of

# The ledger is read by record; the log says who looked; a report's members are ids that stand in no column.
APART: Final = frozenset({"ledger_record", "access_audit"})
# By the columns' indexes where the person is the subject, and through all bodies where they stand in one.
RECORDS = """
SELECT r.id, r.kind, r.at, r.received_at, r.person = ANY(%(ids)s), r.body::text,
       (SELECT max(c.at) FROM ledger_record c WHERE c.root = r.id), coalesce(o.name, '')
FROM ledger_record r LEFT JOIN access_worker w ON w.id = r.author LEFT JOIN access_organisation o ON o.id = w.organisation_id
WHERE r.person = ANY(%(ids)s) OR r.body::text ~ %(pattern)s ORDER BY r.at, r.id
"""  # noqa: E501
HIDDEN: Final = frozenset({"change", "content_hash"})
# Whose a row is, where its table says so; and who else stands in a row about two people.
SUBJECT: Final = frozenset({"person", "person_id"})
OTHERS: Final = frozenset({"one", "other"})
_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def told(person: UUID, *, by: UUID, keys: Keys) -> dict[str, Any]:
    """Everything kept of this person, under any of their ids; that it was given out is written down."""
    ids = file.ids_of(person)
    card = identities_of(keys, [ids.canonical]).get(ids.canonical)
    audit.write(by, "person.exported", ids.canonical)
    kept = {
        "tables": {table: found for table, found in _tables(ids.all) if found},
        "records": list(_all_records(ids.all, keys)),
    }
    return {
        "identity": msgspec.to_builtins(card) if card else None,
        **_without(kept, _strangers([kept], ids.all)),
        "looked_at_by": [_look(one) for one in audit.disclosures().filter(subject__in=ids.all)],
    }


def of_open_outbreak(person: UUID, *, by: UUID) -> dict[str, Any]:
    """As `told`. Raises `outbreak.none_open`, or DoesNotExist for nobody's id."""
    Person.objects.get(pk=person)
    return told(person, by=by, keys=Outbreak.objects.current().keys)


def records(ids: Sequence[UUID], keys: Keys) -> Iterator[dict[str, Any]]:
    """Every record that names one of these ids: what it says of them, and nothing of others."""
    told = list(_all_records(ids, keys))
    strangers = _strangers(told, ids)
    yield from (_without(one, strangers) for one in told)


def _all_records(ids: Sequence[UUID], keys: Keys) -> Iterator[dict[str, Any]]:
    found = rows(RECORDS, {"ids": list(ids), "pattern": "|".join(map(str, ids))})
    words = words_of(keys, [row[0] for row in found])
    own = {str(id) for id in ids}
    for id, kind, at, received_at, is_subject, body, corrected_at, organisation in found:
        plain: dict[str, Any] = msgspec.json.decode(body)
        yield {
            "id": str(id),
            "kind": kind,
            "at": at.isoformat(),
            "received_at": received_at.isoformat(),
            "corrected_at": corrected_at.isoformat() if corrected_at else None,
            "by": organisation,
            "says": _own(plain, own),
            "words": _own_words(words.get(id, {}), plain, own, is_subject=is_subject),
        }


def columns(model: type[models.Model]) -> list[str]:
    """The columns of a table that may hold a person's id: ids that are no foreign key, and foreign keys to people."""
    found = []
    for field in model._meta.concrete_fields:
        inner = field.base_field if isinstance(field, ArrayField) else field
        leads_to = field.related_model if field.is_relation else None
        if leads_to is Person or (leads_to is None and isinstance(inner, models.UUIDField)):
            found.append(str(field.column))
    return found


def asked(model: type[models.Model]) -> list[str]:
    """Of these columns, those by which a row is this person's: whose it is, where the table says that, else any."""
    every = columns(model)
    return [column for column in every if column in SUBJECT] or every


def _tables(ids: Sequence[UUID]) -> Iterator[tuple[str, list[Any]]]:
    for model in apps.get_models():
        table = model._meta.db_table
        if model._meta.app_config.name.startswith("qiaomen.") and table not in APART and (named := asked(model)):
            yield table, _rows(model, named, ids)


def _rows(model: type[models.Model], named: Sequence[str], ids: Sequence[UUID]) -> list[Any]:
    """A table's rows in which one of the ids stands; sealed values and hashes are left out, `told` opens them."""
    arrays = {str(field.column) for field in model._meta.concrete_fields if isinstance(field, ArrayField)}
    tests = " OR ".join(
        f't."{column}" && %(ids)s::uuid[]' if column in arrays else f't."{column}" = ANY(%(ids)s)' for column in named
    )
    statement: Any = f"SELECT to_jsonb(t)::text FROM {model._meta.db_table} t WHERE {tests}"
    binary = {field.column for field in model._meta.concrete_fields if _is_binary(field)} | HIDDEN
    own, lists = {str(id) for id in ids}, arrays & set(columns(model))
    found = [msgspec.json.decode(row) for (row,) in rows(statement, {"ids": list(ids)})]
    return [
        {key: _cell(key, value, own, lists) for key, value in row.items() if key not in binary} for row in found
    ]  # fmt: skip


def _cell(column: str, value: Any, own: set[str], lists: set[str]) -> Any:
    """What a column says of oneself: of a list of ids one's own, of two people's ids the own one."""
    if column in lists:
        return [one for one in value or [] if one in own]
    if column in OTHERS and value not in own:
        return None
    return _own(value, own)


def _strangers(told: Iterable[Any], ids: Sequence[UUID]) -> set[str]:
    """Ids anywhere in this that are another person's."""
    named = {UUID(one) for part in told for one in _ID.findall(msgspec.json.encode(part).decode())} - set(ids)
    people = Person.objects.filter(pk__in=named).values_list("pk", flat=True)
    joined = Alias.objects.filter(pk__in=named).values_list("pk", flat=True)
    return {str(one) for one in (*people, *joined)}


def _without(told: Any, strangers: set[str]) -> Any:
    """The same without these ids: none in a list, nothing where one stood."""
    if isinstance(told, dict):
        return {key: _without(value, strangers) for key, value in told.items() if key not in strangers}
    if isinstance(told, list):
        return [_without(one, strangers) for one in told if not (isinstance(one, str) and one in strangers)]
    return None if isinstance(told, str) and told in strangers else told


def _is_binary(field: "models.Field[Any, Any]") -> bool:
    inner = field.base_field if isinstance(field, ArrayField) else field
    return isinstance(inner, models.BinaryField)


def _own(body: Any, own: set[str]) -> Any:
    """A body in which lists of people hold only one's own entries."""
    if isinstance(body, dict):
        return {key: _own(value, own) for key, value in body.items()}
    if isinstance(body, list):
        if any(isinstance(one, dict) and "person" in one for one in body):
            return [one for one in body if isinstance(one, dict) and one.get("person") in own]
        if own & {one for one in body if isinstance(one, str)}:
            return [one for one in body if one in own]
    return body


def _own_words(words: Mapping[str, Any], body: dict[str, Any], own: set[str], *, is_subject: bool) -> dict[str, Any]:
    """The words of one's own entries; of the whole record where it is about nobody else."""
    found: dict[str, Any] = {}
    for path, value in words.items():
        name, *rest = path.split(".")
        listed = body.get(name)
        if rest and isinstance(listed, list) and rest[0].isdigit():
            entry = listed[int(rest[0])]
            if isinstance(entry, dict) and entry.get("person") in own:
                found[path] = value
        elif is_subject:
            found[path] = value
    return found


def _look(line: Any) -> dict[str, str]:
    return {"at": line.at.isoformat(), "where": str(line.details.get("where", ""))}
