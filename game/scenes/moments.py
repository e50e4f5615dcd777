"""Every screen of an evening, for a gallery: played by a mover whose angles are known, nothing painted by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from exercises import synthetic
from exercises.definition import Exercise
from exercises.pose import Joint, Pose, Rigid, unseen
from exercises.routine import Dose, Prescription, Routine
from game.drawlist import DrawList
from game.intents import Intent
from game.scenes.opening import Headset, Left, Opening
from game.scenes.scene import TICKS_A_SECOND, ticks
from game.scenes.show import Advise, MakeGame, Show

_SETTLES = ticks(0.8)  # a screen is looked at when it has stood for so long
_LOOKS = 6  # ticks between two looks
_ANSWERS = ticks(1.2)
_FPS = 12
_LIFTS = 24  # more than any evening needs


class _Player:
    """Gives a show the poses of a mover in lock-step and answers its questions; yields how it looks on the way."""

    def __init__(self, show: Show, poses: Sequence[Pose], answers: dict[str, str]) -> None:
        self.show = show
        self._poses, self._at = poses, 0
        self._answers = answers
        self.n = self._waited = 0
        self.pose: Pose | None = None  # the latest that the show saw
        self._since = 0
        self._panel = ""
        self._asked = ""
        self._looked = False

    def tick(self, *intents: Intent) -> None:
        fresh = []
        if self.show.watching:
            while self._at < len(self._poses) and self._due(self._poses[self._at]) <= self.n:
                pose = self._poses[self._at]
                fresh.append(replace(pose, t_s=pose.t_s + self._waited / TICKS_A_SECOND))
                self._at += 1
        else:
            self._waited += 1
        self.pose = fresh[-1] if fresh else self.pose
        self.show.step(self.n, fresh, intents)
        self.n += 1

    def _due(self, pose: Pose) -> int:
        return int(np.ceil(pose.t_s * TICKS_A_SECOND - 1e-6)) + self._waited

    def play(self, until: int) -> Iterator[tuple[str, DrawList]]:
        """Until a tick or the end: one picture of each question and sentence, named by scene and panel.

        Where a postcard is asked for it is in the folder that `answers` name, or could not be kept.
        """
        while self.n < until and not self.show.ended:
            self._since += 1
            if self.show.postcard is not None:
                self.tick(Intent("postcard", say=self._answers.get("postcard")))
                continue
            asked = self.show.asking
            if (asked.id if asked else "") != self._asked:
                self._asked, self._since = asked.id if asked else "", 0
            if self.n % _LOOKS == 0:
                drawn = self.show.draw()
                panel = asked or next((panel for panel in drawn.panels if panel.id != "demo"), None)
                here = f"{self.show.scene}-{panel.id}" if panel else self.show.scene
                if here != self._panel:
                    self._panel, self._since, self._looked = here, 0, False
                if self._since >= _SETTLES and not self._looked:
                    self._looked = True
                    yield here, drawn
            if asked is not None and self._since >= _ANSWERS:
                self._since = 0
                self._panel = ""
                buttons = [button.id for button in asked.buttons]
                wanted = self._answers.get(asked.id, buttons[0])
                if wanted in buttons:
                    self.tick(Intent("select", button=wanted))
                    continue
            self.tick()


def _stepping_out(poses: Sequence[Pose], from_s: float, to_s: float) -> list[Pose]:
    return [unseen(pose.t_s) if from_s <= pose.t_s < to_s else pose for pose in poses]


def _falling(poses: Sequence[Pose], from_s: float) -> list[Pose]:
    low = np.array([0.0, poses[0].points[Joint.left_hip, 1] - 0.12, 0.0])
    return [replace(pose, points=pose.points - low) if pose.t_s >= from_s else pose for pose in poses]


def worn_by(poses: Sequence[Pose]) -> list[Pose]:
    """The same with the head and the hands that a headset knows, and without the legs, of which it knows nothing."""
    level = (0.0, 0.0, 0.0, 1.0)
    legs = np.isin(np.arange(len(Joint)), range(Joint.left_knee, len(Joint)))
    return [
        replace(
            pose,
            points=np.where(legs[:, None], np.nan, pose.points),
            confidence=np.where(legs, 0.0, pose.confidence),
            head=Rigid((pose.points[Joint.left_eye] + pose.points[Joint.right_eye]) / 2, level),
            left_hand=Rigid(pose.points[Joint.left_wrist], level),
            right_hand=Rigid(pose.points[Joint.right_wrist], level),
        )
        for pose in poses
    ]


def moments(
    exercise: Exercise, make_game: MakeGame, advise: Advise, opening: Opening | None = None, seed: int = 7
) -> Iterator[tuple[str, DrawList]]:
    """(name, list) of every screen, each name once: welcome-welcome, check-in-pain_before, play-count ...

    `exercise` must be one that a synthetic mover performs with one side.
    """
    opening = opening or Opening(light_for="Grandpa", whom_to_call="Ada, 555 0100")
    prescribed = (Prescription(exercise, "left", Dose(2, 2, 0.0, 30.0)), Prescription(exercise, "left", Dose(1, 2)))
    asked = Routine("gallery", "Gallery", prescribed, unprescribed=True)
    film = list(synthetic.mover(exercise.id, (synthetic.PEAKS_DEG[exercise.id],) * _LIFTS, _FPS, lead_s=3.0))
    seen: set[str] = set()
    for name, drawn in _evenings(asked, make_game, advise, opening, seed, film):
        if name not in seen:
            seen.add(name)
            yield name, drawn


def _evenings(
    asked: Routine, make_game: MakeGame, advise: Advise, opening: Opening, seed: int, film: list[Pose]
) -> Iterator[tuple[str, DrawList]]:
    def show(opening: Opening = opening) -> Show:
        return Show(asked, make_game=make_game, advise=advise, seed=seed, opening=opening)

    usual = {"operation": "no", "worse_since": "no", "pain_before": "2", "calibration_hurt": "no", "pain_after": "2"}
    helped = _Player(show(), [], {"welcome": "help", "help": "settings", "settings": "scenery"})
    yield from helped.play(ticks(6.0))
    later = replace(opening, sessions_before=2)
    again = _Player(show(replace(later, left=Left((2, 0)))), [], {})
    yield from again.play(ticks(3.0))
    worse = _Player(show(later), [], {"operation": "no", "worse_since": "yes", "red_flag": "no"})
    yield from worse.play(ticks(20.0))
    waits = [replace(film[0], t_s=i / _FPS) for i in range(50 * _FPS)]
    still = _Player(show(later), waits, {**usual, "left_for_today": "leave"})
    yield from still.play(ticks(62.0))
    nobody = [unseen(i / _FPS) for i in range(5 * _FPS)]
    late = [replace(pose, t_s=pose.t_s + 5.0) for pose in film]
    carded = {"rest": "carry_on", "results": "postcard", "postcard": "Pictures"}
    whole = _Player(show(), nobody + late, {**usual, **carded})
    yield from whole.play(ticks(400.0))
    resting = _Player(
        show(replace(later, calm_min=0.5)), film[:1], {**usual, "pain_before": "8", "results": "postcard"}
    )
    yield from resting.play(ticks(80.0))
    sore = _Player(show(), film, {**usual, "rest": "hurts"})
    yield from sore.play(ticks(120.0))
    away = _Player(show(), _stepping_out(film, 21.0, 26.0), usual)
    yield from away.play(ticks(70.0))
    away.tick(Intent("pause"))
    yield from away.play(away.n + ticks(6.0))
    fell = _Player(show(), _falling(film, 22.0), usual)
    yield from fell.play(ticks(80.0))
    yield from _in_headset(show, opening, asked, usual)


def _in_headset(
    show: Callable[[Opening], Show], opening: Opening, asked: Routine, usual: dict[str, str]
) -> Iterator[tuple[str, DrawList]]:
    """What is asked before it is put on, the seat, how it feels, and the way out of it."""
    exercise = asked.prescriptions[0].exercise.id
    worn = replace(opening, headset=Headset((exercise,), camera=True))
    film = worn_by(synthetic.mover(exercise, (synthetic.PEAKS_DEG[exercise],) * _LIFTS, _FPS, lead_s=16.0))
    answers = {**usual, "headset_history": "no", "neck_pain": "no", "put_on": "wait", "sickness_before": "2"}
    away = _Player(show(worn), film, {**answers, "pause": "screen"})
    yield from away.play(ticks(90.0))
    away.tick(Intent("headset_lost"))
    yield from away.play(away.n + ticks(10.0))


def worn_moments(
    exercise: Exercise,
    make_game: MakeGame,
    advise: Advise,
    opening: Opening | None = None,
    seed: int = 7,
    each: int = 3,
) -> Iterator[tuple[str, DrawList, Pose]]:
    """(name, list, pose) of what is seen in a headset in an evening with `exercise`, and the wearer who sees it: of
    each screen the first `each` times that it comes, the second named `play-say-2`.
    """
    opening = opening or Opening(light_for="Grandpa", whom_to_call="Ada, 555 0100")
    opening = replace(opening, headset=Headset((exercise.id,), camera=True))
    asked = Routine("gallery", "Gallery", (Prescription(exercise, "left", Dose(2, 3, 0.0, 30.0)),), unprescribed=True)
    film = worn_by(synthetic.mover(exercise.id, (synthetic.PEAKS_DEG[exercise.id],) * _LIFTS, _FPS, lead_s=16.0))
    answers = {
        "operation": "no",
        "worse_since": "no",
        "pain_before": "2",
        "calibration_hurt": "no",
        "pain_after": "2",
        "headset_history": "no",
        "neck_pain": "no",
        "put_on": "wait",
        "sickness_before": "2",
        "rest": "carry_on",
    }
    player = _Player(Show(asked, make_game=make_game, advise=advise, seed=seed, opening=opening), film, answers)
    times: dict[str, int] = {}
    for until in (ticks(75.0), ticks(240.0)):
        for name, drawn in player.play(until):
            times[name] = times.get(name, 0) + 1
            if player.show.worn and player.pose is not None and times[name] <= each:
                yield name if times[name] == 1 else f"{name}-{times[name]}", drawn, player.pose
        if not player.show.ended:
            player.tick(Intent("pause"))
