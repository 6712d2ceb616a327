"""Every table, column of text and record kind has a rule for its end: a new one without fails here."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import msgspec
import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from msgspec import Meta

from qiaomen.base import retention
from qiaomen.base.kinds import KINDS
from qiaomen.base.models import TableClass
from qiaomen.ending import rules
from qiaomen.ending.tables import CLEARED, EMPTIED, GOES, PLAIN, SAID_OPENLY, STAYS
from qiaomen.ledger import stages

NOT_OURS = {"auth_permission", "auth_group", "django_content_type"}
WORDS = (models.CharField, models.TextField, models.BinaryField, models.JSONField)


def _models() -> "Iterator[type[models.Model]]":
    return (model for model in apps.get_models() if model._meta.db_table not in NOT_OURS)


def _texts(model: type[models.Model]) -> Iterator[str]:
    """Columns in which words may stand: not those of a few choices, nor of ids and numbers."""
    for field in model._meta.concrete_fields:
        inner = field.base_field if isinstance(field, ArrayField) else field
        if isinstance(inner, WORDS) and not inner.choices:
            yield str(field.column)


@pytest.mark.parametrize("model", list(_models()), ids=lambda model: model._meta.db_table)
def test_every_table_either_stays_with_a_reason_or_ends(model: type[models.Model]) -> None:
    table = model._meta.db_table
    is_state = getattr(model, "table_class", None) is TableClass.STATE
    ends = [table in CLEARED, table in GOES, table in STAYS, is_state and table not in CLEARED]
    assert sum(ends) == 1, f"{table}: say in qiaomen.ending.tables what becomes of it"


@pytest.mark.parametrize("model", list(_models()), ids=lambda model: model._meta.db_table)
def test_every_column_of_words_is_blanked_or_known_to_be_nobodys(model: type[models.Model]) -> None:
    table = model._meta.db_table
    if table in CLEARED or getattr(model, "table_class", None) is TableClass.STATE:
        return
    blanked = EMPTIED[table].values if table in EMPTIED else {}
    phones = {"sealed_phone", "phone_hash"} if table == "access_worker" else set()
    missing = {
        column for column in _texts(model) if column not in blanked and f"{table}.{column}" not in PLAIN
    } - phones
    assert not missing, f"{table}: say in qiaomen.ending.tables what {missing} becomes at closing"


def test_what_is_known_to_be_nobodys_exists() -> None:
    every = {f"{model._meta.db_table}.{column}" for model in _models() for column in _texts(model)}
    assert every >= PLAIN
    assert {*CLEARED, *GOES, *STAYS} <= {model._meta.db_table for model in apps.get_models()}


def test_state_is_folded_anew_and_never_just_cleared() -> None:
    folded = {table for step in stages.rebuilds for table in step.tables}
    assert not folded & {*CLEARED, *GOES, *EMPTIED}
    state = {m._meta.db_table for m in _models() if getattr(m, "table_class", None) is TableClass.STATE}
    assert state - folded <= set(CLEARED)


def test_every_record_kind_stands_under_exactly_one_rule() -> None:
    named = [kind for rule in rules.RULES for kind in rule.kinds] + sorted(rules.WITH_OUTBREAK)
    assert sorted(named) == sorted(KINDS), "say in qiaomen.ending.rules when a new kind's data goes"


def _open_words(hint: Any, path: str) -> Iterator[str]:
    """Ways to a kind's values in words that are neither sealed, nor of a pattern, nor one of a few."""
    if get_origin(hint) is Annotated:
        plain, *about = get_args(hint)
        if "qiaomen.sealed" not in about and not any(isinstance(one, Meta) and one.pattern for one in about):
            yield from _open_words(plain, path)
    elif hint is str or hint is Any:
        yield path
    elif isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        for name, inner in get_type_hints(hint, include_extras=True).items():
            yield from _open_words(inner, f"{path}.{name}")
    elif get_origin(hint) is dict:
        yield from _open_words(get_args(hint)[1], path)
    elif get_origin(hint) is not Literal:
        for inner in get_args(hint):
            yield from _open_words(inner, path)


def test_words_of_records_are_sealed_or_known_to_be_nobodys() -> None:
    said = {path for name, kind in KINDS.items() for path in _open_words(kind.body, name)}
    assert said == SAID_OPENLY, "seal the field, or say in qiaomen.ending.tables that it can be about nobody"


def test_every_number_of_days_belongs_to_a_rule() -> None:
    named = {name for rule in rules.RULES for name in (rule.name, *rule.also)}
    assert named | {"closed"} == set(retention.DAYS)


@pytest.mark.parametrize("given", [{"passage": 3}, {"passages": 0}, {"clues": 366}])
def test_days_of_no_rule_or_out_of_bounds_stop_the_start(given: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="QIAOMEN_KEPT"):
        retention.read(given)
