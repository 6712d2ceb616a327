"""What a person gets of what is kept: every table and kind that can name them, and nothing of others."""

import uuid

import pytest
from django.apps import apps
from django.db import models

from qiaomen.base.kinds import KINDS
from qiaomen.ending import person
from qiaomen.ending.tables import STAYS
from qiaomen.ledger import desk
from qiaomen.ledger.models import Record
from qiaomen.people.models import Fact, Person
from qiaomen.seals.models import Seal, Standing
from qiaomen.testing.world import World

NAMES = {"person", "person_id", "people", "holder", "canonical", "one", "other"}


@pytest.mark.parametrize("model", list(apps.get_models()), ids=lambda model: model._meta.label)
def test_every_column_that_names_people_is_asked(model: type[models.Model]) -> None:
    named = {field.column for field in model._meta.concrete_fields} & NAMES
    if model._meta.db_table in STAYS or model._meta.app_label == "contenttypes":
        return
    held = {field.column for field in model._meta.concrete_fields if field.column in named and not _counts(field)}
    assert held <= set(person.columns(model))
    asked = set(person.asked(model))
    assert held <= asked or asked <= person.SUBJECT


def _counts(field: "models.Field[object, object]") -> bool:
    """How many people, or a lease's holder, is nobody's id."""
    return isinstance(field, models.IntegerField)


def test_a_record_of_any_kind_that_names_somebody_in_its_body_is_theirs(world: World) -> None:
    """Kinds are no matter: whatever a body calls the field, the id stands in it."""
    somebody, other = list(world.people.values())[:2]
    outbreak = world.outbreak.id
    Record.objects.bulk_create(
        Record(
            id=uuid.uuid4(), content_hash=b"x", outbreak=outbreak, kind=kind, at=world.now, device_at=world.now,
            received_at=world.now, author=world.workers["field"].id, change=world.change,
            body={"any": {"where": [str(somebody.id), str(other.id)]}},
        )
        for kind in KINDS
    )  # fmt: skip
    found = list(person.records([somebody.id], world.outbreak.keys))
    assert {one["kind"] for one in found} == set(KINDS)
    assert not any(str(other.id) in str(one["says"]) for one in found)


def test_ones_own_file_holds_ones_words_and_none_of_the_neighbours(world: World) -> None:
    somebody: Person = world.people["解军"]
    body = {"first": world.now.isoformat(), "region": "420100", "note": "in a yellow coat"}
    desk.tell("stay", body, by=world.workers["lead"], now=world.now, person=somebody.id)
    found = person.told(somebody.id, by=world.workers["data officer"].id, keys=world.outbreak.keys)
    assert found["identity"]["number"] == world.identities["解军"].number
    assert [one["words"] for one in found["records"] if one["kind"] == "stay"] == [{"note": "in a yellow coat"}]
    others = [name for name in world.people if name != "解军"]
    assert not [name for name in others if name in str(found)]
    assert {"people_person", "people_residence", "people_fact"} <= set(found["tables"])


def test_rows_about_others_stay_out_and_so_do_their_ids(world: World) -> None:
    """Whose contact I was is theirs to be told; of a seal for several people I learn my own name on it."""
    me, index, third = list(world.people.values())[:3]
    stated = {"at": world.now, "known_at": world.now, "change": world.change}
    Fact.objects.create(record=uuid.uuid4(), person=me.id, kind="contact", other=index.id, **stated)
    Fact.objects.create(record=uuid.uuid4(), person=third.id, kind="contact", other=me.id, **stated)
    door = next(iter(world.doors.values()))
    Seal.objects.create(
        id=uuid.uuid4(), place=door.place_id, door=door.id, people=[me.id, third.id], episodes=[uuid.uuid4()],
        put_by=world.workers["field"].id, put_at=world.now, standing=Standing.INTACT, openings=0, change=world.change,
    )  # fmt: skip
    Record.objects.create(
        id=uuid.uuid4(), content_hash=b"x", outbreak=world.outbreak.id, kind="contact", at=world.now, person=me.id,
        device_at=world.now, received_at=world.now, author=world.workers["field"].id, change=world.change,
        body={"kind": "close", "other": str(index.id)},
    )  # fmt: skip
    found = person.told(me.id, by=world.workers["data officer"].id, keys=world.outbreak.keys)
    assert [row["people"] for row in found["tables"]["seals_seal"]] == [[str(me.id)]]
    assert {row["person"] for row in found["tables"]["people_fact"]} == {str(me.id)}
    assert [one["says"] for one in found["records"]] == [{"kind": "close", "other": None}]
    assert not [other for other in world.people.values() if other != me and str(other.id) in str(found)]
