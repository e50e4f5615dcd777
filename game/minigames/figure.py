"""The person on the stage: follows a patient's poses, or a script, as rotations of the bones of a skinned body."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Literal

import numpy as np

from exercises import synthetic
from exercises.definition import Exercise
from exercises.pose import Array, Joint, Pose
from game.drawlist import Body, Person
from game.minigames.bones import Skeleton, clear_of_thighs, hips_shift, joints, laid_flat, laid_shift, rotations
from game.minigames.motion import along, spring
from game.minigames.skeleton import BONES, INDEX

Posture = Literal["standing", "seated", "lying", "floor"]
Part = Literal["hand", "foot", "head", "chest", "hips"]

MOST = 1.15  # of the way of an exercise's script
_STEPS = 47
LAG_S = 0.06  # how far the figure trails the poses: enough to still a camera's jitter, too little to feel
HOLD_S = 0.8  # an unseen limb stays as it was this long, then eases to rest
_SURE = 0.3  # joints less sure than this are taken as unseen
_BY_SENSE = {"up": "shoulder_abduction", "down": "squat", "out": "hip_abduction"}


def room_from_person(x_m: float = 0.0, z_m: float = 0.0, turn_deg: float = 0.0) -> np.ndarray:
    """(4, 4): stands the person there with their back to +Z, so that seen from behind their right is on the right.

    `turn_deg` turns them to their own right.
    """
    c, s = math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))
    return np.array([[-c, 0.0, s, x_m], [0.0, 1.0, 0.0, 0.0], [-s, 0.0, -c, z_m], [0.0, 0.0, 0.0, 1.0]])


def scripted(exercise: str, side: str, progress: float, position: str = "standing", sense: str = "up") -> Array:
    """(33, 3) room points, metres, of somebody doing an exercise well: `progress` 0 at rest, 1 at a modest height.

    An exercise that has no script is shown by one of the same sense. Progress is clipped to 0..MOST.
    """
    way = _way(_known(exercise, sense), side, position)
    return along(way, max(progress, 0.0) / MOST).reshape(-1, 3)


@lru_cache(maxsize=64)
def _way(exercise: str, side: str, position: str) -> Array:
    """(47, 99): an exercise's script in steps of at most a few degrees, worked out once."""
    rest, peak = synthetic.REST_DEG[exercise], synthetic.PEAKS_DEG[exercise]
    steps = rest + (peak - rest) * np.linspace(0.0, MOST, _STEPS)
    return at_angles(exercise, side, steps, position).reshape(_STEPS, -1)


def shown_by(exercise: Exercise) -> str:
    """The id of the exercise whose script shows this one: its own, or one of its sense."""
    return _known(exercise.id, exercise.sense)


def _known(exercise: str, sense: str) -> str:
    return exercise if exercise in synthetic.PEAKS_DEG else _BY_SENSE.get(sense, "shoulder_abduction")


def at_angle(exercise: str, side: str, angle_deg: float, position: str = "standing") -> Array:
    """(33, 3) room points, metres, of somebody at `angle_deg` of an exercise's own measure, the other side at rest.

    Raises KeyError for an exercise that has no script (synthetic.PEAKS_DEG lists those that have).
    """
    return at_angles(exercise, side, np.array([angle_deg]), position)[0]


def at_angles(exercise: str, side: str, angles_deg: Array, position: str = "standing") -> Array:
    """(N, 33, 3): the same at each of (N,) angles."""
    still = np.full(len(angles_deg), synthetic.REST_DEG[exercise])
    both = side == "both" or exercise in ("squat", "sit_to_stand")
    score = synthetic.Score(
        exercise,
        np.zeros(len(still)),
        angles_deg if side == "left" or both else still,
        angles_deg if side == "right" or both else still,
        np.zeros(len(still)),
        None,
        (side,),
        (),
    )
    return synthetic.bodies({**_at_ease(position), **synthetic.angles_of(score)})


def rest_points(position: str, **more_deg: float) -> Array:
    """(33, 3) room points, metres, of somebody at ease: standing or seated with loose arms, on the back, or on all
    fours; `more_deg` are further angles of synthetic.ANGLES."""
    return synthetic.bodies({**_at_ease(position), **_DOWN.get(position, {}), **more_deg})[0]


_DOWN = {
    "lying": {"lying_deg": 90.0},
    "floor": {"trunk_forward_deg": 88.0, "left_knee_flexion_deg": 88.0, "right_knee_flexion_deg": 88.0},
}


def _at_ease(position: str) -> dict[str, float]:
    """What an exercise's script leaves open: loose arms (propping ones on the floor), and the legs of who sits."""
    at_ease = {}
    for side in ("left", "right"):
        if position == "floor":
            at_ease |= {f"{side}_shoulder_flexion_deg": 88.0}
            continue
        at_ease |= {f"{side}_shoulder_abduction_deg": 9.0, f"{side}_elbow_flexion_deg": 14.0}
        if position == "seated":
            at_ease |= {f"{side}_hip_flexion_deg": 88.0, f"{side}_knee_flexion_deg": 88.0}
    return at_ease


class Figure:
    """A skinned person that moves as the newest pose does, 60 ms behind it.

    Limbs that are not seen hold still for HOLD_S, then ease to rest along with the trunk they hang from. The hips are
    found from the legs (bones.hips_shift), so the feet stay on the floor; of who lies, or is on all fours, whatever is
    lowest lies on it (bones.laid_shift).
    """

    def __init__(self, body: Body = "older_woman", position: str = "standing") -> None:
        self.body = body
        self._skeleton = Skeleton.of(body)
        self._down = position in _DOWN
        self._shift = laid_shift if self._down else hips_shift
        rest = self._through_nothing(rotations(self._skeleton, rest_points(position)))
        self._rest = _quaternions(rest)
        self._goal, self._now = self._rest.copy(), self._rest.copy()
        self._speed = np.zeros_like(self._now)
        self._unseen_s = np.full(len(BONES), 2 * HOLD_S)
        self._pose: Pose | None = None
        self._aimed: tuple[np.ndarray, np.ndarray] | None = None  # at which points, and which bones they show
        self._turns = _matrices(self._now)  # of this tick, for whoever asks; never written to
        self._joints = joints(self._skeleton, self._turns)
        self._hips = self._shift(self._skeleton, self._joints)
        self._hips_speed = np.zeros(3)

    def follow(self, pose: Pose | None, dt_s: float) -> None:
        """One tick. The same pose may come many times; None is nobody."""
        if pose is not None and pose is not self._pose:
            self._pose = pose
            points = np.where((pose.confidence >= _SURE)[:, None], pose.points, np.nan)
            self._aim(points.astype(float))
        self._move(dt_s)

    def act(self, points: Array, dt_s: float) -> None:
        """One tick of a script: (33, 3) room points, as from `scripted`."""
        self._aim(np.asarray(points, dtype=float))
        self._move(dt_s)

    def _aim(self, points: Array) -> None:
        if self._aimed is None or not np.array_equal(self._aimed[0], points, equal_nan=True):
            turns = rotations(self._skeleton, points)
            seen = np.isfinite(turns).all(axis=(1, 2))
            known = np.where(seen[:, None, None], turns, self._turns)
            self._goal[seen] = _quaternions(self._through_nothing(known)[seen])
            self._aimed = points, seen
        self._unseen_s[self._aimed[1]] = 0.0

    def _through_nothing(self, turns: np.ndarray) -> np.ndarray:
        """(20, 3, 3) `turns` with hands and feet beside the body and on the floor, not in them."""
        return clear_of_thighs(self._skeleton, laid_flat(self._skeleton, turns) if self._down else turns)

    def _move(self, dt_s: float) -> None:
        self._unseen_s += dt_s
        unseen = np.flatnonzero(self._unseen_s > HOLD_S)
        if len(unseen):
            self._goal[unseen] = _toward(self._goal[unseen], self._resting(unseen), dt_s / 0.6)
        goal = np.where((self._goal * self._now).sum(axis=1, keepdims=True) < 0.0, -self._goal, self._goal)
        now, self._speed = spring(self._now, self._speed, goal, LAG_S, dt_s)
        self._now = now / np.linalg.norm(now, axis=1, keepdims=True)
        self._turns = _matrices(self._now)
        self._joints = joints(self._skeleton, self._turns)
        shift = self._shift(self._skeleton, self._joints)
        self._hips, self._hips_speed = spring(self._hips, self._hips_speed, shift, LAG_S, dt_s)

    def _resting(self, bones: np.ndarray) -> np.ndarray:
        """(N, 4) where (N,) unseen bones go: rest, carried along by the trunk for an arm; legs stay on the floor."""
        trunks = _TRUNK[bones]
        carried = _product(_product(self._goal[trunks], _inverse(self._rest[trunks])), self._rest[bones])
        return np.where((trunks == bones)[:, None], self._rest[bones], carried)

    def person(self, id: str, room_from_person: np.ndarray, opacity: float = 1.0) -> Person:
        bones = {bone: self._turns[i] for i, bone in enumerate(BONES)}
        return Person(id, self.body, room_from_person, bones, self._hips.copy(), opacity)

    def joint_m(self, bone: str, room_from_person: np.ndarray) -> np.ndarray:
        """(3,) metres, room frame: where the root of a bone is now, by the person's own lengths."""
        at = self._joints[INDEX[bone]] + self._hips
        return room_from_person[:3, :3] @ at + room_from_person[:3, 3]

    def part_m(self, part: Part, side: str, room_from_person: np.ndarray) -> np.ndarray:
        """(3,) metres, room frame: where a part of the body is."""
        if part in ("hand", "foot"):
            return self.reach_m(side, part == "foot", room_from_person)
        bone = {"head": "head", "chest": "upper_chest", "hips": "hips"}[part]
        return self.joint_m(bone, room_from_person)

    def reach_m(self, side: str, leg: bool, room_from_person: np.ndarray) -> np.ndarray:
        """(3,) metres, room frame: the tip of a hand, or the ankle of a leg."""
        if leg:
            return self.joint_m(f"{side}_foot", room_from_person)
        wrist = self.joint_m(f"{side}_hand", room_from_person)
        elbow = self.joint_m(f"{side}_lower_arm", room_from_person)
        return wrist + (wrist - elbow) * 0.35


def working_part(exercise: Exercise) -> Part:
    """The part of the body that is seen to move in an exercise."""
    needs = exercise.needs
    if Joint.left_ear in needs:
        return "head"
    if exercise.sense == "down" or (exercise.position == "floor" and not exercise.sides):
        return "chest"  # what bends or presses up moves the trunk: hands and feet stay where they are
    if one_leg_moves(exercise):
        return "foot"
    if exercise.sides or Joint.left_wrist in needs:
        return "hand"
    return "hips" if exercise.position == "lying" else "chest"


def one_leg_moves(exercise: Exercise) -> bool:
    """Whether an exercise is done with one leg: by one side at a time, looking at an ankle and at no wrist or elbow."""
    arms = {Joint.left_elbow, Joint.left_wrist, Joint.right_elbow, Joint.right_wrist}
    return (
        exercise.sides and not (exercise.needs & arms) and bool(exercise.needs & {Joint.left_ankle, Joint.right_ankle})
    )


def _quaternions(turns: np.ndarray) -> np.ndarray:
    """(N, 4) x, y, z, w of (N, 3, 3) rotations, after Shepperd (1978): through the largest of the four components."""
    m = turns
    trace = m[:, 0, 0] + m[:, 1, 1] + m[:, 2, 2]
    out = np.empty((len(m), 4))
    choice = np.argmax(np.stack([m[:, 0, 0], m[:, 1, 1], m[:, 2, 2], trace], axis=1), axis=1)
    for n, c in enumerate(choice):
        r = m[n]
        if c == 3:
            out[n] = (r[2, 1] - r[1, 2], r[0, 2] - r[2, 0], r[1, 0] - r[0, 1], 1.0 + trace[n])
        else:
            i, j, k = c, (c + 1) % 3, (c + 2) % 3
            out[n, i] = 1.0 + r[i, i] - r[j, j] - r[k, k]
            out[n, j] = r[j, i] + r[i, j]
            out[n, k] = r[k, i] + r[i, k]
            out[n, 3] = r[k, j] - r[j, k]
    return out / np.linalg.norm(out, axis=1, keepdims=True)


def _matrices(q: np.ndarray) -> np.ndarray:
    """(N, 3, 3) rotations of (N, 4) unit quaternions x, y, z, w."""
    x, y, z, w = q.T
    out = np.empty((len(q), 3, 3))
    out[:, 0, 0], out[:, 0, 1], out[:, 0, 2] = 1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)
    out[:, 1, 0], out[:, 1, 1], out[:, 1, 2] = 2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)
    out[:, 2, 0], out[:, 2, 1], out[:, 2, 2] = 2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)
    return out


def _product(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """(N, 4) one after the other: b, then a."""
    x, y, z, w = a.T
    bx, by, bz, bw = b.T
    return np.column_stack(
        [
            w * bx + x * bw + y * bz - z * by,
            w * by - x * bz + y * bw + z * bx,
            w * bz + x * by - y * bx + z * bw,
            w * bw - x * bx - y * by - z * bz,
        ]
    )


def _inverse(q: np.ndarray) -> np.ndarray:
    return q * np.array([-1.0, -1.0, -1.0, 1.0])


def _toward(q: np.ndarray, goal: np.ndarray, share: float) -> np.ndarray:
    near = np.where((q * goal).sum(axis=1, keepdims=True) >= 0.0, goal, -goal)
    out = q + (near - q) * min(share * 2.0, 1.0)
    return out / np.linalg.norm(out, axis=1, keepdims=True)


def _trunk_of(bone: str) -> str:
    """Which bone carries an unseen one: itself where it goes to rest by itself."""
    if bone.endswith(("leg", "foot")) or bone in ("hips", "upper_chest"):
        return bone
    return "hips" if bone == "spine" else "upper_chest"


_TRUNK = np.array([INDEX[_trunk_of(bone)] for bone in BONES])
