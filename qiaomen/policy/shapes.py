"""Whether a document has the shape of the language: known keys, right types, values in range; all faults at once.

msgspec says what a well-formed document holds, but stops at the first fault; this walks the same types to the end.
"""

from collections.abc import Iterator
from datetime import datetime
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec
from django.utils.translation import gettext_lazy as _
from msgspec import Meta

from qiaomen.policy.faults import Found
from qiaomen.policy.language import Condition, Ground, Words
from qiaomen.policy.lines import Path

SORTS = {
    int: _("a whole number"),
    str: _("a text in quotes"),
    bool: _("true or false"),
    datetime: _("a moment, like 2022-06-28T00:00:00+08:00"),
    list: _("a list in [ ]"),
    dict: _("a table"),
}


def walk(raw: Any, kind: Any, path: Path = ()) -> Iterator[Found]:
    """What in `raw` (as TOML gives it) does not fit the type `kind`."""
    bare, metas = _bare(kind)
    origin = get_origin(bare) or bare
    if origin is Literal:
        if raw not in get_args(bare):
            yield Found(path, "unknown_value", {"key": _key(path), "value": raw, "known": list(get_args(bare))})
    elif not _is(raw, origin):
        yield Found(path, "wrong_type", {"key": _key(path), "sort": SORTS[dict if _struct(origin) else origin]})
    elif _struct(origin):
        yield from _fields(raw, origin, path)
    elif origin is list:
        yield from _measured(raw, metas, path)
        for index, one in enumerate(raw):
            yield from walk(one, get_args(bare)[0], (*path, index))
    elif origin is dict:
        for key, one in raw.items():
            yield from walk(key, get_args(bare)[0], (*path, key))
            yield from walk(one, get_args(bare)[1], (*path, key))
    else:
        yield from _measured(raw, metas, path)


def _fields(raw: dict[str, Any], kind: type[msgspec.Struct], path: Path) -> Iterator[Found]:
    hints = get_type_hints(kind, include_extras=True)
    for field in msgspec.structs.fields(kind):
        if field.name in raw:
            yield from walk(raw[field.name], hints[field.name], (*path, field.name))
        elif field.required:
            yield Found(path, "language_missing" if kind is Words else "missing", {"key": field.name})
    code = "unknown_predicate" if kind in (Condition, Ground) else "unknown_key"
    for key in raw.keys() - hints.keys():
        yield Found((*path, key), code, {"key": key, "known": list(hints)})


def _measured(raw: Any, metas: list[Meta], path: Path) -> Iterator[Found]:
    """What an Annotated type says beyond the type: range, pattern, length."""
    for meta in metas:
        if meta.ge is not None and not meta.ge <= raw <= (raw if meta.le is None else meta.le):
            most = "…" if meta.le is None else meta.le
            yield Found(path, "out_of_range", {"key": _key(path), "least": meta.ge, "most": most})
        elif meta.min_length and len(raw) < meta.min_length:
            yield Found(path, "empty", {"key": _key(path)})
        elif meta.pattern and not _fits(raw, meta):
            yield Found(path, "bad_name", {"value": raw})


def _fits(raw: str, meta: Meta) -> bool:
    try:
        msgspec.convert(raw, Annotated[str, meta])
    except msgspec.ValidationError:
        return False
    return True


def _bare(kind: Any) -> tuple[Any, list[Meta]]:
    """Without `| None` and Annotated, whose Metas are answered, too."""
    metas: list[Meta] = []
    while True:
        if get_origin(kind) in (Union, UnionType):
            kind = next(one for one in get_args(kind) if one is not NoneType)
        elif get_origin(kind) is Annotated:
            kind, *more = get_args(kind)
            metas += [meta for meta in more if isinstance(meta, Meta)]
        else:
            return kind, metas


def _is(raw: Any, kind: Any) -> bool:
    if kind is int:
        return isinstance(raw, int) and not isinstance(raw, bool)
    return isinstance(raw, dict if _struct(kind) else kind)


def _struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _key(path: Path) -> str:
    """The last name on a path: of `("value", 1)` it is `value`."""
    return next((part for part in reversed(path) if isinstance(part, str)), "")
