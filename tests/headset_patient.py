"""A patient in front of the real program: Monado's head and hands do what the show is waiting for, tick by tick.

They lift while somebody should, sit still else, and answer questions as a person in a headset does: by pointing a
controller at a button and pulling its trigger (`Trigger`), or as the helper does at the keyboard (`Keys`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from exercises import synthetic
from exercises.pose import Joint
from game.drawlist import button_rects
from game.intents import Intent
from game.openxr.data import Looked
from game.render.eyes import Board
from game.scenes.show import Show
from tests.openxr_runtime.puppet import Puppet
from tests.wearers import looks, quaternion, show

FPS = 72.0
ANSWERS_S = 0.8
ANSWERS = {
    "operation": "no", "worse_since": "no", "pain_before": "1", "headset_history": "no", "neck_pain": "no",
    "reach_head": "yes", "headset_room": "yes", "sickness_before": "0", "sickness_during": "1", "sickness_after": "1",
    "calibration_hurt": "no", "rest": "carry_on", "pain_after": "1", "effort": "3",
}  # fmt: skip


def seated_lifts(exercise: str, peaks_deg: Sequence[float], side: Any = "left", **how: Any) -> list[Looked]:
    """What a headset says of somebody who lifts to these peaks, sitting: the eyes 1.2 m up, over the room's origin."""
    poses = synthetic.mover(exercise, tuple(peaks_deg), FPS, side=side, lead_s=0.5, **how)
    points = np.array([pose.points for pose in poses], dtype=np.float64)
    eyes = 0.5 * (points[0, Joint.left_eye] + points[0, Joint.right_eye])
    points = points - eyes + np.array([0.0, 1.2, 0.0])
    return looks([pose.t_s for pose in poses], points)


@dataclass
class Patient:
    """Called once a frame. `film` is what is done while somebody should move, from its beginning to its end."""

    puppet: Puppet
    film: Sequence[Looked]
    answers: Mapping[str, str] = field(default_factory=dict)
    also: Callable[[Show], bool] = lambda _: False  # something else to do now: True, and nothing else is done
    at_s: float = 0.0
    asked: str = ""
    since_s: float = 0.0
    last_s: float = 0.0
    scenes: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def __call__(self, show_: Show) -> str | None:
        """Moves, and says which button is to be chosen now, if one is."""
        passed, self.last_s = show_.t_s - self.last_s, show_.t_s
        if not self.scenes or self.scenes[-1] != show_.scene:
            self.scenes.append(show_.scene)
        if self.also(show_):
            return None
        panel = show_.asking
        if show_.scene in ("calibrate", "play") and panel is None and show_.watching:
            self.at_s += passed
        show(self.puppet, self.film[min(int(self.at_s * FPS), len(self.film) - 1)])
        if panel is None or panel.id != self.asked:
            self.asked, self.since_s = panel.id if panel else "", show_.t_s
            return None
        if show_.t_s - self.since_s < ANSWERS_S:
            return None
        self.asked = ""
        button = {**ANSWERS, **self.answers}.get(panel.id, panel.buttons[0].id)
        self.said.append(f"{panel.id}: {button}")
        return button


class Keys:
    """A screen with nothing on it, and a helper at its keys."""

    software = False

    def __init__(self, inner: Any, patient: Patient, show: Show) -> None:
        self._inner, self._patient, self._show = inner, patient, show

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def wait(self) -> float:
        import time

        time.sleep(1 / 120)
        return float(self._inner.wait())

    def intents(self) -> tuple[Intent, ...]:
        button = self._patient(self._show)
        chosen = () if button is None else (Intent("select", button=button),)
        return (*self._inner.intents(), *chosen)


class Trigger:
    """The headset's own renderer, and a patient who points the right controller at its board and pulls the trigger."""

    def __init__(self, inner: Any, gear: Any, patient: Patient, show: Show) -> None:
        self._inner, self._gear, self._patient, self._show = inner, gear, patient, show
        self._aims: str | None = None
        self._held, self._panel = 0, ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def intents(self) -> tuple[Intent, ...]:
        right = self._patient.puppet.state.right
        if self._aims is None:
            right.trigger = 0.0
            self._aims, self._held = self._patient(self._show), 0
            self._panel = self._show.asking.id if self._show.asking else ""
        else:
            self._held += 1
            self._point(self._aims)
            right.trigger = 1.0 if 4 <= self._held < 8 else 0.0
            self._patient.puppet.send()
            if self._held >= 10 or self._show.asking is None or self._show.asking.id != self._panel:
                self._aims = None
        return tuple(self._inner.intents())

    def _point(self, button: str) -> None:
        panel = self._show.asking
        if panel is None or button not in (rects := button_rects(panel)):
            return
        left, top, across, low = rects[button]
        board: Board | None = self._gear._renderer._board
        if board is None:
            return
        hand = np.array([0.15, board.eye[1] - 0.35, -0.3])
        along = board.place(((left + across) / 2, (top + low) / 2)) - hand
        z = -along / np.linalg.norm(along)
        x = np.cross([0.0, 1.0, 0.0], z)
        x /= np.linalg.norm(x)
        turned = np.stack([x, np.cross(z, x), z], axis=1)
        self._patient.puppet.hand("right", hand, quaternion(turned))
