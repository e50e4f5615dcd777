"""Events, answers, plans, routines and intents as tagged mappings of plain JSON values, and back without loss.

Generic over the dataclasses themselves: a field added with a default needs nothing here, and an old log still reads.
JSON has no NaN, so a float that is not finite is written {"float": "nan"}.
"""

from __future__ import annotations

import dataclasses
import math
import types
import typing
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, Union

from exercises.events import EVENTS, Event
from exercises.pose import Joint
from exercises.routine import Answer, Routine
from exercises.session import Plan
from game.intents import Intent
from game.progress.errors import DamagedError

Record = Event | Answer | Plan
RECORDS: dict[str, type] = {**EVENTS, "Answer": Answer, "Plan": Plan, "Routine": Routine, "Intent": Intent}


def as_mapping(record: Any) -> dict[str, Any]:
    """`{"type": "RepCompleted", "t_s": ..., ...}`. TypeError for a type that the log does not know."""
    kind = type(record)
    if RECORDS.get(kind.__name__) is not kind:
        raise TypeError(f"a {kind.__name__} cannot be kept in a session; expected one of {', '.join(sorted(RECORDS))}")
    return {"type": kind.__name__, **_encode(record)}


def from_mapping(mapping: Mapping[str, Any]) -> Any:
    """The record that `as_mapping` wrote. DamagedError names the type and field that do not fit."""
    fields = dict(mapping)
    kind = fields.pop("type", None)
    if kind not in RECORDS:
        raise DamagedError(
            f"a stored record has the unknown type {kind!r}; expected one of {', '.join(sorted(RECORDS))}"
        )
    return _decode(RECORDS[kind], fields, kind)


def _encode(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _encode(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Joint):
        return value.name
    if isinstance(value, frozenset):
        return sorted(_encode(item) for item in value)
    if isinstance(value, tuple | list):
        return [_encode(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _encode(item) for key, item in value.items()}
    if hasattr(value, "item") and getattr(value, "shape", None) == ():  # a numpy scalar
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return {"float": str(value)}
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"a {type(value).__name__} cannot be written as JSON")


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _decode(hint: Any, value: Any, path: str) -> Any:
    """`value` as the type that `hint` asks for; `path` names the place in errors."""
    if isinstance(value, dict) and set(value) == {"float"}:
        return float(value["float"])
    origin = typing.get_origin(hint)
    if origin in (Union, types.UnionType):
        return _decode_union(typing.get_args(hint), value, path)
    if origin is Literal or hint is Any:
        return value
    if origin in (tuple, frozenset):
        return _decode_items(origin, typing.get_args(hint), value, path)
    if origin is dict:
        inside = typing.get_args(hint)[1]
        return {key: _decode(inside, item, f"{path}.{key}") for key, item in value.items()}
    if hint is Joint:
        if value not in Joint.__members__:
            raise DamagedError(f"{path}: expected the name of a joint, found {value!r}")
        return Joint[value]
    if dataclasses.is_dataclass(hint):
        return _decode_fields(hint, value, path)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, hint):
        raise DamagedError(f"{path}: expected {hint.__name__}, found {value!r}")
    return value


def _decode_union(hints: tuple[Any, ...], value: Any, path: str) -> Any:
    if value is None and type(None) in hints:
        return None
    kinds = [hint for hint in hints if hint is not type(None)]
    if type(value) in kinds:  # str | int | float | bool: JSON has kept which one it was
        return value
    return _decode(kinds[0], value, path)


def _decode_items(origin: type, inside: tuple[Any, ...], value: Any, path: str) -> Any:
    if not isinstance(value, list):
        raise DamagedError(f"{path}: expected a list, found {value!r}")
    if origin is tuple and Ellipsis not in inside:
        return tuple(
            _decode(hint, item, f"{path}[{i}]") for i, (hint, item) in enumerate(zip(inside, value, strict=True))
        )
    return origin(_decode(inside[0], item, f"{path}[{i}]") for i, item in enumerate(value))


def _decode_fields(kind: type, value: Any, path: str) -> Any:
    if not isinstance(value, dict):
        raise DamagedError(f"{path}: expected a mapping, found {value!r}")
    known = {field.name: field for field in dataclasses.fields(kind)}
    if strange := sorted(set(value) - set(known)):
        raise DamagedError(f"{path}: has the unknown field {strange[0]}; expected {', '.join(known)}")
    for name, field in known.items():
        required = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        if required and name not in value:
            raise DamagedError(f"{path}: has no {name}")
    hints = _hints(kind)
    return kind(**{name: _decode(hints[name], item, f"{path}.{name}") for name, item in value.items()})
