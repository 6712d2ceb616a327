"""The least that a record's body may say, made from its type."""

import re
from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import inspect as shapes

from qiaomen.base.ids import new_id

# One of these fits every pattern that a body's text has.
WORDS = ("x", "10:00", "fever", "110 119")


def least(kind: type[msgspec.Struct]) -> dict[str, Any]:
    """A body with what it must have and no more; ids are of nothing."""
    made: dict[str, Any] = _made(shapes.type_info(kind))
    return made


def _made(shape: Any) -> Any:
    if isinstance(shape, shapes.StructType):
        return {one.encode_name: _made(one.type) for one in shape.fields if one.required}
    if isinstance(shape, shapes.UnionType):
        return None if any(isinstance(one, shapes.NoneType) for one in shape.types) else _made(shape.types[0])
    if isinstance(shape, shapes.ListType):
        return [_made(shape.item_type)] * (shape.min_length or 0)
    if isinstance(shape, shapes.StrType):
        return next(word for word in WORDS if shape.pattern is None or re.search(shape.pattern, word))
    return next(make(shape) for known, make in PLAIN.items() if isinstance(shape, known))


def _least_number(shape: Any) -> float | int:
    return next((bound for bound in (shape.ge, shape.gt and shape.gt + 1) if bound is not None), 1)


PLAIN: dict[Any, Callable[[Any], Any]] = {
    shapes.LiteralType: lambda shape: shape.values[0],
    shapes.EnumType: lambda shape: next(iter(shape.cls)).value,
    shapes.UUIDType: lambda _shape: new_id(),
    shapes.DateTimeType: lambda _shape: "2020-03-21T10:00:00+08:00",
    shapes.DateType: lambda _shape: "2020-03-21",
    shapes.TimeType: lambda _shape: "10:00:00",
    shapes.IntType: _least_number,
    shapes.FloatType: _least_number,
    shapes.BoolType: lambda _shape: False,
    shapes.DictType: lambda _shape: {},
    shapes.AnyType: lambda _shape: {},
    shapes.RawType: lambda _shape: {},
    shapes.NoneType: lambda _shape: None,
}
