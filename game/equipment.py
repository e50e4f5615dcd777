"""Opens what an evening needs: the source of poses, the renderer, the loudspeaker; says what is missing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from exercises.routine import Routine
from game.assets import asset
from game.scenes.show import Show
from game.settings import Settings

if TYPE_CHECKING:
    from game.drawlist import DrawList
    from game.openxr.session import Session
    from game.render.headset import HeadsetRenderer
    from game.render.renderer import Renderer
    from game.tracking.source import PoseSource

DEMO_FILM = "films/demo_shoulder_abduction.mp4"
SIZE = (1280, 720)


def open_headset(pictures: bool) -> Session:
    """The one session with the headset, for the source and the renderer alike; whoever opens it closes it.

    pictures   True: it is drawn into with the OpenGL context that is current now. Raises HeadsetError, one sentence.
    """
    from game.openxr import open_session

    return open_session(graphics=pictures)


def open_source(
    asked: str,
    camera: int | None,
    routine: Routine,
    live_model: Callable[[], str],
    session: Session | None = None,
) -> tuple[PoseSource, str, str | None]:
    """The source, what the report calls it, and the pose model it uses: a film's is full, a camera's `live_model`.

    `session`: the headset's, where a renderer draws in it; without it a source of "headset" opens one of its own, with
    no picture, and closes it. Raises HeadsetError, one sentence, where there is none.
    """
    if asked == "headset":
        from game.tracking.headset import Headset

        source = Headset(session or open_headset(pictures=False), owns=session is None)
        return source, f"headset {source.session.headset}", None
    if camera is not None:
        from game.tracking.camera import Camera, open_webcam

        model = live_model()
        return Camera(open_webcam(camera), model), "camera", model
    from game.analysis import is_recording
    from game.tracking.film import Film

    path = asset(routine.film or DEMO_FILM) if asked in ("auto", "demo") else Path(asked)
    if is_recording(path):
        from game.tracking.replay import Replay, read_recording

        recording = read_recording(path)
        return Replay(recording.poses, recording.joints), f"recording {path.name}", None
    return Film(path, "full"), f"film {path.name}", "full"


def open_eyes(stack: ExitStack) -> tuple[Session, HeadsetRenderer]:
    """The one session with the headset, and the renderer that draws in it; where there is a screen a window mirrors one
    eye. `stack` closes the session, and after it what it was drawn with; the renderer is closed before.

    Raises HeadsetError (no runtime, no headset, taken) and RenderError (no OpenGL), each a sentence.
    """
    from game.render.canvas import open_canvas
    from game.render.headset import HeadsetRenderer

    canvas = open_canvas()
    stack.callback(canvas.close)
    session = stack.enter_context(open_headset(pictures=True))
    return session, HeadsetRenderer(session, canvas)


def open_renderer(
    screen: str,
    fullscreen: bool,
    pictures_in: Path | None,
    show: Show,
    err: Console,
    headset: HeadsetRenderer | None = None,
) -> Renderer:
    """`headset`: what open_eyes gave, for the screen of that name."""
    from game.render.null import Null
    from game.render.renderer import RenderError

    if headset is not None:
        inner: Renderer = headset
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
    from game.audio import Audio, AudioError, Silent, Speaker

    try:
        audio: Speaker = Audio.open(chosen.volume)
    except AudioError as error:
        err.print(str(error), style="yellow", markup=False, highlight=False, soft_wrap=True)
        audio = Silent()
    stack.callback(audio.close)
    return audio.show


def versions(model: str | None) -> dict[str, str]:
    """What judged: a report's numbers hold for these only. `model` None: no camera picture was looked at."""
    from importlib.metadata import version

    found = {"upswing": version("upswing"), "mediapipe": version("mediapipe")}
    if model is not None:
        digest = sha256(asset(f"models/pose_landmarker_{model}.task").read_bytes()).hexdigest()
        found |= {"pose_model": model, "pose_model_sha256": digest}
    return found
