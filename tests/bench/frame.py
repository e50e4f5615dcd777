"""Whether drawing and tracking live together: `python tests/bench/frame.py`.

What a set of Lanterns shows (figure, lantern, ring, thread, sparks, ten lanterns gone before, the count) is drawn off
screen, paced as the window paces it, while a real film, handed on at its own speed as a webcam would, is followed by
the program's camera tracking with each of --models in turn. `--busy` adds a coach, fourteen lanterns, a button and a
sky that darkens all the while. Prints frames and poses a second, each alone and both together, and the milliseconds a
frame takes, also of the evening's first picture, beside which `upswing play` measures; exits 1 where no model reaches
30 frames and 15 poses. On a GPU the display sets the pace, so only the poses are held to their limit.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from game.assets import asset
from game.choices import Wanted, choose_routine, make_show
from game.drawlist import COLOURS, Button, Camera, DrawList, Instances, Item, Line, Panel, Person, World
from game.render.offscreen import Offscreen
from game.render.pacing import Pacing
from game.render.window import SOFTWARE_FPS
from game.scenes.opening import Opening
from game.tracking.camera import Camera as Tracker
from game.tracking.landmarks import MODELS
from game.tracking.trial import FilmAsWebcam, poses_a_second

FRAMES_AT_LEAST, POSES_AT_LEAST = 30.0, 15.0


def placed(x: float, y: float, z: float, size: float = 1.0, turn: np.ndarray | None = None) -> np.ndarray:
    matrix = np.eye(4)
    matrix[:3, :3] = (np.eye(3) if turn is None else turn) * size
    matrix[:3, 3] = (x, y, z)
    return matrix


def turned(degrees: float, axis: int) -> np.ndarray:
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    i, j = [(1, 2), (2, 0), (0, 1)][axis]
    matrix = np.eye(3)
    matrix[i, i], matrix[i, j], matrix[j, i], matrix[j, j] = c, -s, s, c
    return matrix


def evening(t_s: float, busy: bool) -> DrawList:
    """The evening `t_s` seconds in: everything moves."""
    lift = 60 + 50 * np.sin(t_s)
    bones = {
        "right_upper_arm": turned(-lift, 2),
        "right_lower_arm": turned(-lift, 2),
        "head": turned(5 * np.sin(t_s), 1),
    }
    people = [Person("player", "older_woman", placed(0, 0, 0, turn=turned(180, 1)), bones)]
    panels = [Panel("count", "bottom_left", f"{int(t_s) % 10} of 10", height=0.10)]
    if busy:
        people.append(Person("coach", "man", placed(-1.6, 0, -1.8, turn=turned(160, 1)), bones))
        panels.append(Panel("ask", "top", "Lift slowly.", buttons=(Button("easier", "Easier", dwell=(t_s / 3) % 1),)))
    rng = np.random.default_rng(1)
    far = [
        placed(x, y + 0.1 * np.sin(t_s + x), z)
        for x, y, z in rng.uniform((-12, 0.5, -60), (12, 12, -14), (16 if busy else 6, 3))
    ]
    afloat = [placed(x, -0.45, z, 1.4) for x, z in rng.uniform((-8, -40), (10, -7), (8 if busy else 4, 2))]
    items = (
        Item(
            "ring",
            "ring",
            placed(1.9, 3.2, -3, 0.42),
            COLOURS["cyan"],
            glow=1.0,
            glow_m=0.35,
            part=0.5 + 0.5 * np.sin(t_s),
        ),
        Item("lantern", "lantern", placed(1.9, 2.2 + 0.5 * np.sin(t_s), -3, 1.4), glow=1.0, glow_m=2.2, part=0.7),
        *(Item(f"far-{i}", "lantern", m, glow=1.0, glow_m=1.2) for i, m in enumerate(far)),
        *(Item(f"afloat-{i}", "float_lantern", m, glow=1.0, glow_m=1.2) for i, m in enumerate(afloat)),
    )
    sparks = np.stack([placed(*(1.9, 2.4, -3) + 0.3 * rng.standard_normal(3), 0.04) for _ in range(20)])
    thread = np.linspace((0.6, 1.4, 0.0), (1.9, 2.0, -3.0), 24)
    pitch = turned(5, 0)
    return DrawList(
        Camera(placed(0.97, 1.5, 4.5, turn=pitch)),
        World(
            hour=min(1.0, 0.3 + t_s / 120) if busy else 0.3,
            lit=tuple(0.5 + 0.5 * np.sin(t_s + k) for k in range(10 if busy else 4)),
            t_s=t_s,
        ),
        items,
        (Line("thread", thread, COLOURS["core"], 0.012, 0.5),),
        tuple(people),
        (Instances("sparks", "spark", sparks, np.tile(COLOURS["core"], (20, 1))),),
        tuple(panels),
    )


def frames_a_second(renderer: Offscreen, seconds: float, tracker: Tracker | None, busy: bool) -> tuple[float, float]:
    """(frames, poses) a second over `seconds`, drawing at most 30 a second on software GL as the window does."""
    before, frames, poses = evening(0.0, busy), 0, 0
    began, pacing = time.monotonic(), Pacing()
    while (now := time.monotonic()) < began + seconds:
        after = evening(now - began, busy)
        renderer.show(before, after, 0.5)
        renderer.picture()  # waits until it is really drawn
        before, frames = after, frames + 1
        poses += len(tracker.poll()) if tracker else 0
        if renderer.software:
            pacing.wait(SOFTWARE_FPS)
    passed = time.monotonic() - began
    return frames / passed, poses / passed


def frame_ms(renderer: Offscreen, drawn: Callable[[float], DrawList], frames: int = 30) -> float:
    """Milliseconds a frame takes with nothing else running and no pace kept."""
    began = time.monotonic()
    for n in range(frames):
        picture = drawn(n / 30)
        renderer.show(picture, picture, 1.0)
        renderer.picture()
    return (time.monotonic() - began) * 1000 / frames


def first_picture() -> DrawList:
    """What is on the screen while `upswing play` measures."""
    return make_show(choose_routine(Wanted(source="camera"), live=True), 0, Opening()).draw()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=15.0)
    parser.add_argument("--film", type=Path, default=asset("films/demo_shoulder_abduction.mp4"))
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--models", nargs="+", choices=MODELS, default=list(MODELS))
    parser.add_argument("--busy", action="store_true")
    wanted = parser.parse_args()
    renderer = Offscreen(*(int(n) for n in wanted.size.split("x")))
    kind = "software" if renderer.software else "GPU"
    print(f"{renderer.driver} at {wanted.size}, {kind}; film {wanted.film.name}")
    frames_a_second(renderer, 1.0, None, wanted.busy)  # shaders, textures
    welcome = first_picture()
    frame_ms(renderer, lambda _: welcome, 3)
    ms = (frame_ms(renderer, lambda _: welcome), frame_ms(renderer, lambda t_s: evening(t_s, wanted.busy)))
    print("a frame takes    {:6.1f} ms at the welcome, {:.1f} ms while playing".format(*ms))
    alone, _ = frames_a_second(renderer, wanted.seconds / 3, None, wanted.busy)
    print(f"drawing alone          {alone:6.1f} frames/s")
    enough = [_beside(renderer, model, wanted) for model in wanted.models]
    renderer.close()
    least = f"at least {FRAMES_AT_LEAST:.0f} frames/s and {POSES_AT_LEAST:.0f} poses/s"
    print("enough" if any(enough) else f"too little: {least}")
    return 0 if any(enough) else 1


def _beside(renderer: Offscreen, model: str, wanted: argparse.Namespace) -> bool:
    """Tracks with a model, alone and beside drawing; whether both are enough."""
    with Tracker(lambda: FilmAsWebcam(wanted.film), model) as tracker:
        nap = partial(time.sleep, 0.005)
        poses_a_second(tracker, 2.0, nap)  # models
        print(
            f"{model}: tracking alone                  {poses_a_second(tracker, wanted.seconds / 3, nap):6.1f} poses/s"
        )
        frames, poses = frames_a_second(renderer, wanted.seconds, tracker, wanted.busy)
    print(f"{model}: both together    {frames:6.1f} frames/s {poses:6.1f} poses/s", flush=True)
    return poses >= POSES_AT_LEAST and (frames >= FRAMES_AT_LEAST - 0.5 or not renderer.software)


if __name__ == "__main__":
    sys.exit(main())
