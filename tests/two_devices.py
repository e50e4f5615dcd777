"""One person seen by a headset and by a camera, each by its own clock and from its own room: truth known, no device."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from exercises.pose import Array, Joint, Pose, Rigid
from exercises.synthetic import seen_from
from game.tracking.fused import Fused
from game.tracking.source import Notice
from game.tracking.wearer import FACE, GRIP_TO_WRIST_M, PROVIDES


def turn(yaw_deg: float, ahead_deg: float = 0.0, aside_deg: float = 0.0) -> Array:
    """(3, 3): about the vertical (to the left), after a tilt about x and one about z."""
    y, a, b = np.radians((yaw_deg, ahead_deg, aside_deg))
    about_y = np.array([[np.cos(y), 0.0, np.sin(y)], [0.0, 1.0, 0.0], [-np.sin(y), 0.0, np.cos(y)]])
    about_x = np.array([[1.0, 0.0, 0.0], [0.0, np.cos(a), -np.sin(a)], [0.0, np.sin(a), np.cos(a)]])
    about_z = np.array([[np.cos(b), -np.sin(b), 0.0], [np.sin(b), np.cos(b), 0.0], [0.0, 0.0, 1.0]])
    return np.asarray(about_x @ about_z @ about_y)


@dataclass(frozen=True)
class Setup:
    """How two devices lie to each other, and how badly they see.

    offset_s     the headset's clock less the camera's; drift: the camera's clock runs so much slower
    rotation, translation, scale   headset = scale * rotation @ camera + translation
    levers_m     (3, 3) where head, left and right wrist really are, off the places the headset gives them
    """

    offset_s: float = 0.12
    drift: float = 0.0
    rotation: Array = field(default_factory=lambda: turn(15.0, 4.0, -3.0))
    translation: tuple[float, float, float] = (0.3, -0.05, 0.4)
    scale: float = 1.05
    levers_m: tuple[tuple[float, float, float], ...] = ((0.01, 0.03, -0.02), (0.01, 0.02, -0.015), (-0.02, 0.01, 0.01))
    noise_m: float = 0.025
    fps: float = 28.0
    dropped: float = 0.1
    camera_late_s: float = 0.09
    seed: int = 0


def turns_of(points: Array) -> Array:
    """(N, 3, 3, 3) head and hands of bodies (N, 33, 3): grips along their forearms, as OpenXR's axes have them."""
    n = len(points)
    ears = points[:, Joint.right_ear] - points[:, Joint.left_ear]
    eyes = 0.5 * (points[:, Joint.left_eye] + points[:, Joint.right_eye])
    mouth = 0.5 * (points[:, Joint.mouth_left] + points[:, Joint.mouth_right])
    hands = [grip(points[:, Joint[f"{s}_elbow"]] - points[:, Joint[f"{s}_wrist"]]) for s in ("left", "right")]
    return np.stack([square(eyes - mouth, ears), *hands], axis=1).reshape(n, 3, 3, 3)


def grip(back: Array) -> Array:
    """+Y back along the forearm; -Z, the thumb, up or else ahead."""
    back = back / np.sqrt((back * back).sum(axis=1))[:, None]
    thumb = np.where(np.abs(back[:, 1:2]) < 0.8, np.array([0.0, 1.0, 0.0]), np.array([0.0, 0.0, -1.0]))
    return square(back, np.cross(back, -thumb))


def square(up: Array, right: Array) -> Array:
    y = up / np.sqrt((up * up).sum(axis=1))[:, None]
    x = right - (right * y).sum(axis=1)[:, None] * y
    x = x / np.sqrt((x * x).sum(axis=1))[:, None]
    return np.stack([x, y, np.cross(x, y)], axis=2)


def quaternion(rotation: Array) -> Array:
    """(4,) unit quaternion of (3, 3), by the largest component (Shepperd 1978)."""
    m = rotation
    four = np.array([1 + m[0, 0] - m[1, 1] - m[2, 2], 1 - m[0, 0] + m[1, 1] - m[2, 2],
                     1 - m[0, 0] - m[1, 1] + m[2, 2], 1 + m[0, 0] + m[1, 1] + m[2, 2]])  # fmt: skip
    i = int(four.argmax())
    rows = (
        (four[0], m[0, 1] + m[1, 0], m[0, 2] + m[2, 0], m[2, 1] - m[1, 2]),
        (m[0, 1] + m[1, 0], four[1], m[1, 2] + m[2, 1], m[0, 2] - m[2, 0]),
        (m[0, 2] + m[2, 0], m[1, 2] + m[2, 1], four[2], m[1, 0] - m[0, 1]),
        (m[2, 1] - m[1, 2], m[0, 2] - m[2, 0], m[1, 0] - m[0, 1], four[3]),
    )
    q = np.array(rows[i])
    return np.asarray(q / np.sqrt(q @ q))


def at_times(t_s: Array, values: Array, wanted_s: Array) -> Array:
    """(M, ...) linear between samples (N, ...)."""
    i = np.clip(np.searchsorted(t_s, wanted_s), 1, len(t_s) - 1)
    share = (wanted_s - t_s[i - 1]) / (t_s[i] - t_s[i - 1])
    share = np.clip(share, 0.0, 1.0).reshape(-1, *(1,) * (values.ndim - 1))
    return np.asarray(values[i - 1] + share * (values[i] - values[i - 1]))


def headset_pose(t_s: float, places: Array, turns: Array, tall_m: float = 1.70) -> Pose:
    """A headset's pose from the middle of nose and ears, both wrists (3, 3) and how they are turned (3, 3, 3)."""
    points, sure = np.full((len(Joint), 3), np.nan), np.zeros(len(Joint))
    middle = np.mean([FACE[j] for j in (Joint.nose, Joint.left_ear, Joint.right_ear)], axis=0)
    eyes = places[0] - tall_m * turns[0] @ middle
    for joint, place in FACE.items():
        points[joint], sure[joint] = eyes + tall_m * turns[0] @ np.array(place), 1.0
    rigids: list[Rigid | None] = [Rigid(eyes, quaternion(turns[0])), None, None]
    for i, joint in enumerate((Joint.left_wrist, Joint.right_wrist), start=1):
        points[joint], sure[joint] = places[i], 0.95
        held = places[i] - turns[i] @ np.array([0.0, GRIP_TO_WRIST_M, 0.0])
        rigids[i] = Rigid(held, quaternion(turns[i]))
    return Pose(t_s, points, sure, head=rigids[0], left_hand=rigids[1], right_hand=rigids[2])


def devices(
    t_s: Array, points: Array, setup: Setup, camera_yaw_deg: float = 0.0, hz: float = 72.0
) -> tuple[list[tuple[float, Pose]], list[tuple[float, Pose]]]:
    """(arrival, pose) of a camera and of a headset that see bodies (N, 33, 3) of times (N,), in the headset's room.

    Arrivals are by the common clock, which is the headset's.
    """
    rng = np.random.default_rng(setup.seed)
    places = np.stack([points[:, [Joint.nose, Joint.left_ear, Joint.right_ear]].mean(axis=1),
                       points[:, Joint.left_wrist], points[:, Joint.right_wrist]], axis=1)  # fmt: skip
    turns = turns_of(points)
    places = places - np.einsum("naij,aj->nai", turns, np.array(setup.levers_m))
    ticks = np.arange(t_s[0], t_s[-1], 1.0 / hz)
    there, turned = at_times(t_s, places, ticks), at_times(t_s, turns, ticks)
    worn = [(float(t), headset_pose(float(t), p, r)) for t, p, r in zip(ticks, there, turned, strict=True)]
    shots = np.arange(t_s[0] + 0.3, t_s[-1] - 0.3, 1.0 / setup.fps)
    shots = shots + rng.uniform(-0.2, 0.2, len(shots)) / setup.fps
    shots = shots[rng.random(len(shots)) >= setup.dropped]
    bodies = at_times(t_s, points, shots)
    own = (bodies - np.array(setup.translation)) @ setup.rotation / setup.scale
    images = seen_from(own, camera_yaw_deg)
    own = own + rng.normal(0.0, setup.noise_m, own.shape) if setup.noise_m else own
    film = [
        (
            float(t) + setup.camera_late_s,
            Pose(float(t - setup.offset_s) * (1 - setup.drift), p, np.ones(len(Joint)), image=i,
                 camera_yaw_deg=camera_yaw_deg),
        )
        for t, p, i in zip(shots, own, images, strict=True)
    ]  # fmt: skip
    return film, worn


class Scripted:
    """A live PoseSource whose poses come when a clock says so."""

    lockstep = False
    ended = False

    def __init__(
        self,
        comes: Sequence[tuple[float, Pose]],
        now: Callable[[], float],
        provides: frozenset[Joint] = frozenset(Joint),
    ) -> None:
        self._comes, self._now, self.provides = deque(comes), now, provides
        self.told: list[Notice] = []
        self.closed = False
        self.calls: list[str] = []

    def poll(self) -> tuple[Pose, ...]:
        due = []
        while self._comes and self._comes[0][0] <= self._now():
            due.append(self._comes.popleft()[1])
        return tuple(due)

    def notices(self) -> tuple[Notice, ...]:
        told, self.told = tuple(self.told), []
        return told

    def freeze(self) -> None:
        self.calls.append("freeze")

    def thaw(self) -> None:
        self.calls.append("thaw")

    def close(self) -> None:
        self.closed = True


def straight_away(work: Callable[[], Any]) -> Future[Any]:
    """Work done at once, where a program would give it to a thread: so that a test is the same every time."""
    done: Future[Any] = Future()
    done.set_result(work())
    return done


@dataclass
class Run:
    """What came of two devices: every pose with when it came, and every notice."""

    source: Fused
    poses: list[tuple[float, Pose]]
    notices: list[Notice]


def run(
    film: Sequence[tuple[float, Pose]],
    worn: Sequence[tuple[float, Pose]],
    every_s: float = 1 / 60,
    each: Callable[[float, Fused], None] = lambda _t, _s: None,
) -> Run:
    """Poll a Fused 60 times a second, from the first arrival to the last. `each` sees it after every poll."""
    now = [min(film[0][0] if film else np.inf, worn[0][0] if worn else np.inf)]
    end = max(film[-1][0] if film else 0.0, worn[-1][0] if worn else 0.0)
    source = Fused(
        Scripted(film, lambda: now[0]), Scripted(worn, lambda: now[0], PROVIDES), clock=lambda: now[0],
        aside=straight_away,
    )  # fmt: skip
    poses, notices = [], []
    while now[0] < end:
        now[0] += every_s
        poses += [(now[0], pose) for pose in source.poll()]
        notices += source.notices()
        each(now[0], source)
    return Run(source, poses, notices)
