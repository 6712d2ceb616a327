"""The policy language: what an edition says, as data. docs/policy.md documents it predicate by predicate.

An edition is a TOML document; `documents.read` makes these of it and refuses, by line, what is wrong.
"""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from qiaomen.people.facts import FactKind

Colour = Literal["green", "yellow", "red", "grey"]
Name = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]{0,23}$")]
Days = Annotated[int, Meta(ge=0, le=366)]


class Words(msgspec.Struct, forbid_unknown_fields=True):
    """A text for people, in both languages."""

    zh: Annotated[str, Meta(min_length=1)]
    en: Annotated[str, Meta(min_length=1)]


class Measure(msgspec.Struct, forbid_unknown_fields=True):
    """What may be asked of a person. The strongest wins; one that `isolates` needs days and a verified ground."""

    name: Words
    strength: Annotated[int, Meta(ge=0, le=100)]
    colour: Colour
    isolates: bool = False
    where: Literal["", "home", "site", "station", "hospital"] = ""
    checks_a_day: Annotated[int, Meta(ge=0, le=4)] = 0


class Category(msgspec.Struct, forbid_unknown_fields=True):
    """Why a person is on a list."""

    name: Words


class Level(msgspec.Struct, forbid_unknown_fields=True):
    """A level of risk areas, and what it is lowered to after so many clear days (since the last case in it)."""

    name: Words
    clears_after: Days | None = None
    clears_to: Name = ""


class Condition(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """One predicate over facts: that there are (`has`) or are not (`lacks`) facts of a kind with these properties.

    `of` says whose facts: the subject's, those of the `contact` whom the ground names, those of anybody in the
    `household`. Days are local dates, counted from the ground's day 0; `last_days` counts back from today. Without
    either it is about the person.
    """

    has: FactKind | None = None
    lacks: FactKind | None = None
    of: Literal["subject", "contact", "household"] = "subject"
    value: list[str] = msgspec.field(default_factory=list)
    verified: bool | None = None
    count: Annotated[int, Meta(ge=1)] = 1
    apart_hours: Annotated[int, Meta(ge=1)] | None = None
    from_day: int | None = None
    to_day: int | None = None
    on_days: list[Days] = msgspec.field(default_factory=list)
    within_days: Days | None = None
    last_days: Days | None = None
    lives_in: list[Name] = msgspec.field(default_factory=list)
    age_from: int | None = None
    age_under: int | None = None


class Ground(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """What makes a rule apply, and gives its day 0. Exactly one of `fact`, `lives_in`, `near_case`, `silent`.

    `fact`: a fact of the subject, or with `lives_with` of somebody under the same roof: while they live together
    (`together`), or once they were parted (`parted`, day 0 is the day of parting).
    """

    fact: FactKind | None = None
    value: list[str] = msgspec.field(default_factory=list)
    verified: bool = False
    of_case: list[str] = msgspec.field(default_factory=list)
    area: list[Name] = msgspec.field(default_factory=list)
    region: list[str] = msgspec.field(default_factory=list)
    look_back: Days | None = None
    lives_with: Literal["", "together", "parted"] = ""
    lives_in: list[Name] = msgspec.field(default_factory=list)
    near_case: Annotated[int, Meta(ge=1, le=20_000)] | None = None
    silent: FactKind | None = None
    silent_days: Days | None = None
    count_from: Literal["last", "first"] = "last"


class Early(msgspec.Struct, forbid_unknown_fields=True):
    """A phase that ends on an earlier day when all conditions hold."""

    day: Days
    when: list[Condition]


class Phase(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """One stretch under a measure: so many days; or `while_ground` (until the ground itself ends); or `until`."""

    measure: Name
    days: Days | None = None
    tests: list[Days] = msgspec.field(default_factory=list)
    colour: Colour | None = None
    ends_early: Early | None = None
    until: list[Condition] = msgspec.field(default_factory=list)
    while_ground: bool = False


class Rule(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """If the ground is given and all of `when`, and none of `unless`, hold, these phases follow, in order."""

    id: Annotated[str, Meta(pattern="^[a-z][a-z0-9-]{0,39}$")]
    reason: Words
    ground: Ground
    phases: Annotated[list[Phase], Meta(min_length=1)]
    category: Name | None = None
    when: list[Condition] = msgspec.field(default_factory=list)
    unless: list[Condition] = msgspec.field(default_factory=list)


class Geometry(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Who is exposed to a case at home, by where they live: `own` kitchen and toilet, or `shared` ones."""

    own: dict[Literal["close", "secondary"], list[Literal["same_door", "same_floor", "next_floors", "building"]]] = (
        msgspec.field(default_factory=dict)
    )
    shared: dict[Literal["close", "secondary"], list[Literal["same_door", "same_floor", "next_floors", "building"]]] = (
        msgspec.field(default_factory=dict)
    )


class About(msgspec.Struct, forbid_unknown_fields=True):
    """What an edition is: a policy's name stays while its editions follow each other, each from an hour on.

    `shortens`: whether who is already under a measure may get off earlier than the edition before had said.
    """

    policy: Name
    name: Words
    effective: datetime
    source: str = ""
    evidence: Literal["A", "B", "C", ""] = ""
    shortens: bool = False


class Document(msgspec.Struct, forbid_unknown_fields=True):
    """A whole edition. `values`: traits and symptoms of this outbreak, beyond those of `people/facts.py`."""

    edition: About
    measures: dict[Name, Measure]
    rules: Annotated[list[Rule], Meta(min_length=1)]
    categories: dict[Name, Category] = msgspec.field(default_factory=dict)
    levels: dict[Name, Level] = msgspec.field(default_factory=dict)
    values: dict[Literal["trait", "symptom"], list[Name]] = msgspec.field(default_factory=dict)
    geometry: Geometry | None = None
