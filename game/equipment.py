"""Opens what an evening needs: the source of poses, the renderer, the loudspeaker; says what is missing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from exercises.reconstruction import WORKED_OUT
from exercises.routine import Prescription, Routine
from game.assets import ROOT, AssetMissingError, asset
from game.scenes.show import Show
from game.settings import Settings

if TYPE_CHECKING:
    from game.drawlist import DrawList
    from game.headgear import Gear
    from game.render.renderer import Renderer
    from game.tracking.camera_process import CameraProcess
    from game.tracking.reel import Chapter
    from game.tracking.source import PoseSource

FILMS = {"shoulder_abduction": "films/demo_shoulder_abduction.mp4"}  # of the left side
SIZE = (1280, 720)
WENT_AWAY = "the loudspeaker went away during the evening; everything could also be read on the screen"


def open_worn(
    gear: Gear, fused: bool, camera: int | None, show: Show, live_model: Callable[[], str]
) -> tuple[PoseSource, str, str | None]:
    """What `open_source` gives, for an evening in a headset: its poses, and a camera's while it is on the screen."""
    from game.headgear import Worn
    from game.tracking.headset import Headset

    headset = Headset(gear.session)
    words, model = gear.words, None if camera is None else live_model()
    opens = None if camera is None or model is None else partial(live_camera, camera, model)
    if fused:
        from game.tracking.fused import Fused

        assert opens is not None  # it was found before the evening, or that was said
        both = Fused(opens(), headset)
        return Worn(show, gear, headset, both, None), f"{words}, with a camera", model
    return Worn(show, gear, headset, None, opens), words, model


def open_source(
    asked: str,
    camera: int | None,
    routine: Routine,
    show: Show,
    live_model: Callable[[], str],
) -> tuple[PoseSource, str, str | None]:
    """The source, what the report calls it, and the pose model it uses: a film's is full, a camera's `live_model`.

    A routine that is demonstrated has its own film, or what is bundled of each exercise. TrackingError where of one of
    them there is nothing.
    """
    if camera is not None:
        model = live_model()
        return live_camera(camera, model), "camera", model
    from game.analysis import is_recording
    from game.tracking.film import Film

    if asked in ("auto", "demo") and routine.film is None:
        from game.tracking.reel import Reel

        chapters = [chapter_of(prescription) for prescription in routine.prescriptions]
        return Reel(chapters, lambda: show.working), "bundled films and recordings", "full"
    path = asset(routine.film or "") if asked in ("auto", "demo") else Path(asked)
    if is_recording(path):
        from game.tracking.replay import Replay, read_recording

        recording = read_recording(path)
        return Replay(recording.poses, recording.joints), f"recording {path.name}", None
    return Film(path, "full"), f"film {path.name}", "full"


def live_camera(camera: int, model: str) -> CameraProcess:
    """Camera number `camera` in a process of its own, followed with `model`. Raises CameraError."""
    from game.tracking.camera import open_webcam
    from game.tracking.camera_process import CameraProcess

    return CameraProcess(open_webcam(camera), model)


def chapter_of(asked: Prescription) -> Chapter | None:
    """What is bundled of an exercise; None for a passage that needs nothing. TrackingError where there is nothing."""
    from game.tracking.reel import Chapter
    from game.tracking.source import TrackingError

    if asked.calm:
        return None
    id_ = asked.exercise.id
    try:
        recording = asset(f"recordings/{id_}.npz")
    except AssetMissingError:
        raise TrackingError(
            f"the demonstration cannot show {id_}; it shows {', '.join(demonstrated())}, "
            "and --source plays a film or recording of your own"
        ) from None
    film = FILMS.get(id_) if asked.sides == "left" else None
    return Chapter(recording, None if film is None else asset(film))


def demonstrated() -> list[str]:
    """The ids of the exercises of which a recording is bundled."""
    return sorted(path.stem for path in (ROOT / "recordings").glob("*.npz"))


def open_renderer(
    screen: str,
    fullscreen: bool,
    pictures_in: Path | None,
    show: Show,
    err: Console,
    gear: Gear | None = None,
) -> Renderer:
    """`gear`: the headset that is worn; what opened it closes it."""
    from game.render.null import Null
    from game.render.renderer import RenderError

    if gear is not None and screen == "headset":
        inner: Renderer = gear
    elif screen == "window":
        from game.render.window import Window

        inner = Window(fullscreen=fullscreen)
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


def model_for(renderer: Renderer, show: Show, full_screen: bool, out: Console) -> str:
    """The pose model for a live camera, measured beside the show's first picture where that was not done before."""
    from game.model_choice import live_model

    return live_model(renderer, show.draw(), full_screen, out)


def open_sound(chosen: Settings, stack: ExitStack, err: Console) -> Callable[[DrawList], None]:
    from game.audio import Audio, AudioError, Silent

    try:
        audio = Audio.open(chosen.volume)
    except AudioError as error:
        err.print(str(error), style="yellow", markup=False, highlight=False, soft_wrap=True)
        return Silent().show

    def close() -> None:
        audio.close()
        if audio.lost or audio.vanished:
            err.print(WENT_AWAY, style="yellow", markup=False, highlight=False, soft_wrap=True)

    stack.callback(close)
    return audio.show


def versions(model: str | None) -> dict[str, str]:
    """What judged: a report's numbers hold for these only. `model` None: no camera picture was looked at."""
    from importlib.metadata import version

    found = {"upswing": version("upswing"), "mediapipe": version("mediapipe"), "angles": WORKED_OUT}
    if model is not None:
        digest = sha256(asset(f"models/pose_landmarker_{model}.task").read_bytes()).hexdigest()
        found |= {"pose_model": model, "pose_model_sha256": digest}
    return found
