"""Which games fit which exercises, and why others do not; and which of them an evening plays where nobody named one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

import numpy as np

from exercises.definition import Exercise
from exercises.routine import Prescription, Routine
from game import library
from game.minigames.interface import MiniGame, fits

# By what an exercise measures: where in the body it works
REGIONS: dict[str, tuple[str, ...]] = {
    "Arm and shoulder": ("shoulder_", "arm_", "elbow_", "horizontal_"),
    "Neck": ("neck_",),
    "Back": ("trunk_",),
    "Hip and leg": ("hip_", "thigh_", "knee_", "heel_", "toes_", "legs_", "step_", "hips_"),
}
# Where on the river a game lies: spring, lake or sea. Light goes downstream, so an evening does (LOOK)
_STRETCH = {"orchard": 0, "bells": 0, "mirror": 0, "lanterns": 1, "glider": 1, "summit": 1, "river": 1,
            "tide": 2, "heron": 2}  # fmt: skip
_LAKE = 1  # where a game lies that is not ours


def region(exercise: Exercise) -> str:
    """One of REGIONS, by the exercise's own measure."""
    measure = exercise.phases[0].measure
    return next((name for name, starts in REGIONS.items() if measure.startswith(starts)), "Other")


def by_region(exercises: Mapping[str, Exercise]) -> dict[str, list[Exercise]]:
    """Every exercise under its region, regions in the order of REGIONS, exercises in their own."""
    found: dict[str, list[Exercise]] = {name: [] for name in (*REGIONS, "Other")}
    for exercise in exercises.values():
        found[region(exercise)].append(exercise)
    return {name: those for name, those in found.items() if those}


def stretch(game: str) -> int:
    """Where on the river a game lies: 0 the spring, 1 the lake, 2 the sea."""
    return _STRETCH.get(game, _LAKE)


def made() -> dict[str, MiniGame]:
    """One of every game there is, by id; those that cannot be made are left out (`broken` says why)."""
    games = {}
    for name, make in library.games().items():
        with suppress(library.BrokenGameError):
            games[name] = make()
    return games


def broken() -> list[str]:
    """Why games that are installed cannot be made: a sentence for each."""
    why = []
    for make in library.games().values():
        try:
            make()
        except library.BrokenGameError as error:
            why.append(str(error))
    return why


def fitting(exercise: Exercise, games: Mapping[str, MiniGame]) -> list[str]:
    """The ids of the games that an exercise can drive, in their order. A passage without an exercise has the game that
    is for nothing else, if there is one."""
    found = [name for name, game in games.items() if fits(game, exercise) is None]
    if exercise.signal == "free":
        alone = [name for name in found if games[name].takes == frozenset({"free"})]
        return alone or found
    return found


def reasons(game: MiniGame, exercises: Mapping[str, Exercise]) -> dict[str, list[str]]:
    """Why exercises do not fit a game: a reason, and the ids of those that share it; commonest first."""
    found: dict[str, list[str]] = {}
    for exercise in exercises.values():
        why = fits(game, exercise)
        if why is not None:  # the reason names the exercise, which many can share only unnamed
            found.setdefault(why.replace(exercise.id, "this one"), []).append(exercise.id)
    return dict(sorted(found.items(), key=lambda pair: -len(pair[1])))


def with_games(routine: Routine, seed: int) -> Routine:
    """The routine with a game for every exercise that names none: down the river, another than the one before and than
    the one named after it, where there is one, and not one of tonight's where there is a third. Decided by the seed,
    so it differs from evening to evening. An exercise that no game fits is left as it is.
    """
    games = made()
    chance = np.random.default_rng(seed)
    chosen: list[Prescription] = []
    for index, asked in enumerate(routine.prescriptions):
        game = asked.game or _drawn(asked.exercise, games, chosen, routine.prescriptions[index + 1 :], chance)
        chosen.append(replace(asked, game=game))
    return replace(routine, prescriptions=tuple(chosen))


def _drawn(
    exercise: Exercise,
    games: Mapping[str, MiniGame],
    before: Sequence[Prescription],
    after: Sequence[Prescription],
    chance: np.random.Generator,
) -> str | None:
    left = fitting(exercise, games)
    if not left:
        return None
    last = before[-1].game if before else None
    here = stretch(last) if last is not None else 0
    wishes = (
        {name for name in left if name != last},
        {name for name in left if not after or name != after[0].game},
        {name for name in left if name not in {asked.game for asked in before}},
        {name for name in left if stretch(name) >= here},
    )
    for wish in wishes:  # each in turn, as far as those before it leave a choice
        left = [name for name in left if name in wish] or left
    return left[int(chance.integers(len(left)))]
