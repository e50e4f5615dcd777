"""Which pose model a live session uses: measured once on this machine, kept, and measured again where it is another.

A film is never asked: it has all the time it wants, and what `analyze` states must not depend on the machine's load.
Within a session the model stays, however slow the machine gets: a report's numbers hold for one model.
"""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from game.assets import asset
from game.settings import settings_path

if TYPE_CHECKING:
    from game.drawlist import DrawList
    from game.render.renderer import Renderer
    from game.tracking.landmarks import Model
    from game.tracking.trial import Trial

FILE = "pose_model.json"
FILM = "films/demo_shoulder_abduction.mp4"


@dataclass(frozen=True, slots=True)
class Choice:
    """`model` because so many poses a second were measured with either, on `machine` with `cpus` processors, this
    MediaPipe and Upswing, beside a picture drawn `drawn` ("by the processor, full screen")."""

    model: Model
    full_poses_s: float
    lite_poses_s: float
    machine: str
    cpus: int
    mediapipe: str
    upswing: str
    drawn: str

    @property
    def said(self) -> str:
        """In words, for the terminal."""
        rates = f"full {self.full_poses_s:.0f}, lite {self.lite_poses_s:.0f} poses a second"
        return f"{self.model}: measured {rates}, drawn {self.drawn}"

    def holds_for(self, other: Choice) -> bool:
        """Whether it was measured where and with what the other was."""
        return self.machine_and_parts == other.machine_and_parts and self.drawn == other.drawn

    @property
    def machine_and_parts(self) -> tuple[str, int, str, str]:
        return (self.machine, self.cpus, self.mediapipe, self.upswing)


def here(drawn: str, trial: Trial | None = None) -> Choice:
    """The choice a trial on this machine means; without one, what a kept choice is compared with."""
    return Choice(
        trial.model if trial else "full", trial.full if trial else 0.0, trial.lite if trial else 0.0,
        machine=processor(), cpus=os.cpu_count() or 1, mediapipe=version("mediapipe"), upswing=version("upswing"),
        drawn=drawn,
    )  # fmt: skip


def processor(cpuinfo: Path = Path("/proc/cpuinfo")) -> str:
    """The processor's name, as the system tells it."""
    try:
        lines = cpuinfo.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:  # not Linux
        lines = []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return " ".join((*names[:1], platform.processor() if not names else "", platform.machine())).strip()


def drawn_by(renderer: Renderer, full_screen: bool) -> str:
    by = "the processor" if renderer.software else "the graphics card"
    return f"by {by}, {'full screen' if full_screen else 'in a window'}"


# --- kept ----------------------------------------------------------------------------------------------------------


def choice_path() -> Path:
    return settings_path().with_name(FILE)


def load(path: Path) -> tuple[Choice, ...]:
    """What was measured and kept; () where there is nothing, or nothing that can be read: it is measured again then."""
    try:
        return tuple(_parsed(entry) for entry in json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return ()


def _parsed(entry: Any) -> Choice:
    choice = Choice(**entry)
    if choice.model not in ("lite", "full"):
        raise ValueError(f"model must be lite or full, got {choice.model!r}")
    return replace(choice, full_poses_s=float(choice.full_poses_s), lite_poses_s=float(choice.lite_poses_s))


def keep(choice: Choice, path: Path, *, only: bool = False) -> None:
    """Write it in place of the one it replaces, and (`only`) of all others; those of another machine go at any rate.

    Raises OSError where the folder cannot be written.
    """
    here_too = [] if only else [c for c in load(path) if c.machine_and_parts == choice.machine_and_parts]
    kept = [*(c for c in here_too if not c.holds_for(choice)), choice]
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps([asdict(c) for c in kept], indent=2) + "\n", encoding="utf-8")
    os.replace(fresh, path)


# --- measured ------------------------------------------------------------------------------------------------------


def live_model(renderer: Renderer, picture: DrawList, full_screen: bool, out: Console) -> Model:
    """The kept choice, or a fresh one: five to ten seconds with `picture` on the screen, and a sentence about it."""
    now, path = here(drawn_by(renderer, full_screen)), choice_path()
    for choice in load(path):
        if choice.holds_for(now):
            return choice.model
    _say(out, "Seeing how fast this computer is: some seconds, this once.")
    return measured(beside(renderer, picture), now.drawn, path, out).model


def measured(meanwhile: Callable[[], None], drawn: str, path: Path, out: Console, *, only: bool = False) -> Choice:
    """Measure, keep and say."""
    from game.tracking.trial import tried

    choice = here(drawn, tried(asset(FILM), meanwhile))
    _say(out, f"Pose model {choice.said}.")
    try:
        keep(choice, path, only=only)
    except OSError as error:
        _say(out, f"{path} cannot be written ({error.strerror}); it will be measured again next time.")
    return choice


def beside(renderer: Renderer, picture: DrawList) -> Callable[[], None]:
    """Draws one frame at the renderer's own pace."""

    def draw() -> None:
        renderer.show(picture, picture, 1.0)
        renderer.wait()

    return draw


def measure_again(out: Console) -> Choice:
    """For the doctor: beside the evening's first picture drawn off screen as large as a window. It replaces every kept
    choice, so that full screen is measured again where it is played. Raises RenderError without OpenGL."""
    from game.choices import Wanted, choose_routine, make_show
    from game.render.offscreen import Offscreen
    from game.render.pacing import Pacing
    from game.render.window import SOFTWARE_FPS
    from game.scenes.opening import Opening

    picture = make_show(choose_routine(Wanted(source="camera"), live=True), 0, Opening()).draw()
    renderer = Offscreen()
    pacing = Pacing(clock=time.monotonic)

    def draw() -> None:
        renderer.show(picture, picture, 1.0)
        renderer.picture()  # waits until it is really drawn
        pacing.wait(SOFTWARE_FPS if renderer.software else 60.0)

    try:
        return measured(draw, drawn_by(renderer, False), choice_path(), out, only=True)
    finally:
        renderer.close()


def _say(out: Console, sentence: str) -> None:
    out.print(sentence, markup=False, highlight=False, soft_wrap=True)
