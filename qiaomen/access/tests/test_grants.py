"""The one table of authority holds its invariants in the database."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from qiaomen.access.models import Grant
from qiaomen.access.roles import MAY, Role, Verb, roles_with
from qiaomen.testing.world import NOW, ORDER, World

HOUR = timedelta(hours=1)


def give(world: World, **fields: object) -> Grant:
    given = {"worker": world.workers["gate"], "role": Role.FIELD, "place": world.places["alley"], "since": ORDER}
    return Grant.objects.create(**{**given, **fields})


def test_the_same_grant_does_not_hold_twice_at_a_time(world: World) -> None:
    give(world, until=NOW)
    with pytest.raises(IntegrityError, match="access_grant_once_at_a_time"), transaction.atomic():
        give(world, since=NOW - HOUR)
    give(world, since=NOW)


def test_grants_of_another_source_may_overlap(world: World) -> None:
    give(world)
    assert give(world, source=world.zones["first"].id)


def test_a_grant_does_not_end_before_it_begins(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        give(world, until=ORDER - HOUR)


def test_a_grant_that_was_taken_back_at_once_never_held(world: World) -> None:
    give(world, until=ORDER)
    give(world)
    assert Grant.objects.in_force(ORDER).filter(worker=world.workers["gate"], role=Role.FIELD).count() == 1


def test_a_grant_holds_from_its_first_instant_to_before_its_last(world: World) -> None:
    grant = give(world, until=NOW)
    held = [Grant.objects.in_force(at).filter(pk=grant.pk).exists() for at in (ORDER - HOUR, ORDER, NOW - HOUR, NOW)]
    assert held == [False, True, True, False]


def test_a_worker_may_only_what_some_role_at_that_place_may(world: World) -> None:
    lead = world.workers["lead"]
    assert lead.may(Verb.DECIDE, world.places["stairwell 1-1"])
    assert not lead.may(Verb.DECIDE, world.places["alley"])
    assert not lead.may(Verb.ADMINISTER)


def test_every_role_has_a_line_in_the_table_of_rights() -> None:
    assert set(MAY) == set(Role)
    assert roles_with(Verb.ADMINISTER) == [Role.HEADQUARTERS]


def test_who_sees_identity_is_named(world: World) -> None:
    assert set(roles_with(Verb.SEE_IDENTITY)) == {Role.LEAD, Role.HEALTH, Role.DATA_OFFICER}
