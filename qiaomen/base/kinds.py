"""Record kinds: one decorator declares a kind, and its Struct says which fields are sealed.

    @record_kind("visit", subject="door", verb=Verb.RECORD)
    class Visit(msgspec.Struct): ...

A field marked `Sealed[str]` holds identity, a name, free text or media: it is taken out of the stored body and sealed
with the record's id as additional data.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec

T = TypeVar("T")
_SEALED = "qiaomen.sealed"
Sealed = Annotated[T, _SEALED]

Subject = Literal["door", "place", "person", "record"]


@dataclass(frozen=True)
class Kind:
    """A kind of record: its name, the subject that it names, the verb that its author needs, its body's type.

    What changes a register is not `amendable`: the row is corrected by a further change, not by an amendment. Whoever
    has `or_verb` there may write it, too. What is `of_residents` is written by residents themselves, by a door's code.
    """

    name: str
    subject: Subject
    verb: str
    body: type[msgspec.Struct]
    sealed: tuple[tuple[str, ...], ...] = field(default=())
    amendable: bool = True
    or_verb: str = ""
    of_residents: bool = False

    @property
    def verbs(self) -> frozenset[str]:
        """Any one of these is enough."""
        return frozenset({self.verb, self.or_verb} - {""})

    @cached_property
    def sealed_names(self) -> tuple[bytes, ...]:
        """The sealed fields' names as they stand in JSON."""
        return tuple({f'"{path[-1]}":'.encode() for path in self.sealed})

    @cached_property
    def decode(self) -> Callable[[bytes], msgspec.Struct]:
        return msgspec.json.Decoder(self.body).decode


KINDS: dict[str, Kind] = {}


def record_kind(
    name: str, *, subject: Subject, verb: str, amendable: bool = True, or_verb: str = "", of_residents: bool = False
) -> Callable[[type[msgspec.Struct]], type[msgspec.Struct]]:
    """Declare a record kind. Names are unique for ever."""

    def declare(body: type[msgspec.Struct]) -> type[msgspec.Struct]:
        if name in KINDS:
            raise ValueError(f"record kind {name} is declared twice")
        KINDS[name] = Kind(name, subject, verb, body, tuple(sealed_paths(body)), amendable, or_verb, of_residents)
        return body

    return declare


def sealed_paths(struct: type[msgspec.Struct]) -> list[tuple[str, ...]]:
    """Paths to the sealed fields of a Struct; `*` stands for every item of a list."""
    paths: list[tuple[str, ...]] = []
    for name, hint in get_type_hints(struct, include_extras=True).items():
        if _is_sealed(hint):
            paths.append((name,))
        else:
            paths += [(name, *rest) for rest in _inner(hint)]
    return paths


def split(body: dict[str, Any], paths: tuple[tuple[str, ...], ...]) -> dict[str, Any]:
    """Take the sealed values out of `body` (changed in place); answers them by path, `people.3.name` for an item."""
    taken: dict[str, Any] = {}
    for path in paths:
        _take(body, path, "", taken)
    return taken


def join(body: dict[str, Any], taken: dict[str, Any]) -> dict[str, Any]:
    """Put back what `split` took out."""
    for path, value in taken.items():
        *way, last = path.split(".")
        node: Any = body
        for step in way:
            node = node[int(step)] if isinstance(node, list) else node[step]
        node[last] = value
    return body


def _take(node: Any, path: tuple[str, ...], prefix: str, taken: dict[str, Any]) -> None:
    step, *rest = path
    if step == "*":
        for index, item in enumerate(node):
            _take(item, tuple(rest), f"{prefix}{index}.", taken)
    elif not rest:
        value = node.pop(step, None)
        if value:
            taken[prefix + step] = value
    elif node.get(step):
        _take(node[step], tuple(rest), f"{prefix}{step}.", taken)


def _is_sealed(hint: Any) -> bool:
    return get_origin(hint) is Annotated and _SEALED in hint.__metadata__


def _inner(hint: Any) -> list[tuple[str, ...]]:
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return sealed_paths(hint)
    found: list[tuple[str, ...]] = []
    star = ("*",) if get_origin(hint) in (list, tuple) else ()
    for argument in get_args(hint):
        found += [(*star, *rest) for rest in _inner(argument)]
    return found
