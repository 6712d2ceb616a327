"""Whom a cohort holds, how often they are tested and how: a document that people write as TOML (RULES 4).

```toml
late_hours = 24                   # a sample without a result is late after so many hours
batch = 50                        # so many people of a class or workplace come at a time

[who]                             # all of these hold; of each list, one
base = "work"                     # by class or workplace; "home": by building
door_kinds = ["school"]
categories = ["returnee"]         # as policy says

[[tubes]]                         # the first that fits
when = "at_site"                  # isolated at a site
holds = "single"
[[tubes]]
when = "closed_home"              # at home, with somebody there isolated
holds = "household"
[[tubes]]
holds = "pool_10"

[cadence]
days = 3                          # a round is open for so many days
every_days = 7
rounds = 3

[draw]                            # without it: everybody
share = 0.05
by = ["place", "sex"]
```
"""

import tomllib
from importlib.resources import files
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from qiaomen.base.problems import Problem

EXAMPLES = files("qiaomen.sampling") / "examples"
Count = Annotated[int, Meta(ge=0)]
Days = Annotated[int, Meta(ge=1, le=60)]
Year = Annotated[int, Meta(ge=1850, le=2200)]
By = Literal["place", "door", "sex", "decade"]
HoldsName = Literal["single", "household", "pool_5", "pool_10"]


class Who(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True):
    """Whom the cohort holds: all that is said holds, of each list one. `base`: whose door counts."""

    base: Literal["home", "work"] = "home"
    door_kinds: list[str] = msgspec.field(default_factory=list)
    places: list[UUID] = msgspec.field(default_factory=list)
    categories: list[str] = msgspec.field(default_factory=list)
    traits: list[str] = msgspec.field(default_factory=list)
    lists: list[UUID] = msgspec.field(default_factory=list)
    people: list[UUID] = msgspec.field(default_factory=list)
    isolated: bool | None = None
    born_from: Year | None = None
    born_until: Year | None = None


class TubeRule(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True):
    """Into which tube, where this fits."""

    holds: HoldsName
    when: Literal["always", "at_site", "closed_home"] = "always"


class Cadence(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True):
    """A round is open for `days` days; the next one opens `every_days` after it did; `rounds` 0: until it is ended."""

    days: Days = 1
    every_days: Annotated[int, Meta(ge=0, le=366)] = 0
    rounds: Count = 1


class Draw(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True):
    """Not everybody: a `share`, or so many `people`, from each stratum in proportion, `least` of each."""

    share: Annotated[float, Meta(ge=0, le=1)] = 0.0
    people: Count = 0
    by: list[By] = msgspec.field(default_factory=list)
    least: Count = 0


class Document(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True):
    """A cohort's rule."""

    who: Who
    tubes: list[TubeRule] = msgspec.field(default_factory=list)
    cadence: Cadence = msgspec.field(default_factory=Cadence)
    draw: Draw | None = None
    late_hours: Annotated[int, Meta(ge=1, le=240)] = 24
    batch: Count = 0

    def __post_init__(self) -> None:
        if not self.tubes or self.tubes[-1].when != "always":
            self.tubes.append(TubeRule("single"))
        if self.draw is not None and not (self.draw.share or self.draw.people):
            raise ValueError("a draw needs a share or a number of people")
        if self.cadence.every_days == 0 and self.cadence.rounds != 1:
            raise ValueError("several rounds need every_days")


def read(text: str) -> Document:
    """The rule that a TOML text says. Raises `sampling.document` with what is wrong."""
    try:
        return msgspec.convert(tomllib.loads(text), Document)
    except (ValueError, RecursionError) as error:  # TOML's and msgspec's are ValueErrors
        raise Problem("sampling.document", field="document", reason=str(error)) from None


def of(stored: object) -> Document:
    """The rule as a cohort's row keeps it."""
    return msgspec.convert(stored, Document)


def examples() -> list[str]:
    """The names of the rules that ship as examples."""
    return sorted(one.name.removesuffix(".toml") for one in EXAMPLES.iterdir() if one.name.endswith(".toml"))


def example(name: str) -> str:
    """The text of one of them."""
    return (EXAMPLES / f"{name}.toml").read_text(encoding="utf-8")
