"""The program as it is called, in a process of its own, that tells what is to be seen in it after each picture.

    python tests/telling_program.py FD WORDS ...     WORDS: as after `upswing`; one JSON line a picture goes to FD

What is told is what a patient sees: the scene, what is asked and where its buttons are (metres, in the frame of the
wearer's own head), which arm is meant, and whether somebody should move. A helper at the keyboard speaks on the
standard input: the names of keys. UPSWING_TEST_PROFILES names the only controllers whose bindings are suggested;
UPSWING_TEST_EYE is how many pixels wide and high each eye's picture is at least (a processor draws them here).
"""

from __future__ import annotations

import functools
import json
import os
import select
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from game import cli, equipment, headgear
from game.drawlist import button_rects
from game.intents import Intent
from game.openxr import open_session
from game.openxr.room import apply, inverse
from game.render import headset
from game.scenes.assessment import Assessment

if TYPE_CHECKING:
    from game.drawlist import Panel
    from game.scenes.show import Show


class Telling:
    """A Renderer around the program's own."""

    def __init__(self, inner: Any, gear: Any, show: Show, fd: int) -> None:
        self._inner, self._gear, self._show = inner, gear, show
        self._fd = fd
        self._frame = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def show(self, before: Any, after: Any, alpha: float) -> None:
        self._inner.show(before, after, alpha)
        self._frame += 1
        show = self._show
        panel = show.asking
        evening = show._evening
        block, set_index, full, needed = show.progress
        on = show._course.scene
        told = {
            "frame": self._frame, "t_s": show.t_s, "scene": show.scene, "worn": show.worn,
            "asked": None if panel is None else panel.id, "buttons": {} if panel is None else self._buttons(panel),
            "texts": [text for one in after.panels for text in (one.title, one.text) if text],
            "limb": evening.limb if evening.block >= 0 else "", "watching": show.watching,
            "controllers": list(self._gear.session.controllers) if self._gear is not None else [],
            "trial": on._trial if isinstance(on, Assessment) and show.scene == "trial" and show.watching else None,
            "block": block, "set": set_index, "full": full, "needed": needed,
        }  # fmt: skip
        os.write(self._fd, (json.dumps(told) + "\n").encode())

    def _buttons(self, panel: Panel) -> dict[str, list[float] | None]:
        pointing = getattr(self._gear._renderer, "pointing", None)
        board, looked = getattr(pointing, "board", None), getattr(pointing, "looked", None)
        places: dict[str, list[float] | None] = {}
        for button, (left, top, right, bottom) in button_rects(panel).items():
            if board is None or looked is None or looked.head is None:
                places[button] = None
                continue
            at = board.place(((left + right) / 2, (top + bottom) / 2))
            places[button] = [float(v) for v in apply(inverse(looked.head), at)]
        return places

    def intents(self) -> tuple[Intent, ...]:
        self._type()
        return tuple(self._inner.intents())

    def _type(self) -> None:
        """The helper's keys, as pygame hears them."""
        import pygame

        while select.select([0], [], [], 0)[0] and (typed := os.read(0, 4096)):
            for name in typed.decode().split():
                letter = name if len(name) == 1 else ""
                code = pygame.key.key_code(name)
                pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=code, unicode=letter, mod=0))


def main() -> None:
    fd = int(sys.argv.pop(1))
    real = equipment.open_renderer

    def open_renderer(
        screen: str, fullscreen: bool, pictures: Path | None, show: Show, err: Any, gear: Any = None
    ) -> Any:
        return Telling(real(screen, fullscreen, pictures, show, err, gear), gear, show, fd)

    equipment.open_renderer = open_renderer  # type: ignore[assignment]
    if (only := os.environ.get("UPSWING_TEST_PROFILES")) is not None:
        headgear.open_session = functools.partial(open_session, profiles=only.split())  # type: ignore[attr-defined]
    if (least := os.environ.get("UPSWING_TEST_EYE")) is not None:
        assert hasattr(headset, "LEAST_SIDE")
        headset.LEAST_SIDE = int(least)
    cli.main()


if __name__ == "__main__":
    main()
