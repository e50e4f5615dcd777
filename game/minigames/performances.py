"""Players for trying a mini-game out: synthetic bodies, judged by the real judge, as ticks at 60 Hz.

A performance is a person with a habit (slow, trembling, tiring, walking off) doing one small set of one exercise. Its
ticks are what the program would hand a game, pose for pose and event for event, so a game that gets through all of them
has met its patients before they meet it.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources
from types import MappingProxyType

import numpy as np

from exercises import calm, definition, session, synthetic
from exercises.definition import Exercise
from exercises.events import RepCompleted
from exercises.pose import Joint, Pose, unseen
from exercises.routine import BothSides, Dose, Sides
from exercises.session import Order, Plan, SideCalibration
from game.drawlist import DrawList
from game.minigames.interface import TICK_S, MiniGame, Setup, Tick, fits

# What games are tried with: of each sense the first that fits, then one of each other signal that fits, and of each
# posture. Lying and on the floor, the picture is another one.
_LIFTS = ("shoulder_abduction", "squat", "hip_abduction", "row_band", "trunk_rot_seat", "sit_to_stand")
_STANDS = "sit_to_stand"
_SHARED: tuple[BothSides, ...] = ("alternate", "together", "one_then_other")
_OTHERS = (
    *("reach_forward", "cross_midline", "sl_stance", "big_floor_ceiling", "sh_stick_er", "big_side_side"),
    *("marching", "big_rock_fwd", "side_walk", "ankle_pump", "sh_ir_side", "bridge", "bird_dog"),
)
_TARGET = 0.85  # of the travel in the script, as a calibration would set it


@dataclass(frozen=True, slots=True)
class Performance:
    """One player's set. `peaks` are shares of the target; `away_s`: nobody is seen from the one time to the other.

    `lacks`: the side whose arm is never seen, for there is none. `flickers`: every other pose lacks the joint in the
    middle of the limb that works. `both`: how two sides share the set, where `side` is "both". `moves`: whose script is
    played where the exercise has none of its own, as a passage that only looks on.
    """

    id: str
    exercise: str
    side: Sides = "left"
    both: BothSides = "alternate"
    peaks: tuple[float, ...] = (1.06, 1.06, 1.06)
    lift_s: float = 1.6
    hold_s: float = 0.4
    lower_s: float = 2.0
    tremor_deg: float = 0.0
    fps: float = 30.0
    prescribed_hold_s: float = 0.0
    away_s: tuple[float, float] | None = None
    lacks: str = ""
    flickers: bool = False
    teach: bool = False
    moves: str = ""

    @property
    def script(self) -> str:
        return self.moves or self.exercise


def performances(game: MiniGame) -> tuple[Performance, ...]:
    """What a game is tried with: exercises that truly fit it; () where none of those known here does."""
    exercises = catalogue()
    fitting = [name for name in (*_LIFTS, *_OTHERS) if fits(game, exercises[name]) is None]
    known: dict[tuple[str, str], str] = {}
    for name in fitting:
        known.setdefault((exercises[name].signal, exercises[name].sense), name)
    if not known:
        return _looking_on() if "free" in game.takes else ()
    steady = list(known.values())
    for name in fitting:  # and every posture it says it fits
        if exercises[name].position not in {exercises[tried].position for tried in steady}:
            steady.append(name)
    main = steady[0]
    tiring = (1.06, 1.06, 0.9, 0.75, 0.62)
    shared = exercises[main].sides and exercises[main].signal != "alternate"
    return (
        Performance("one lift", main, peaks=(1.06,)),
        *(_steady(exercises[name]) for name in steady),
        *(Performance("sitting down slowly", name, hold_s=2.0, lower_s=5.0) for name in fitting if name == _STANDS),
        Performance("first go", main, peaks=(1.06,), teach=True),
        Performance("slow", main, peaks=(1.06, 1.06), lift_s=5.0, lower_s=5.0),
        Performance("holding", main, peaks=(1.06, 1.06), hold_s=6.0, prescribed_hold_s=5.0),
        Performance("trembling", main, tremor_deg=2.5),
        Performance("short of the target", main, peaks=(0.6, 0.62, 0.58)),
        Performance("the other side", main, side="right"),
        *(Performance(f"both sides, {both}", main, "both", both) for both in _SHARED if shared),
        Performance("one arm", main, lacks="right"),
        Performance("tiring", main, peaks=tiring),
        Performance("dropping fast", main, lower_s=0.6),
        Performance("five pictures a second", main, fps=5.0),
        Performance("flickering", main, flickers=True),
        Performance("gone for a minute", main, peaks=(1.06, 1.06), away_s=(4.0, 64.0)),
    )


def _looking_on() -> tuple[Performance, ...]:
    """Of a passage without an exercise: whoever may be there, moving as they like, or not at all."""
    free, drifts = calm.QUIET.id, "hand_to_mouth"
    return (
        Performance("looking on", free, moves=drifts),
        Performance("keeping still", free, moves=drifts, peaks=(0.0, 0.0)),
        Performance("slow", free, moves=drifts, peaks=(1.0, 0.6), lift_s=5.0, lower_s=5.0),
        Performance("trembling", free, moves=drifts, tremor_deg=2.5),
        Performance("lying", free, moves="bridge"),
        Performance("on the floor", free, moves="bird_dog"),
        Performance("the other side", free, side="right", moves=drifts),
        Performance("one arm", free, moves=drifts, lacks="right"),
        Performance("both arms", free, "both", "together", moves="bilat_raise"),
        Performance("five pictures a second", free, moves=drifts, fps=5.0),
        Performance("flickering", free, moves=drifts, flickers=True),
        Performance("gone for a minute", free, moves=drifts, away_s=(4.0, 64.0)),
    )


def _steady(exercise: Exercise) -> Performance:
    """As the exercise itself asks: both sides in turn where it alternates, held where it is a hold."""
    hold_s = exercise.phases[0].hold_s
    return Performance(
        f"steady {exercise.id}",
        exercise.id,
        "both" if exercise.signal == "alternate" else "left",
        peaks=(1.06, 1.06) if hold_s else (1.06, 1.06, 1.06),
        hold_s=hold_s + 1.0 if hold_s else 0.4,
    )


@cache
def catalogue() -> Mapping[str, Exercise]:
    """The exercises that performances use, as the program brings them."""
    folder = resources.files("exercises") / "catalog"
    read = {
        name: definition.parse(tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8")), f"{name}.toml")
        for name in (*_LIFTS, *_OTHERS)
    }
    return MappingProxyType(read | {calm.QUIET.id: calm.QUIET})


def setup(performance: Performance, exercise: Exercise, seed: int, kept: dict[str, float] | None = None) -> Setup:
    return Setup(
        exercise=exercise,
        side=performance.side,
        sense=exercise.sense,
        reps=len(performance.peaks),
        hold_s=plan(performance, exercise).rules().hold_s,
        seed=seed,
        set_index=1 if kept else 0,
        sets=2,
        reach=np.zeros((0, 3)),
        teach=performance.teach,
        kept=kept,
        both=performance.both,
    )


def poses(performance: Performance) -> tuple[Pose, ...]:
    """The player's poses, from 0 s on; peaks are shares of the usual height of the exercise's script."""
    rest, peak = synthetic.REST_DEG[performance.script], synthetic.PEAKS_DEG[performance.script]
    target = rest + _TARGET * (peak - rest)
    made = synthetic.mover(
        performance.script,
        tuple(rest + share * (target - rest) for share in performance.peaks),
        performance.fps,
        side=_moves(performance),
        lift_s=performance.lift_s,
        hold_s=performance.hold_s,
        lower_s=performance.lower_s,
        tremor_deg=performance.tremor_deg,
        camera_yaw_deg=None,  # seen in depth: how well a view shows an angle is not what a game is tried for
    )
    if performance.lacks:
        made = tuple(_without(p, *_arm(performance.lacks)) for p in made)
    if performance.flickers:
        joint = _flickering(performance)
        made = tuple(_without(p, joint) if i % 2 else p for i, p in enumerate(made))
    if performance.away_s is None:
        return made
    gone, back = performance.away_s
    stood = [p if p.t_s < gone else replace(p, t_s=p.t_s + back - gone) for p in made]
    missing = [unseen(float(t)) for t in np.arange(gone, back, 1.0 / performance.fps)]
    return tuple(sorted([*stood, *missing], key=lambda p: p.t_s))


def _flickering(performance: Performance) -> Joint:
    """The joint in the middle of the limb that works."""
    needs = catalogue()[performance.exercise].needs
    joint = next(part for part in ("elbow", "knee", "shoulder") if Joint[f"left_{part}"] in needs)
    return Joint[f"{'right' if performance.side == 'right' else 'left'}_{joint}"]


def _arm(side: str) -> tuple[Joint, ...]:
    """From the elbow on."""
    return tuple(Joint[f"{side}_{part}"] for part in ("elbow", "wrist", "pinky", "index", "thumb"))


def _without(pose: Pose, *joints: Joint) -> Pose:
    points = pose.points.copy()
    points[list(joints)] = np.nan
    return replace(pose, points=points)


def _moves(performance: Performance) -> synthetic.MoverSide:
    if performance.side != "both":
        return performance.side
    return "both" if performance.both == "together" else "alternate"


def plan(performance: Performance, exercise: Exercise) -> Plan:
    rest, peak = synthetic.REST_DEG[performance.script], synthetic.PEAKS_DEG[performance.script]
    known = SideCalibration(rest, peak, rest + _TARGET * (peak - rest))
    dose = Dose(sets=2, reps=len(performance.peaks), hold_s=performance.prescribed_hold_s)
    return Plan(exercise, performance.side, dose, performance.both, left=known, right=known)


class Performed:
    """A game and its player as something the loop can play: from the first tick on, until the game's ending is over.

    The source is not asked: the player's poses are judged already. `efforts` were made so far.
    """

    watching = False

    def __init__(self, game: MiniGame, performance: Performance, exercise: Exercise, seed: int) -> None:
        self.game, self.efforts = game, 0
        self._ticks = ticks(performance, exercise)
        game.start(setup(performance, exercise, seed))

    @property
    def ended(self) -> bool:
        return self.game.finished()

    def step(self, n: int, poses: object, intents: object) -> None:
        last = self._ticks[-1]
        if n == len(self._ticks):
            self.game.finish()
        tick = self._ticks[n] if n < len(self._ticks) else replace(last, n=n, t_s=n * TICK_S, events=())
        self.efforts += sum(isinstance(event, RepCompleted) for event in tick.events)
        self.game.step(tick)

    def draw(self) -> DrawList:
        return self.game.draw()

    def log(self) -> tuple[()]:
        return ()


@lru_cache(maxsize=32)
def ticks(performance: Performance, exercise: Exercise, wait_s: float = 0.0) -> tuple[Tick, ...]:
    """Ticks from the first to a second after the last pose. The player stands still for `wait_s` before they begin.

    Judged once: the same player meets many games.
    """
    return tuple(_judged(performance, exercise, wait_s))


def _judged(performance: Performance, exercise: Exercise, wait_s: float) -> Iterator[Tick]:
    state = session.start(plan(performance, exercise))
    made = poses(performance)
    still = [replace(made[0], t_s=float(t)) for t in np.arange(0.0, wait_s, 1.0 / performance.fps)]
    queue = [*still, *(replace(p, t_s=p.t_s + wait_s) for p in made)]
    newest: Pose | None = None
    ordered = False
    at = 0
    for n in range(math.ceil((queue[-1].t_s + 1.0) / TICK_S)):
        t = n * TICK_S
        events = []
        if not ordered and exercise.signal != "free" and t >= wait_s:
            state, said = session.order(state, Order("set"))
            events += said
            ordered = True
        while at < len(queue) and math.ceil(queue[at].t_s / TICK_S - 1e-6) <= n:
            state, said = session.advance(state, queue[at])
            events += said
            newest = queue[at]
            at += 1
        yield Tick(n, t, TICK_S, newest, state.reading, tuple(events))
