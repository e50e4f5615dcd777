"""A scripted patient in front of the real program: Monado's head and hands on one side, the program's own process on
the other. What the patient knows is what is to be seen (tests/telling_program.py); what they do is written beforehand.

The body moves by the wall clock, whatever the program is doing, as a person does; but where fewer than four pictures a
second come (a machine that others use too), no further than A_PICTURE_S from one to the next: who sees nothing waits.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Self

import numpy as np

from exercises.neck import MOVES
from exercises.pose import Array, Rigid
from exercises.synthetic import REST_DEG, MoverSide, Score, score
from game.openxr.data import Looked
from game.openxr.room import apply
from tests.openxr_runtime.puppet import Puppet
from tests.wearers import Person, quaternion, show

ROOT = Path(__file__).parents[1]
TELLING = ROOT / "tests/telling_program.py"
WITH_XVFB = str(ROOT / "tests/openxr_runtime/with-xvfb")
FPS = 90.0
EYES_M = 1.2  # of somebody who sits
BETWEEN_S = 0.35  # two lifts
A_PICTURE_S = 0.25
LIFT_S, TOP_S, LOWER_S = 0.8, 0.5, 0.9  # quicker than most, and slow enough for every limit of speed
READS_S = 0.4  # a question, before it is answered
CALIBRATION_DEG = 85.0
NECK_DEG = 32.0
PICTURES = 3  # so many have to show a hand that aims, or a trigger that is pulled
GIVES_UP_S = 4.0  # a choice that changed nothing by then is made again
ANSWERS: dict[str, str | None] = {
    "operation": "no", "worse_since": "no", "pain_before": "1", "headset_history": "no", "neck_pain": "no",
    "reach_head": "yes", "headset_room": "yes", "put_on": None, "sickness_before": "0", "sickness_during": "1",
    "calibration_hurt": "no", "same_as_last_time": "yes", "pain_after": "1", "effort": "3", "pause": None,
    "test_safety": "safe", "test_how": "ready",
}  # fmt: skip
"""What is chosen where; None: nothing, it goes on by itself. What is not named gets its first button."""


SOMEBODY = Person(1.60)
"""Built as the program thinks bodies are, and shorter than it thinks at first. How far it is off with others is
measured in tests/bench/headset_angles.py.
"""
ANOTHER = Person(1.76, arm=1.03, wide=1.05, look_deg=20.0)
"""Taller, with longer arms and wider shoulders than it thinks, whose head turns toward the hand that is lifted."""


@cache
def lift(exercise: str, side: MoverSide, peak_deg: float, body: Person = SOMEBODY) -> tuple[Looked, ...]:
    """Of somebody who sits, eyes EYES_M up over the origin: one lift, FPS looks a second."""
    pace = {"lift_s": LIFT_S, "hold_s": TOP_S, "lower_s": LOWER_S}
    return _seated(body, score(exercise, (peak_deg,), FPS, side=side, pause_s=0.0, lead_s=0.05, **pace))


@cache
def neck(trial: int, body: Person = SOMEBODY) -> tuple[Looked, ...]:
    """Of the same: a trial of the neck's range, three movements by NECK_DEG."""
    move = MOVES[trial]
    peaks = (REST_DEG[move.exercise] + NECK_DEG,) * 3
    pace = {"lift_s": 0.9, "hold_s": 0.5, "lower_s": 0.9, "pause_s": 0.3}
    return _seated(replace(body, look_deg=0.0), score(move.exercise, peaks, FPS, side=move.side or "left", **pace))


def _seated(body: Person, written: Score) -> tuple[Looked, ...]:
    _, found = body.does(written)
    assert found[0].head is not None
    by = np.array([0.0, EYES_M, 0.0]) - found[0].head.position
    return tuple(_moved(looked, by) for looked in found)


def _moved(looked: Looked, by: Array) -> Looked:
    def there(place: Rigid | None) -> Rigid | None:
        return None if place is None else Rigid(place.position + by, place.rotation)

    hands = [replace(hand, grip=there(hand.grip), aim=there(hand.aim)) for hand in looked.hands]
    return replace(looked, head=there(looked.head), left=hands[0], right=hands[1])


@dataclass
class Lifted:
    """What was done, as it was meant."""

    block: int
    set: int
    side: str
    peak_deg: float
    at_s: float
    scene: str


class Nobody(Puppet):
    """The puppet of a service that is gone."""

    def __init__(self, before: Puppet) -> None:
        self.state = before.state

    def send(self) -> None:
        pass

    def close(self) -> None:
        pass


@dataclass
class Patient:
    """`does`: the exercise of each block, and the peaks (degrees) of a set, for either side the same.

    aims     with the right controller and its trigger; False: a helper answers at the keyboard
    fingers  hands without controllers
    asleep   the sides whose controllers sleep now
    at_most  of a block so many lifts, until somebody says otherwise
    """

    puppet: Puppet
    does: Sequence[tuple[str, Sequence[float]]]
    answers: dict[str, str | None] = field(default_factory=dict)
    aims: bool = True
    fingers: bool = False
    body: Person = SOMEBODY
    asleep: set[str] = field(default_factory=set)
    at_most: dict[int, int] = field(default_factory=dict)
    lifted: list[Lifted] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    key: Callable[[str], None] = lambda _: None
    _trial: int | None = None
    _film: tuple[Looked, ...] = ()
    _at_s: float = 0.0  # how far into the film
    _now: float = 0.0
    _frame: int = -1
    _may_s: float = 0.0  # until the next picture
    _rests_until: float = 0.0
    _asked: str | None = None
    _since: float = 0.0
    _tried: float = 0.0
    _aim: str | None = None
    _aim_frame: int = 0

    def leaves(self) -> None:
        """The service is about to die: nothing reaches it any more."""
        self.puppet.close()
        self.puppet = Nobody(self.puppet)

    @property
    def lifting(self) -> bool:
        return bool(self._film)

    def moves(self, seen: Mapping[str, Any], now: float) -> None:
        """What is done now, `seen` being the latest that was told."""
        passed, self._now = now - self._now, now
        if seen["frame"] != self._frame:
            self._frame, self._may_s = seen["frame"], A_PICTURE_S
        step = min(passed, self._may_s)
        self._may_s -= step
        if self._film:
            self._at_s += step
            n = int(self._at_s * FPS)
            if n < len(self._film):
                self._shows(self._film[n])
                return
            self._film, self._rests_until = (), now + BETWEEN_S
        exercise = self.does[min(max(seen["block"], 0), len(self.does) - 1)][0]
        rest = lift(exercise, "left", CALIBRATION_DEG, self.body)[0]
        if seen["asked"] is not None:
            self._answers(seen, rest, now)
            return
        self._asked = self._aim = None
        self.puppet.state.right.trigger = 0.0
        self._shows(rest)
        if seen["trial"] != self._trial:
            self._trial = seen["trial"]
            self._film, self._at_s = (() if self._trial is None else neck(self._trial, self.body)), 0.0
        if now >= self._rests_until and seen["watching"] and (peak := self._next(seen)) is not None:
            side: MoverSide = "right" if "right" in seen["limb"].lower() else "left"
            self._film, self._at_s = lift(exercise, side, peak, self.body), 0.0
            self.lifted.append(Lifted(seen["block"], seen["set"], side, peak, seen["t_s"], seen["scene"]))

    def _next(self, seen: Mapping[str, Any]) -> float | None:
        """How high the next lift goes; None: none now."""
        if self.asleep:
            return None
        if seen["scene"] == "calibrate":
            return CALIBRATION_DEG
        if seen["scene"] != "play":
            return None
        side = "right" if "right" in seen["limb"].lower() else "left"
        done = Counter((one.block, one.set, one.side) for one in self.lifted if one.scene == "play")
        peaks = self.does[seen["block"]][1]
        n = done[seen["block"], seen["set"], side]
        return peaks[n] if n < min(len(peaks), self.at_most.get(seen["block"], len(peaks))) else None

    def _shows(self, looked: Looked) -> None:
        for side in self.asleep:
            looked = replace(looked, **{side: replace(getattr(looked, side), active=False)})
        show(self.puppet, looked, self.fingers)

    # --- answering

    def _answers(self, seen: Mapping[str, Any], rest: Looked, now: float) -> None:
        asked, buttons = seen["asked"], seen["buttons"]
        if asked != self._asked:
            self._asked, self._since, self._aim = asked, now, None
            self.puppet.state.right.trigger = 0.0
        button = {**ANSWERS, **self.answers}.get(asked, next(iter(buttons)))
        unseen = self.aims and buttons.get(button) is None  # it does not hang anywhere yet
        if button is None or button not in buttons or unseen or now - self._since < READS_S:
            self._shows(rest)
            return
        frame = seen["frame"]
        again = self._aim is None or (now - self._tried > GIVES_UP_S and frame - self._aim_frame > 3 * PICTURES)
        if again:
            self._aim, self._aim_frame, self._tried = button, frame, now
            self.said.append(f"{asked}: {button}")
        if not self.aims:
            self._shows(rest)
            for key in (["right"] * (1 + list(buttons).index(button)) + ["return"]) if again else ():
                self.key(key)
            return
        held = frame - self._aim_frame
        self.puppet.state.right.trigger = 1.0 if PICTURES <= held < 2 * PICTURES else 0.0
        self._shows(pointing(rest, np.array(buttons[button])))


@dataclass
class Mishap:
    """What happens once so many lifts of a block are counted and the arm is down, and what mends it as soon as the
    program has paused for it. `mends` None: nothing does. said: what the pause said.
    """

    after: int
    happens: Callable[[], None]
    mends: Callable[[], None] | None = None
    block: int = 0
    said: list[str] = field(default_factory=list)
    at_s: float | None = None


def befalls(patient: Patient, *mishaps: Mishap) -> Callable[[dict[str, Any]], bool]:
    """For `Program.plays`: one mishap after the other. The patient lifts no further than to the next one."""
    left = list(mishaps)

    def wait_for(following: list[Mishap]) -> None:
        patient.at_most = {following[0].block: following[0].after} if following else {}

    def also(seen: dict[str, Any]) -> bool:
        if not left:
            return False
        one = left[0]
        if one.at_s is None:
            if (seen["scene"], seen["block"], seen["full"]) == ("play", one.block, one.after) and not patient.lifting:
                one.at_s = time.monotonic()
                one.happens()
        elif seen["asked"] == "pause" and not one.said:
            one.said.extend(seen["texts"])
            if one.mends is not None:
                one.mends()
                left.pop(0)
                wait_for(left)
        return False

    wait_for(left)
    return also


def pointing(rest: Looked, seen_at: Array) -> Looked:
    """The right controller aimed from the lap at what is seen there, (3,) m in the head's own frame."""
    assert rest.head is not None
    at = apply(rest.head, seen_at)
    hand = np.array([0.15, EYES_M - 0.45, -0.25])
    back = (hand - at) / np.linalg.norm(hand - at)
    across = np.cross([0.0, 1.0, 0.0], back)
    across /= np.linalg.norm(across)
    held = Rigid(hand, quaternion(np.stack([across, np.cross(back, across), back], axis=1)))
    return replace(rest, right=replace(rest.right, grip=held, aim=held))


class Program:
    """The program in its own process. `seen`: what was told last; `scenes`: all that came, in order."""

    def __init__(
        self, words: Sequence[str], environment: Mapping[str, str], folder: Path, *, screen: bool = False, **more: str
    ) -> None:
        read, write = os.pipe()
        gone = ("DISPLAY", "WAYLAND_DISPLAY")
        home = {
            "UPSWING_DATA": str(folder / "data"), "XDG_CONFIG_HOME": str(folder / "config"), "COLUMNS": "200",
            "SDL_AUDIODRIVER": "dummy", "PYTHONPATH": str(ROOT), "UPSWING_TEST_EYE": "320",
        }  # fmt: skip
        self.output, self.errors = folder / "output", folder / "errors"
        before = [WITH_XVFB] if screen else []
        with self.output.open("a") as out, self.errors.open("a") as err:
            self.process = subprocess.Popen(
                [*before, sys.executable, str(TELLING), str(write), *words],
                env={name: value for name, value in environment.items() if name not in gone} | home | more,
                cwd=folder, stdin=subprocess.PIPE, stdout=out, stderr=err, pass_fds=(write,),
            )  # fmt: skip
        os.close(write)
        os.set_blocking(read, False)
        self._read, self._rest = read, b""
        self.seen: dict[str, Any] = {}
        self.scenes: list[str] = []
        self.texts: list[str] = []
        self.began = time.monotonic()

    def key(self, name: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{name}\n".encode())
        self.process.stdin.flush()

    def hear(self) -> bool:
        """Takes what was told since; False once the program has ended."""
        try:
            told = os.read(self._read, 1 << 20)
        except BlockingIOError:
            return self.process.poll() is None
        self._rest += told
        *lines, self._rest = self._rest.split(b"\n")
        for line in lines:
            self.seen = json.loads(line)
            if not self.scenes or self.scenes[-1] != self.seen["scene"]:
                self.scenes.append(self.seen["scene"])
            for text in self.seen["texts"]:
                if not self.texts or text not in self.texts[-12:]:
                    self.texts.append(text)
        return bool(told) or self.process.poll() is None

    def plays(
        self, patient: Patient, within_s: float, also: Callable[[dict[str, Any]], bool] = lambda _: False
    ) -> Self:
        """Until it has ended, or `also` has said True."""
        patient.key = self.key
        end = time.monotonic() + within_s
        while self.hear():
            now = time.monotonic()
            assert now < end, f"not over after {within_s} s: {self.where(patient)}"
            if self.seen:
                if also(self.seen):
                    return self
                patient.moves(self.seen, now)
            time.sleep(0.008)
        return self

    def where(self, patient: Patient) -> str:
        done = [f"{one.block}.{one.set} {one.scene} {one.side} {one.peak_deg:.0f}" for one in patient.lifted]
        return (
            f"scenes {self.scenes}, now {self.seen}, said {patient.said}, lifted {done}\n"
            f"{self.output.read_text()}\n{self.errors.read_text()}"
        )

    @property
    def pictures_a_second(self) -> float:
        return float(self.seen["frame"] / max(self.seen["t_s"], 1e-9))

    def kept_as(self) -> str:
        found = re.findall(r"kept as (\S+)", self.output.read_text())
        assert found, self.output.read_text() + self.errors.read_text()
        return str(found[-1])

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        assert self.process.stdin is not None
        self.process.stdin.close()
        os.close(self._read)
