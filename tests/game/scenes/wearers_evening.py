"""Evenings in a headset for the tests of the scenes: a head and two hands as poses, and somebody who answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from evenings import USUAL, Plain, advise, lifts, prescribed, routine

from exercises.pose import Joint, Pose, Rigid
from exercises.routine import Answer, Routine
from game.drawlist import DrawList
from game.intents import Intent
from game.scenes.opening import Headset, Opening
from game.scenes.show import Show

FPS = 12
UPRIGHT = (0.0, 0.0, 0.0, 1.0)
WORN = Headset(exercises=("shoulder_abduction", "shoulder_flexion"), camera=True, sessions_before=1, asked=True)
SEATED_EYES_M = 1.2


def worn(pose: Pose, shift: Sequence[float] = (0.0, 0.0, 0.0), tilt_deg: float = 0.0) -> Pose:
    """The pose with the head and the hands of who sits in it, moved as a whole by `shift`, the head tilted aside."""
    points = pose.points.astype(float)
    eyes = 0.5 * (points[Joint.left_eye] + points[Joint.right_eye])
    points = points + np.array([-eyes[0], SEATED_EYES_M - eyes[1], -eyes[2]]) + np.array(shift)
    half = np.radians(tilt_deg) / 2
    head = Rigid(0.5 * (points[Joint.left_eye] + points[Joint.right_eye]), (0.0, 0.0, np.sin(half), np.cos(half)))
    hands = [Rigid(points[joint], UPRIGHT) for joint in (Joint.left_wrist, Joint.right_wrist)]
    return replace(pose, points=points, head=head, left_hand=hands[0], right_hand=hands[1], image=None)


class Chair:
    """Somebody in a chair who wears what the show asks for: lifts while they should, sits still else."""

    ANSWERS = {  # noqa: RUF012
        "welcome": "start", "worse_since": "no", "morning_after": "same", "pain_before": "1", "headset_history": "no",
        "neck_pain": "no", "reach_head": "yes", "headset_room": "yes", "sickness_before": "1", "sickness_during": "2",
        "sickness_after": "1", "calibration_hurt": "no", "rest": "carry_on", "break": "carry_on", "take_off": "off",
        "space": "ready", "pain_after": "1", "effort": "3", "results": "good_night",
    }  # fmt: skip

    def __init__(self, asked: Routine | None = None, headset: Headset | None = WORN, **answers: str) -> None:
        opening: Opening = replace(USUAL, headset=headset)
        self.asked = asked or routine(prescribed(reps=3))
        self.show = Show(self.asked, make_game=lambda _: Plain(), advise=advise, seed=1, opening=opening)
        self.answers = {**self.ANSWERS, **answers}
        self.films = {p.exercise.id: lifts(p.exercise.id, count=40, fps=FPS) for p in self.asked.prescriptions}
        self.n = self._at = 0
        self._block = -1
        self.shift: Sequence[float] = (0.0, 0.0, 0.0)
        self.change: Any = None  # a pose -> pose, what else is different about them now
        self.said: list[Any] = []
        self.kept: dict[int, tuple[Sequence[Pose], Sequence[Intent]]] = {}
        self.scenes: list[str] = []
        self.panels: dict[str, str] = {}
        self.drawn: dict[str, DrawList] = {}

    @property
    def film(self) -> list[Pose]:
        block = max(self.show.progress[0], 0)
        if block != self._block:
            self._block, self._at = block, 0
        return self.films[self.asked.prescriptions[block].exercise.id]

    def body(self) -> Pose:
        film = self.film
        if self.show.scene in ("calibrate", "play") and self.show.watching and self.show.asking is None:
            self._at += 1
        return film[min(3 * FPS + self._at, len(film) - 1)] if self._at else film[0]

    def tick(self, *intents: Intent) -> None:
        poses: tuple[Pose, ...] = ()
        if self.n % (60 // FPS) == 0:
            pose = replace(self.body(), t_s=self.n / 60)
            if self.show.tracked_by == "headset":
                pose = worn(pose, self.shift)
                pose = pose if self.change is None else self.change(pose)
            poses = (pose,)
        self.show.step(self.n, poses, intents)
        self.kept[self.n] = (poses, intents)
        self.said += [record for _, record in self.show.log()]
        self.n += 1
        if not self.scenes or self.scenes[-1] != self.show.scene:
            self.scenes.append(self.show.scene)

    def wait(self, seconds: float) -> None:
        for _ in range(round(seconds * 60)):
            self.tick()

    def answer(self) -> None:
        """Whatever is asked now, after half a second."""
        panel = self.show.asking
        if panel is None:
            self.tick()
            return
        self.panels[panel.id] = f"{panel.title} {panel.text}".strip()
        self.drawn.setdefault(panel.id, self.show.draw())
        self.wait(0.5)
        if self.show.asking is not None and self.show.asking.id == panel.id:
            self.tick(Intent("select", button=self.answers.get(panel.id, panel.buttons[0].id)))

    def until(self, *scenes: str, most_s: float = 240.0) -> Chair:
        end = self.n + round(most_s * 60)
        while self.show.scene not in scenes:
            assert self.n < end, f"still in {self.show.scene} after {most_s} s; came by {self.scenes}"
            assert not self.show.ended, f"ended, never came to {scenes}; came by {self.scenes}"
            self.answer() if self.show.scene != "put-on" else self.tick()
        return self

    def to_the_end(self, most_s: float = 900.0) -> Chair:
        end = self.n + round(most_s * 60)
        while not self.show.ended:
            assert self.n < end, f"still in {self.show.scene} after {most_s} s; came by {self.scenes}"
            self.answer() if self.show.scene != "put-on" else self.tick()
        return self

    def of(self, kind: type) -> list[Any]:
        return [record for record in self.said if isinstance(record, kind)]

    def answered(self, key: str) -> list[Any]:
        return [said.value for said in self.of(Answer) if said.key == key]

    @property
    def title(self) -> str:
        return " / ".join(f"{panel.title} {panel.text}".strip() for panel in self.show.draw().panels)
