"""Finds exercises (built in, and a folder of the user's), routines and mini-games (entry points)."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from importlib import metadata, resources
from pathlib import Path
from types import MappingProxyType
from typing import Any

from exercises import definition, routine
from exercises.definition import DefinitionError, Exercise
from exercises.routine import Routine
from game.assets import ROOT
from game.minigames.interface import MiniGame

GAMES = "upswing.minigames"  # the entry point group: `lanterns = "game.minigames.lanterns:Lanterns"`


class UnknownNameError(LookupError):
    """A name nobody has; the sentence suggests the nearest one."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        known = sorted(known)
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
        hint = f"did you mean {near[0]}?" if near else f"known are: {', '.join(known) or 'none'}"
        super().__init__(f"there is no {kind} named '{name}'; {hint}")


class BrokenGameError(Exception):
    """A game that is installed and cannot be made (a package it needs is missing, say); one sentence says why."""


def read_toml(path: Path, name: str | None = None) -> dict[str, Any]:
    """The file's mapping; DefinitionError names the file where it cannot be read or is no TOML."""
    name = name or path.name or str(path)  # "." and "/" have no name of their own
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(f"{name}: expected TOML, but {str(error)[:1].lower()}{str(error)[1:]}") from error
    except UnicodeDecodeError as error:
        found = error.object[error.start]
        raise DefinitionError(f"{name}: expected UTF-8 text, found the byte {found:#04x}") from error
    except OSError as error:
        raise DefinitionError(f"{name}: cannot be read: {error.strerror}") from error


def read_exercise(path: Path) -> Exercise:
    return definition.parse(read_toml(path), path.name)


def exercises(folder: Path | None = None) -> Mapping[str, Exercise]:
    """The catalogue by id. Exercises of `folder` are added; one with a built-in id takes its place."""
    found: dict[str, Exercise] = {}
    with resources.as_file(resources.files("exercises") / "catalog") as built_in:
        paths = sorted(built_in.glob("*.toml"))
        if folder is not None and folder.is_dir():
            paths += sorted(folder.glob("*.toml"))
        for path in paths:
            exercise = read_exercise(path)
            found[exercise.id] = exercise
    return MappingProxyType(found)


def exercise(name: str, catalogue: Mapping[str, Exercise]) -> Exercise:
    if name not in catalogue:
        raise UnknownNameError("exercise", name, catalogue)
    return catalogue[name]


def routine_names() -> list[str]:
    return sorted(path.stem for path in (ROOT / "routines").glob("*.toml"))


def read_routine(name_or_path: str, catalogue: Mapping[str, Exercise]) -> Routine:
    """A routine by its built-in name or from a file."""
    path = Path(name_or_path)
    if path.suffix != ".toml" and not path.is_file():  # a folder may be called as a routine is
        if name_or_path not in routine_names():
            raise UnknownNameError("routine", name_or_path, routine_names())
        path = ROOT / "routines" / f"{name_or_path}.toml"
    return routine.parse(read_toml(path), path.name, catalogue)


def games() -> Mapping[str, Callable[[], MiniGame]]:
    """Makers of mini-games by id, sorted. Loaded when called, so that listing names costs nothing: BrokenGameError
    where a game cannot be made is raised then.
    """
    found = {point.name: point for point in metadata.entry_points(group=GAMES)}
    return MappingProxyType({name: partial(_make, point) for name, point in sorted(found.items())})


def _make(point: metadata.EntryPoint) -> MiniGame:
    try:
        made: MiniGame = point.load()()
    except Exception as error:  # a game is anybody's: it must not end an evening that does not play it
        raise BrokenGameError(f"the game {point.name} cannot be made: {type(error).__name__}: {error}") from error
    if missing := [name for name in MiniGame.__annotations__ if not hasattr(made, name)]:
        raise BrokenGameError(f"the game {point.name} cannot be made: it has no {', '.join(missing)}")
    return made


def game(name: str) -> Callable[[], MiniGame]:
    known = games()
    if name not in known:
        raise UnknownNameError("game", name, known)
    return known[name]
