"""Evenings made by hand, whose summary can be worked out by reading them."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import resources

import numpy as np

from exercises.definition import Exercise, parse
from exercises.events import Calibrated, FaultSeen, RepCompleted, RepStarted, SetEnded, Stopped, TargetReached
from exercises.pose import Joint, Pose, unseen
from exercises.routine import Answer, Answers, Dose, Prescription, Routine
from exercises.session import Plan
from game.progress.records import Record
from game.progress.store import Store, StoredSession

STARTED = datetime(2026, 5, 1, 10, 0, tzinfo=UTC)
VERSIONS = {"upswing": "0.1.0", "mediapipe": "0.10.33", "pose_model": "full", "pose_model_sha256": "ab" * 32}


@cache
def exercise(name: str) -> Exercise:
    path = resources.files("exercises") / "catalog" / f"{name}.toml"
    return parse(tomllib.loads(path.read_text(encoding="utf-8")), path.name)


def prescribed(
    name: str = "shoulder_abduction", sides: str = "left", sets: int = 2, reps: int = 6, **more
) -> Prescription:
    return Prescription(exercise(name), sides, Dose(sets=sets, reps=reps), **more)


def routine(*prescriptions: Prescription, demo: bool = False, title: str = "Shoulder, week 3") -> Routine:
    return Routine("r1", title, prescriptions or (prescribed(),), demo=Answers() if demo else None)


def body(t_s: float, seen: bool = True, yaw_deg: float = float("nan")) -> Pose:
    """Somebody standing still, every joint in its own place; or nobody. The camera stands at `yaw_deg`."""
    if not seen:
        return unseen(t_s)
    places = np.linspace(0.0, 1.7, len(Joint))
    points = np.column_stack([np.zeros(len(Joint)), places, np.zeros(len(Joint))])
    return Pose(t_s, points, np.full(len(Joint), 0.9), camera_yaw_deg=yaw_deg)


class Evening:
    """Writes a log as the show would: `lift` takes 4 s, everything else no time but what `wait` gives it."""

    def __init__(self, yaw_deg: float = float("nan")) -> None:
        self.yaw_deg = yaw_deg
        self.t_s = 0.0
        self.block = -1
        self.log: list[tuple[int, int, Record]] = []
        self.unseen_s: list[tuple[float, float]] = []
        self._index = 0

    def note(self, record: Record) -> Evening:
        self.log.append((round(self.t_s * 60), self.block, record))
        return self

    def wait(self, s: float, seen: bool = True) -> Evening:
        if not seen:
            self.unseen_s.append((self.t_s, self.t_s + s))
        self.t_s += s
        return self

    def answer(self, key: str, value: str | float | bool) -> Evening:
        return self.note(Answer(self.t_s, key, value))

    def begin(self, block: int, asked: Prescription) -> Evening:
        self.block = block
        return self.note(Plan(asked.exercise, asked.sides, asked.dose, asked.both, asked.target_deg,
                              asked.limit_low_deg, asked.limit_high_deg))  # fmt: skip

    def calibrated(self, side: str = "left", comfortable_deg: float = 90.0, hurt: bool | None = False) -> Evening:
        """`hurt` None: nobody stayed to say."""
        self.note(Calibrated(self.t_s, side, 10.0, comfortable_deg, 10 + 0.85 * (comfortable_deg - 10)))
        return self if hurt is None else self.answer("calibration_hurt", hurt)

    def lift(
        self,
        peak_deg: float | None,
        *,
        side: str = "left",
        full: bool = True,
        faults: tuple[str, ...] = (),
        uncertainty_deg: float | None = 6.0,
        lowering_s: float = 2.0,
        verified: bool = True,
    ) -> Evening:
        start, peak, end = self.t_s, self.t_s + 2.0, self.t_s + 4.0
        self.note(RepStarted(start, self._index, side))
        self.t_s = peak
        if full:
            self.note(TargetReached(peak, side))
        for fault in faults:
            self.note(FaultSeen(peak, fault, side))
        self.t_s = end
        self.note(
            RepCompleted(end, self._index, side, start, peak, end, peak_deg,
                         None if peak_deg is None else uncertainty_deg, 4.0, lowering_s, 0.9, faults, verified, full)
        )  # fmt: skip
        self._index += 1
        return self

    def end_set(self, index: int, full: int, efforts: int, because: str = "done") -> Evening:
        self._index = 0
        return self.note(SetEnded(self.t_s, index, full, efforts, because))

    def stop(self, because: str = "done") -> Evening:
        return self.note(Stopped(self.t_s, because))

    def poses(self, fps: int = 15) -> tuple[tuple[int, Pose], ...]:
        out = []
        for i in range(int(self.t_s * fps) + 1):
            t = i / fps
            seen = not any(a <= t < b for a, b in self.unseen_s)
            out.append((int(np.ceil(60 * t)), body(t, seen, self.yaw_deg)))
        return tuple(out)

    def keep(
        self, store: Store, asked: Routine, day: int = 1, versions: dict[str, str] = VERSIONS, fps: int = 15
    ) -> str:
        """Played into a store on that day of May 2026; the session's name."""
        writer = store.begin(
            asked, seed=7, source="camera", started=STARTED + timedelta(days=day - 1), versions=versions
        )
        ticks: dict[int, tuple[list[Pose], list[tuple[int, Record]]]] = {}
        for tick, pose in self.poses(fps):
            ticks.setdefault(tick, ([], []))[0].append(pose)
        for tick, block, record in self.log:
            ticks.setdefault(tick, ([], []))[1].append((block, record))
        for tick in sorted(ticks):
            writer.tick(tick, ticks[tick][0], (), ticks[tick][1])
        writer.finish("done")
        return writer.id

    def stored(self, asked: Routine, because: str | None = "done", name: str = "2026-05-01-heron") -> StoredSession:
        return StoredSession(
            id=name,
            started=STARTED,
            ended=None if because is None else STARTED + timedelta(seconds=self.t_s),
            because=because,
            demo=asked.demo is not None,
            patient="U-7KQ4T",
            source="demo_shoulder_abduction.mp4",
            versions=dict(VERSIONS),
            opening={},
            routine=asked,
            seed=7,
            duration_s=self.t_s,
            poses=self.poses(),
            intents=(),
            records=tuple(self.log),
        )


def good_evening() -> tuple[Routine, Evening]:
    """Two sets of six, left arm to the side, two short lifts and two faults, pain 1 -> 2, effort 4."""
    asked = routine(prescribed(target_deg=80.0))
    e = Evening().answer("pain_before", 1).wait(5).begin(0, asked.prescriptions[0]).wait(5).calibrated()
    for peak in (82, 84, 86, 81, 85, 83):
        e.lift(float(peak)).wait(1)
    e.end_set(0, 6, 6).wait(30)
    for peak, full in (
        (84, True),
        (74, False),
        (83, True),
        (88, True),
        (71, False),
        (82, True),
        (81, True),
        (85, True),
    ):
        e.lift(float(peak), full=full, faults=("trunk_lean",) if peak in (88, 71) else ()).wait(1)
    e.end_set(1, 6, 8).stop("done")
    e.answer("pain_during", 2).answer("pain_after", 2).answer("effort", 4)
    return asked, e
