"""What a traceback may tell."""

import logging
import sys

import pytest
from django.db import DatabaseError

from qiaomen.base.logs import Discreet
from qiaomen.base.problems import Problem
from qiaomen.people.models import Person
from qiaomen.testing.world import World


def told() -> str:
    """The log line of the exception that is being handled."""
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, "broken", None, sys.exc_info())
    return Discreet("%(message)s").format(record)


def test_a_refused_row_is_named_by_its_constraint_and_not_shown(world: World) -> None:
    person = world.people["韩德福"]
    person.sex = 99_999
    try:
        person.save()
    except DatabaseError:
        text = told()
    assert "韩德福" not in text
    assert "NumericValueOutOfRange: 22003" in text
    assert "test_logs.py" in text


def test_a_unique_value_that_is_taken_is_not_shown(world: World) -> None:
    person = world.people["韩德福"]
    try:
        Person.objects.create(id=person.id, name=person.name, outbreak=world.outbreak, change=world.change)
    except DatabaseError:
        text = told()
    assert "UniqueViolation: 23505 people_person_pkey" in text
    assert "韩德福" not in text


@pytest.mark.parametrize("value", ["12012345678", "990000194901010011"])
def test_what_somebody_typed_is_not_shown(value: str) -> None:
    try:
        float(f"{value}x")
    except ValueError:
        text = told()
    assert value not in text
    assert "builtins.ValueError" in text


def test_a_problem_is_told_by_its_code_with_what_it_came_from() -> None:
    try:
        try:
            dict[str, int]()["韩德福"]
        except KeyError as error:
            raise Problem("access.not_found") from error
    except Problem:
        text = told()
    assert text.index("builtins.KeyError") < text.index("Problem: access.not_found")
    assert "韩德福" not in text.replace('dict[str, int]()["韩德福"]', "")  # the line of source is no secret
