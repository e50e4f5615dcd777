"""Reading a mapping (what a TOML file holds) with errors that name file, path, what was expected and what was found."""

from __future__ import annotations

import difflib
import json
import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

_KINDS = {bool: "true or false", str: "text", int: "a whole number", float: "a number", list: "a list", dict: "a table"}


def found(value: object) -> str:
    """A value as a short piece of a sentence: `900`, `"sideways"`, `a list`."""
    if isinstance(value, str):
        return json.dumps(value if len(value) <= 40 else f"{value[:37]}...", ensure_ascii=False)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return f"{value:g}" if isinstance(value, float) else str(value)
    return "nothing" if value is None else f"{_KINDS.get(type(value), type(value).__name__)}"


def nearest(name: str, known: Collection[str]) -> str:
    """`, did you mean "limit_high_deg"?` where one of `known` is close to `name`, else an empty string."""
    near = difflib.get_close_matches(name, sorted(known), 1)
    return f', did you mean "{near[0]}"?' if near else ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file: `squat.toml`, `phases[0]`. Every reader raises `error` with one sentence."""

    values: Mapping[str, Any]
    file: str
    path: str
    error: type[ValueError]

    @classmethod
    def top(cls, values: object, file: str, error: type[ValueError]) -> Table:
        if not isinstance(values, Mapping):
            raise error(f"{file}: must be a table, got {found(values)}")
        return cls(values, file, "", error)

    def at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def fail(self, key: str, sentence: str) -> NoReturn:
        raise self.error(f"{self.file}: {self.at(key)} {sentence}")

    def only(self, known: Collection[str]) -> None:
        """No other keys than these."""
        for key in self.values:
            if key not in known:
                raise self.error(f"{self.file}: {self.at(str(key))} is not known here{nearest(str(key), known)}")

    def has(self, key: str) -> bool:
        return key in self.values

    def _get(self, key: str, kind: type, default: object) -> Any:
        if key not in self.values:
            if default is ...:
                self.fail(key, f"is missing, expected {_KINDS[kind]}")
            return default
        value = self.values[key]
        good = isinstance(value, kind) or (kind is float and isinstance(value, int))
        if not good or (isinstance(value, bool) and kind is not bool):
            self.fail(key, f"must be {_KINDS[kind]}, got {found(value)}")
        return value

    def text(self, key: str, default: Any = ..., among: Collection[str] = ()) -> Any:
        value = self._get(key, str, default)
        if value is default:
            return value
        if not value.strip():
            self.fail(key, "must not be empty")
        if among and value not in among:
            expected = ", ".join(sorted(among)) if len(among) <= 12 else f"the {len(among)} known names"
            self.fail(key, f"must be one of {expected}, got {found(value)}{nearest(value, among)}")
        return value

    def flag(self, key: str, default: Any = ...) -> Any:
        return self._get(key, bool, default)

    def whole(self, key: str, low: int, high: int, default: Any = ...) -> Any:
        value = self._get(key, int, default)
        if value is not default:
            self._within(key, value, low, high)
        return value

    def number(self, key: str, low: float, high: float, default: Any = ...) -> Any:
        value = self._get(key, float, default)
        if value is default:
            return value
        self._within(key, value, low, high)
        return float(value)

    def _within(self, key: str, value: float, low: float, high: float) -> None:
        if math.isnan(value):
            self.fail(key, f"must be a number from {low:g} to {high:g}, got nan")
        if value < low:
            self.fail(key, f"must be at least {low:g}, got {found(value)}")
        if value > high:
            self.fail(key, f"must be at most {high:g}, got {found(value)}")

    def texts(self, key: str, default: Any = ..., among: Collection[str] = ()) -> tuple[str, ...]:
        values = self._get(key, list, default)
        for i, value in enumerate(values):
            if not isinstance(value, str) or not value.strip():
                self.fail(f"{key}[{i}]", f"must be text, got {found(value)}")
            if among and value not in among:
                self.fail(f"{key}[{i}]", f"is not known, got {found(value)}{nearest(value, among)}")
        return tuple(values)

    def pairs(self, key: str, low: float, high: float) -> tuple[tuple[float, float], ...]:
        """A list of [from, to], each within low..high and rising."""
        out = []
        for i, pair in enumerate(self._get(key, list, ...)):
            numbers = isinstance(pair, list) and all(
                isinstance(x, (int, float)) and not isinstance(x, bool) for x in pair
            )
            if not numbers or len(pair) != 2:
                self.fail(f"{key}[{i}]", f"must be two numbers, from and to, got {found(pair)}")
            for end in pair:
                self._within(f"{key}[{i}]", end, low, high)
            if pair[0] >= pair[1]:
                self.fail(f"{key}[{i}]", f"must rise from low to high, got {pair[0]:g} to {pair[1]:g}")
            out.append((float(pair[0]), float(pair[1])))
        return tuple(out)

    def table(self, key: str) -> Table | None:
        """The table under `key`, or None where there is none."""
        value = self._get(key, dict, None)
        return None if value is None else Table(value, self.file, self.at(key), self.error)

    def tables(self, key: str, least: int = 0) -> tuple[Table, ...]:
        values = self._get(key, list, ... if least else [])
        if len(values) < least:
            self.fail(key, f"must have at least {least} entr{'y' if least == 1 else 'ies'}, got {len(values)}")
        out = []
        for i, value in enumerate(values):
            if not isinstance(value, dict):
                self.fail(f"{key}[{i}]", f"must be a table, got {found(value)}")
            out.append(Table(value, self.file, f"{self.at(key)}[{i}]", self.error))
        return tuple(out)
