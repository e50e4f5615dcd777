"""What to play, with what and where: from what was asked for and what is here."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from exercises import calm
from exercises.definition import Exercise
from exercises.headset import headset_allows
from exercises.routine import Answers, Dose, Prescription, Routine, quiet
from game import library, matching
from game.matching import with_games
from game.minigames.interface import fits
from game.scenes.opening import Opening
from game.scenes.show import Show
from game.settings import Settings

if TYPE_CHECKING:
    from game.minigames.interface import MiniGame

DEMO_FOLDER = Path("upswing-demo")
DEMO_SEED = 7


class CannotPlayError(Exception):
    """What was asked cannot be played here; one sentence says why and what helps."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asked for; None: not said."""

    routine: str | None = None
    exercise: str | None = None
    sides: str | None = None
    reps: int | None = None
    game: str | None = None
    source: str = "auto"
    screen: str = "auto"
    seed: int | None = None
    report: Path | None = None
    screenshots: Path | None = None
    fullscreen: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """What will be played. camera: its number, None for a film or a recording. unwatched: nobody sees it; it runs as
    fast as it can. reports_in, pictures_in: folders, None for none.

    headset   "headset" or "fused" where one is worn; camera is then for what is done on the screen
    """

    routine: Routine
    camera: int | None
    screen: str
    unwatched: bool
    seed: int
    reports_in: Path | None
    pictures_in: Path | None
    headset: Literal["headset", "fused"] | None = None


def choose(wanted: Wanted, settings: Settings) -> Chosen:
    """Decides, and makes the folders that will be written to: before an hour of exercise, not after it."""
    headset = choose_headset(wanted)
    if headset is not None:
        wanted = replace(wanted, source=headset, screen="headset" if wanted.screen == "auto" else wanted.screen)
    camera = find_camera(wanted.source, settings)
    live = camera is not None or headset is not None
    routine = choose_routine(wanted, live)
    if headset is not None:
        refuse_in_headset(routine, camera)
    screen = choose_screen(wanted.screen)
    unwatched = screen == "none"
    shows_itself = unwatched and routine.demo is not None  # the one case that writes without being asked
    bundled = not live and wanted.source in ("auto", "demo")  # what comes with the program is nobody's evening
    if unwatched or bundled:
        routine = answering_itself(routine, live)
    reports_in = wanted.report or (DEMO_FOLDER if shows_itself else None)
    pictures_in = wanted.screenshots or (reports_in if shows_itself else None)
    for folder in (reports_in, pictures_in):
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
    seed = wanted.seed
    if seed is None:  # a demonstration is always the same, an evening never
        seed = DEMO_SEED if routine.demo else secrets.randbelow(2**31)
    return Chosen(with_games(routine, seed), camera, screen, unwatched, seed, reports_in, pictures_in, headset)


def choose_headset(wanted: Wanted) -> Literal["headset", "fused"] | None:
    """A headset is worn only where it was asked for, and never by a film."""
    if wanted.source in ("headset", "fused"):
        return "headset" if wanted.source == "headset" else "fused"
    if wanted.screen != "headset":
        return None
    if wanted.source == "auto":
        return "headset"
    raise CannotPlayError(
        "pictures come into a headset only where it also says where head and hands are: --source headset or fused"
    )


def for_headset(routine: Routine) -> tuple[str, ...]:
    """The ids of a routine's exercises that may be done in a headset."""
    return tuple(dict.fromkeys(p.exercise.id for p in routine.prescriptions if headset_allows(p.exercise) is None))


def refuse_in_headset(routine: Routine, camera: int | None) -> None:
    """Raises CannotPlayError where nothing of a routine may be done in a headset, with each reason."""
    if for_headset(routine) or any(test.worn for test in routine.tests):
        return
    why = dict.fromkeys(f"{p.exercise.title}: {headset_allows(p.exercise)}" for p in routine.prescriptions)
    helps = "Play it with --source camera." if camera is not None else "Plug in a camera and play it with that."
    raise CannotPlayError(f"nothing of this is for a headset. {' '.join(why)} {helps}")


def left_out(chosen: Chosen) -> str | None:
    """Which exercises of an evening in a headset cannot be done tonight, and why, in a sentence; None: all of them can.
    They are for the screen, and that needs a camera.
    """
    if chosen.headset is None or chosen.camera is not None:
        return None
    why = dict.fromkeys(
        f"{asked.exercise.title}: {because}"
        for asked in chosen.routine.prescriptions
        if (because := headset_allows(asked.exercise)) is not None
    )
    return f"Without a camera this is left out. {' '.join(why)}" if why else None


def find_camera(source: str, chosen: Settings) -> int | None:
    """The camera to use, or None where a film, a recording or the demo plays."""
    if source not in ("auto", "camera", "headset", "fused"):
        return None
    from game.tracking.camera import find_webcam
    from game.tracking.source import CameraError

    found = find_webcam((chosen.camera, *(n for n in range(4) if n != chosen.camera)))
    if found is None and source == "camera":
        raise CameraError("no camera was found: is one plugged in, and free? --source demo plays without")
    if found is None and source == "fused":
        raise CameraError("no camera was found beside the headset: plug one in, or play with --source headset alone")
    return found


def choose_routine(wanted: Wanted, live: bool) -> Routine:
    catalogue = library.exercises()
    routine = _routine(wanted, live, catalogue)
    if wanted.game is not None:
        asked = tuple(p if p.calm else replace(p, game=wanted.game) for p in routine.prescriptions)
        routine = replace(routine, prescriptions=asked)
    return routine


def _routine(wanted: Wanted, live: bool, catalogue: Mapping[str, Exercise]) -> Routine:
    if wanted.exercise is not None:
        exercise = library.exercise(wanted.exercise, catalogue)
        if exercise.only_prescribed:
            raise CannotPlayError(f"{exercise.id} is played only from a therapist's prescribed --routine")
        sides: Any = wanted.sides or ("left" if exercise.sides else "both")
        dose = Dose(sets=1, reps=wanted.reps or 8)
        both = "one_then_other" if exercise.sides else "together"
        asked = Prescription(exercise, sides, dose, both=both)
        return Routine(exercise.id, exercise.title, (asked,), unprescribed=True)
    if wanted.routine is not None:
        return library.read_routine(wanted.routine, catalogue)
    if wanted.game is not None and (made := library.game(wanted.game)()).takes == frozenset({"free"}):
        return Routine(wanted.game, made.title, (quiet(calm.USUAL_MIN, wanted.game),), unprescribed=True)
    demo = wanted.source == "demo" or (wanted.source == "auto" and not live)
    return library.read_routine("demo" if demo else "gentle", catalogue)


def answering_itself(routine: Routine, live: bool) -> Routine:
    """A film that plays with nobody there answers the questions like the demonstration, and is marked as one."""
    if live:
        raise CannotPlayError(
            "whoever exercises must be asked how it is, and that needs a screen: --screen none is for films, "
            "recordings and the demo"
        )
    return replace(routine, demo=routine.demo or Answers())


def choose_screen(asked: str) -> str:
    if asked != "auto":
        return asked
    here = sys.platform in ("win32", "darwin") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return "window" if here else "none"


def make_show(routine: Routine, seed: int, opening: Opening) -> Show:
    """Raises CannotPlayError where an exercise cannot drive its game, UnknownNameError where there is no such game."""
    from game.tracking.placement import placement

    for prescription in routine.prescriptions:
        check_game(prescription)
    return Show(routine, make_game=make_game, advise=placement, seed=seed, opening=opening)


def check_game(prescription: Prescription) -> None:
    """Raises CannotPlayError where an exercise cannot drive its game, UnknownNameError where there is no such game."""
    made = make_game(prescription)
    if why := fits(made, prescription.exercise):
        id_, can = prescription.exercise.id, ", ".join(matching.fitting(prescription.exercise, matching.made()))
        raise CannotPlayError(f"{made.title} cannot be played with {id_}: it {why}. Games for {id_}: {can or 'none'}")


def make_game(prescription: Prescription) -> MiniGame:
    """The game that is named; else the first that fits: with that older sessions were played, and are replayed."""
    if prescription.game is not None:
        return library.game(prescription.game)()
    games = matching.made()
    fitting = matching.fitting(prescription.exercise, games)
    if not fitting:
        id_ = prescription.exercise.id
        raise CannotPlayError(f"no game can be played with {id_} yet: `upswing games list` says which exercises can")
    return games[fitting[0]]
