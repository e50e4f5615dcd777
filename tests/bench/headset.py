"""What a stereo frame costs: `tests/openxr_runtime/run-in-runtime python tests/bench/headset.py`.

In a real session, at 1024 and at 1440 pixels a side, each scene is shown for --seconds while the head turns: an empty
one (both pictures cleared and handed over), and of each game what a set shows in play. Prints the milliseconds from
xrBeginFrame to xrEndFrame, all drawing done (glFinish), without the waiting of xrWaitFrame: the median and the slowest
tenth; and the processor time of a frame (all threads, whatever else the machine does), and how many times the empty
scene's that is. On a graphics card it exits 1 where the slowest tenth misses
13.9 ms (72 frames a second), and says whether 11.1 ms (90) are held; on software GL only the ratio says something.
Then --starts times a new process opens the headset, shows three frames and closes: how many succeeded, how long a start
took.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))  # the scripted headset is shared with the tests

from game.drawlist import DrawList  # noqa: E402
from game.headset_gallery import game_exercises  # noqa: E402
from game.openxr import open_session  # noqa: E402
from game.render.canvas import open_canvas  # noqa: E402
from game.render.headset import HeadsetRenderer  # noqa: E402
from game.scenes.moments import worn_moments  # noqa: E402
from game.tracking.placement import placement  # noqa: E402
from tests.openxr_runtime.puppet import Puppet  # noqa: E402
from tests.openxr_runtime.service import Monado  # noqa: E402

SIDES = (1024, 1440)
BUDGETS_MS = (11.1, 13.9)
START = """
import time
began = time.monotonic()
from game.openxr import open_session
from game.render.canvas import open_canvas
from game.render.headset import HeadsetRenderer
from game.drawlist import Camera, DrawList
import numpy as np
canvas = open_canvas(False)
with open_session(graphics=True) as session:
    renderer = HeadsetRenderer(session, canvas)
    shown = DrawList(Camera(np.eye(4)))
    while renderer.picture() is None or session.state != "focused":
        assert time.monotonic() - began < 20, session.states
        renderer.intents()
        renderer.wait()
        renderer.show(shown, shown, 1.0)
    print(time.monotonic() - began)
    renderer.close()
canvas.close()
"""


class Counted(HeadsetRenderer):
    """Waits at the end of each frame until all is drawn; `clears` draws nothing but the clear."""

    clears = False

    def _paint(self, *arguments: object) -> None:
        if not self.clears:
            super()._paint(*arguments)  # type: ignore[arg-type]
        else:
            for picture in self._painter.pictures:
                picture.clear(0.02, 0.03, 0.08)
        self._canvas.context.finish()


def in_play(names: list[str]) -> dict[str, DrawList]:
    """For each game of those `names` (none: every one that can be worn) its fullest picture of a set in a headset."""
    found = {}
    for name, make, exercise in game_exercises():
        if not names or name in names:
            evening = worn_moments(exercise, lambda _, make=make: make(), placement, each=1)
            drawn = [one for moment, one, _ in evening if moment.startswith("play")]
            found[name] = max(drawn, key=lambda one: len(one.items) + len(one.instances) + 2 * len(one.people))
    return found


def measured(renderer: Counted, puppet: Puppet, drawn: DrawList, seconds: float) -> np.ndarray:
    """(N, 2) milliseconds of each frame while the head turns to and fro: by the clock, and of processor time."""
    spent: list[tuple[float, float]] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end or len(spent) < 10:
        half = 0.3 * np.sin(2 * time.monotonic())
        puppet.head((0.0, 1.2, 0.0), (0.0, float(np.sin(half)), 0.0, float(np.cos(half)))).send()
        renderer.intents()
        renderer.wait()
        renderer.work_s, before = 0.0, time.process_time()
        renderer.show(drawn, drawn, 1.0)
        if renderer.work_s > 0:
            spent.append((1000 * renderer.work_s, 1000 * (time.process_time() - before)))
    return np.array(spent[3:])


def frames(seconds: float, names: list[str]) -> bool:
    """Prints a table; whether 72 frames a second are held, where that can be asked."""
    held = True
    scenes = in_play(names)
    with Monado() as service:
        puppet = Puppet(service.port)
        puppet.head((0.0, 1.2, 0.0)).hand("left", (-0.25, 0.8, -0.3)).hand("right", (0.3, 1.1, -0.4)).send()
        canvas = open_canvas(window=False)
        with open_session(graphics=True) as session:
            assert session.reach_focus(10), session.states
            for side in SIDES:
                renderer = Counted(session, canvas, (side, side))
                if side == SIDES[0]:
                    print(f"{canvas.context.info['GL_RENDERER']}; {'software' if renderer.software else 'GPU'}")
                renderer.clears = True
                empty = measured(renderer, puppet, next(iter(scenes.values())), seconds)
                _say(side, "empty", empty, empty)
                renderer.clears = False
                for name, drawn in scenes.items():
                    spent = measured(renderer, puppet, drawn, seconds)
                    _say(side, name, spent, empty)
                    held = held and (renderer.software or bool(np.percentile(spent[:, 0], 90) <= max(BUDGETS_MS)))
                renderer.close()
        canvas.close()
        puppet.close()
    return held


def _say(side: int, name: str, spent: np.ndarray, empty: np.ndarray) -> None:
    (median, processor), slow = np.median(spent, axis=0), np.percentile(spent[:, 0], 90)
    budgets = ", ".join(f"{'held' if slow <= budget else 'missed'} at {budget} ms" for budget in BUDGETS_MS)
    print(
        f"{side:5} {name:10} {median:7.1f} ms, slowest tenth {slow:7.1f} ms ({budgets}); "
        f"processor {processor:7.1f} ms, {processor / np.median(empty[:, 1]):5.1f} times the empty scene's",
        flush=True,
    )


def starts(count: int) -> bool:
    took = []
    with Monado() as service:
        for _ in range(count):
            done = subprocess.run(
                [sys.executable, "-c", START], cwd=ROOT, env=service.environment, capture_output=True, text=True,
                timeout=60, check=False,
            )  # fmt: skip
            if done.returncode == 0:
                took.append(float(done.stdout.splitlines()[-1]))
            else:
                print(done.stderr)
    print(f"{len(took)} of {count} starts to the first picture in focus")
    if took:
        print(f"a start took {np.median(took):.2f} s (median), {max(took):.2f} s at most")
    return len(took) == count


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--seconds", type=float, default=8.0)
    asked.add_argument("--game", action="append", default=[], help="only this one; may be said again")
    asked.add_argument("--starts", type=int, default=20)
    wanted = asked.parse_args()
    held = frames(wanted.seconds, wanted.game)
    return 0 if starts(wanted.starts) and held else 1


if __name__ == "__main__":
    sys.exit(main())
