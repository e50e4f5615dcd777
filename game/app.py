"""Builds concrete things and lets them play: the only module that knows them all."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from exercises.definition import Exercise
from exercises.routine import Answers, Dose, Prescription, Routine
from game import library, loop, settings, terminal
from game.assets import asset
from game.progress.store import Store, StoredSession, data_folder
from game.progress.summary import summarise
from game.scenes.opening import Before, Opening
from game.scenes.show import Show
from game.settings import Settings

if TYPE_CHECKING:
    from game.drawlist import DrawList
    from game.minigames.interface import MiniGame
    from game.render.renderer import Renderer
    from game.tracking.source import PoseSource

DEMO_FOLDER = Path("upswing-demo")
DEMO_FILM = "films/demo_shoulder_abduction.mp4"
SIZE = (1280, 720)
SEED = 7


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


# --- playing ----------------------------------------------------------------------------------------------------------


def play(wanted: Wanted, out: Console, err: Console) -> None:
    """Play an evening, keep it, and write its report where one was asked for (the unwatched demo always writes one)."""
    chosen, trouble = settings.load(settings.settings_path())
    if trouble:
        err.print(trouble, style="yellow", markup=False, highlight=False, soft_wrap=True)
    camera = find_camera(wanted.source, chosen)
    routine = choose_routine(wanted, live=camera is not None)
    screen = choose_screen(wanted.screen)
    unwatched = screen == "none"
    shows_itself = unwatched and routine.demo is not None  # the one case that writes without being asked
    if unwatched:
        routine = answering_itself(routine, live=camera is not None)
    folder = wanted.report or (DEMO_FOLDER if shows_itself else None)
    pictures_in = wanted.screenshots or (folder if shows_itself else None)
    for place in {folder, pictures_in} - {None}:
        place.mkdir(parents=True, exist_ok=True)  # before an hour of exercise, not after it

    with ExitStack() as stack:
        store = stack.enter_context(Store.open(data_folder()))
        tell_of_unfinished(store, out)
        opening = opening_of(store, chosen)
        seed = SEED if wanted.seed is None else wanted.seed
        show = make_show(routine, seed, opening)
        source, source_words, model = open_source(wanted.source, camera, routine)
        stack.callback(source.close)
        renderer = open_renderer(screen, wanted.fullscreen, pictures_in, show, err)
        stack.callback(renderer.close)
        hear = open_sound(chosen, stack, err) if not unwatched else None
        writer = store.begin(
            routine, seed=seed, source=source_words, started=datetime.now().astimezone(), versions=versions(model),
            opening=opening.as_mapping(),
        )  # fmt: skip
        following = terminal.Following(out, show, lambda: getattr(source, "frames", 0), _frames(source))
        with following if unwatched else nullcontext():
            try:
                run = loop.run(
                    show, source, renderer,
                    clock=time.monotonic,
                    record=writer.tick,
                    hear=hear,
                    after_frame=partial(_after_frame, source, following if unwatched else None),
                    breathe=partial(time.sleep, 0.001),
                    as_fast=unwatched,
                )  # fmt: skip
            except KeyboardInterrupt:
                writer.finish("patient")
                raise KeyboardInterrupt(f"It is kept: `upswing report {writer.id}` writes its report.") from None
            finally:
                writer.finish(show.ended_because or "error")  # whatever went wrong, what was done is kept
        stored = store.load(writer.id)
    say_how_it_went(stored, show, run, out)
    if folder is not None:
        for path in write_reports(stored, folder):
            out.print(f"  report: {path}", highlight=False, markup=False, soft_wrap=True)
    if pictures_in is not None and (taken := getattr(renderer, "taken", ())):
        out.print(f"  {len(taken)} pictures of the game: {pictures_in}", highlight=False, markup=False, soft_wrap=True)
    fault = getattr(source, "fault", None)
    if fault is not None:
        raise fault
    if trouble := getattr(renderer, "trouble", ""):
        raise CannotPlayError(trouble)


def find_camera(source: str, chosen: Settings) -> int | None:
    """The camera to use, or None where a film, a recording or the demo plays."""
    if source not in ("auto", "camera"):
        return None
    from game.tracking.camera import find_webcam
    from game.tracking.source import CameraError

    found = find_webcam((chosen.camera, *(n for n in range(4) if n != chosen.camera)))
    if found is None and source == "camera":
        raise CameraError("no camera was found: is one plugged in, and free? --source demo plays without")
    return found


def choose_routine(wanted: Wanted, live: bool) -> Routine:
    catalogue = library.exercises()
    routine = _routine(wanted, live, catalogue)
    if wanted.game is not None:
        asked = tuple(replace(prescription, game=wanted.game) for prescription in routine.prescriptions)
        routine = replace(routine, prescriptions=asked)
    return routine


def _routine(wanted: Wanted, live: bool, catalogue: Mapping[str, Exercise]) -> Routine:
    if wanted.exercise is not None:
        exercise = library.exercise(wanted.exercise, catalogue)
        sides: Any = wanted.sides or ("left" if exercise.sides else "both")
        dose = Dose(sets=1, reps=wanted.reps or 8)
        both = "one_then_other" if exercise.sides else "together"
        asked = Prescription(exercise, sides, dose, both=both)
        return Routine(exercise.id, exercise.title, (asked,), unprescribed=True)
    if wanted.routine is not None:
        return library.read_routine(wanted.routine, catalogue)
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
        made = make_game(prescription)
        if why := library.fits(made, prescription.exercise):
            raise CannotPlayError(f"{made.title} cannot be played with {prescription.exercise.id}: it {why}")
    return Show(routine, make_game=make_game, advise=placement, seed=seed, opening=opening)


def make_game(prescription: Prescription) -> MiniGame:
    return library.game(prescription.game or _first_that_fits(prescription))()


def _first_that_fits(prescription: Prescription) -> str:
    for name, make in library.games().items():
        if library.fits(make(), prescription.exercise) is None:
            return name
    id_ = prescription.exercise.id
    raise CannotPlayError(f"no game can be played with {id_} yet: `upswing games list` says which exercises can")


def open_source(asked: str, camera: int | None, routine: Routine) -> tuple[PoseSource, str, str | None]:
    """The source, what the report calls it, and the pose model it uses."""
    if camera is not None:
        from game.tracking.camera import Camera, open_webcam

        # lite: what a camera at 30 pictures a second leaves time for beside the game
        return Camera(open_webcam(camera), "lite"), "camera", "lite"
    from game.analysis import is_recording
    from game.tracking.film import Film

    path = asset(routine.film or DEMO_FILM) if asked in ("auto", "demo") else Path(asked)
    if is_recording(path):
        from game.tracking.replay import Replay, read_recording

        recording = read_recording(path)
        return Replay(recording.poses, recording.joints), f"recording {path.name}", None
    return Film(path, "full"), f"film {path.name}", "full"


def open_renderer(screen: str, fullscreen: bool, pictures_in: Path | None, show: Show, err: Console) -> Renderer:
    from game.render.null import Null
    from game.render.renderer import RenderError

    if screen == "window":
        from game.render.window import Window

        inner: Renderer = Window(fullscreen=fullscreen)
    elif pictures_in is None:
        return Null()
    else:
        from game.render.offscreen import Offscreen

        try:
            inner = Offscreen(*SIZE)
        except RenderError as error:  # said, and the exercise goes on: the numbers need no picture
            err.print(
                f"No pictures will be taken: {error}", style="yellow", markup=False, highlight=False, soft_wrap=True
            )
            return Null()
    if pictures_in is None:
        return inner
    from game.pictures import Pictures

    return Pictures(inner, pictures_in, now_s=lambda: show.t_s, scene=lambda: show.scene, sparing=screen == "none")


def open_sound(chosen: Settings, stack: ExitStack, err: Console) -> Callable[[DrawList], None]:
    from game.audio import Audio, AudioError, Silent

    try:
        audio: Audio | Silent = Audio.open(chosen.volume)
    except AudioError as error:
        err.print(str(error), style="yellow", markup=False, highlight=False, soft_wrap=True)
        audio = Silent()
    stack.callback(audio.close)
    return audio.show


def _after_frame(source: Any, following: terminal.Following | None, show: Show, n: int) -> None:
    """Between frames: the camera learns where the body stands until lifting begins, and the terminal is told."""
    if hasattr(source, "freeze"):
        if show.scene == "placement":
            source.thaw()
        elif show.scene == "calibrate":
            source.freeze()
    if following is not None:
        following.update()


def _frames(source: Any) -> int | None:
    return getattr(source, "frames_stated", None)


def versions(model: str | None) -> dict[str, str]:
    """What judged: a report's numbers hold for these only. `model` None: no camera picture was looked at."""
    from importlib.metadata import version

    found = {"upswing": version("upswing"), "mediapipe": version("mediapipe")}
    if model is not None:
        digest = sha256(asset(f"models/pose_landmarker_{model}.task").read_bytes()).hexdigest()
        found |= {"pose_model": model, "pose_model_sha256": digest}
    return found


# --- what is kept -----------------------------------------------------------------------------------------------------


def tell_of_unfinished(store: Store, out: Console) -> None:
    """Sessions that were cut off are closed with what was saved of them, and offered."""
    for stub in store.unfinished():
        store.close_unfinished(stub.id)
        out.print(
            f"The session {stub.id} was cut off. What was saved is kept: `upswing report {stub.id}` writes it.",
            highlight=False, soft_wrap=True,
        )  # fmt: skip


def opening_of(store: Store, chosen: Settings) -> Opening:
    """Settings, and what the earlier sessions left behind (a demonstration leaves nothing)."""
    from exercises.events import Calibrated

    played = [stub for stub in store.sessions() if not stub.demo]
    before: dict[str, Before] = {}
    asked = False
    for stub in reversed(played[:5]):  # older ones say nothing about today's comfortable height
        session = store.load(stub.id, poses=False)
        for _, block, record in session.records:
            if isinstance(record, Calibrated):
                exercise = session.routine.prescriptions[block].exercise.id
                before[f"{exercise}:{record.side}"] = Before(record.rest_deg, record.comfortable_deg, record.target_deg)
            asked |= getattr(record, "key", "") == "operation" and getattr(record, "value", None) is False
    return Opening(
        body=chosen.body, light_for=chosen.light_for, whom_to_call=chosen.whom_to_call, text_size=chosen.text_size,
        sessions_before=len(played), operation_asked=asked, before=before,
    )  # fmt: skip


def say_how_it_went(stored: StoredSession, show: Show, run: loop.Run, out: Console) -> None:
    terminal.say(summarise(stored), show.lights, out)
    if run.dropped:
        out.print(f"  the machine was busy: {run.dropped} of {run.ticks} ticks were dropped", highlight=False)
    out.print(f"  kept as {stored.id}", highlight=False)


def print_sessions(out: Console) -> None:
    with Store.open(data_folder()) as store:
        stubs = store.sessions()
    if stubs:
        out.print(terminal.sessions_table(stubs))
    else:
        out.print("No session has been played yet. `upswing play` begins one.", highlight=False)


def report(session: str, pdf: Path | None, fhir: Path | None, csv: Path | None) -> list[Path]:
    """Write what was asked for; with nothing asked, a PDF named after the session."""
    with Store.open(data_folder()) as store:
        stored = store.load(session)
    if not (pdf or fhir or csv):
        pdf = Path(f"upswing-{stored.id}.pdf")
    return _write(stored, pdf, fhir, csv)


def write_reports(stored: StoredSession, folder: Path) -> list[Path]:
    return _write(stored, folder / "report.pdf", folder / "report.fhir.json", folder / "report.csv")


def _write(stored: StoredSession, pdf: Path | None, fhir: Path | None, csv: Path | None) -> list[Path]:
    summary = summarise(stored)
    written = []
    if pdf is not None:
        from game.progress import pdf as page

        page.write(summary, pdf)
        written.append(pdf)
    if csv is not None:
        from game.progress import table

        table.write(summary, csv)
        written.append(csv)
    if fhir is not None:
        from game.progress import fhir as bundle

        bundle.write(summary, fhir)
        written.append(fhir)
    return written


# --- again ------------------------------------------------------------------------------------------------------------


def replay(
    session: str, exercise: str | None, side: str | None, screen: str, screenshots: Path | None,
    out: Console, err: Console,
) -> None:  # fmt: skip
    """A stored session once more, and whether it came out the same; a recording is played as if it were live."""
    if session.endswith(".npz") or Path(session).is_file():
        if exercise is None:
            raise CannotPlayError("a recording does not say what it shows: name the exercise with --exercise ID")
        wanted = Wanted(exercise=exercise, sides=side, source=session, screen=screen, screenshots=screenshots)
        play(wanted, out, err)
        return
    with Store.open(data_folder()) as store:
        stored = store.load(session)
    _replay_stored(stored, choose_screen(screen), screenshots, out, err)


def _replay_stored(stored: StoredSession, screen: str, screenshots: Path | None, out: Console, err: Console) -> None:
    from game.tape import Tape

    show = make_show(stored.routine, stored.seed, Opening.from_mapping(stored.opening))
    tape = Tape(show, stored)
    with ExitStack() as stack:
        renderer = open_renderer(screen, False, screenshots, show, err)
        stack.callback(renderer.close)
        hear = open_sound(settings.load(settings.settings_path())[0], stack, err) if screen != "none" else None
        loop.run(
            tape, tape, renderer, clock=time.monotonic, record=lambda *_: None, hear=hear, as_fast=screen == "none"
        )
    terminal.say(summarise(stored), show.lights, out)
    until = tape.said[-1][0] if tape.said and not show.ended else None
    before = [record for record in stored.records if until is None or record[0] <= until]
    if tape.said != before:
        n = next((i for i, pair in enumerate(zip(tape.said, before, strict=False)) if pair[0] != pair[1]), len(before))
        raise CannotPlayError(
            f"the replay differs from the stored session {stored.id} from its event {n} on: "
            f"it was played by Upswing {stored.versions.get('upswing', 'unknown')}, which judged differently"
        )
    out.print(f"  {len(before)} events and answers, the same as when it was played", highlight=False)
