"""UI-PRMD (Vakanski et al. 2018, doi 10.3390/data3010002): Kinect joints through `analyze`, beside Vicon, by subject.

Kinect joints become recordings with a joint subset in the room frame and are read back by the program itself. Vicon
cut its repetitions separately, so peaks are compared per repetition, never frame by frame.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from exercises.definition import Exercise
from exercises.frames import OTHER_SIDE
from exercises.measures import MEASURES, Side, between, joint, mid, other
from exercises.pose import Array, Joint, Pose
from game.analysis import analyse
from game.tracking.replay import write_recording
from real_data.figures import Agreement, agreement, area_under_curve, left_out, peak_count
from real_data.judged import series
from real_data.page import section, table

KINECT_HZ = 30.0
ACROMION_M = 0.05  # the shoulder's centre below its marker, as Plug-in-Gait has it; nobody measured it here
PUBLISHED_AUC = (0.82, 0.90, 0.79, 0.86, 0.91, 0.83, 0.99, 0.92, 0.89, 0.99)
PEAK_COUNTING = (0.978, 0.878)  # off by one, correct and incorrect repetitions, as issue 3 gives them


@dataclass(frozen=True, slots=True)
class Movement:
    """Which exercise of the catalogue judges a movement (None: only a generic angle), and what Vicon says of it."""

    name: str
    exercise: str | None
    measure: str  # of exercises.measures, or "forearm_raised"
    vicon: str  # "knee" or "hip": its model's flexion; "markers": the same measure over its markers
    smallest: bool = False  # the effort goes to the smallest angle


MOVEMENTS = (
    Movement("deep squat", "squat", "knee_flexion", "knee"),
    Movement("hurdle step", "marching", "hip_angle", "hip"),
    Movement("inline lunge", "lunge_fwd", "knee_flexion", "knee"),
    Movement("side lunge", "squat", "knee_flexion", "knee"),
    Movement("sit to stand", "sit_to_stand", "knee_flexion", "knee", smallest=True),
    Movement("standing active straight leg raise", "marching", "hip_angle", "hip"),
    Movement("shoulder abduction", "shoulder_abduction", "shoulder_elevation", "markers"),
    Movement("shoulder extension", "shoulder_flexion", "shoulder_elevation", "markers"),
    Movement("shoulder internal-external rotation", None, "forearm_raised", "markers"),
    Movement("shoulder scaption", "sh_scaption", "shoulder_elevation", "markers"),
)

_KINECT: Mapping[Joint, int] = {
    Joint.nose: 4, Joint.left_ear: 4, Joint.right_ear: 4,
    Joint.left_shoulder: 7, Joint.left_elbow: 8, Joint.left_wrist: 9,
    Joint.right_shoulder: 11, Joint.right_elbow: 12, Joint.right_wrist: 13,
    Joint.left_hip: 14, Joint.left_knee: 15, Joint.left_ankle: 16, Joint.left_foot_index: 17,
    Joint.right_hip: 18, Joint.right_knee: 19, Joint.right_ankle: 20, Joint.right_foot_index: 21,
}  # fmt: skip
_MARKERS: Mapping[Joint, tuple[int, ...]] = {  # joint: the markers whose middle stands for it
    Joint.left_shoulder: (9,), Joint.left_elbow: (11,), Joint.left_wrist: (13, 14),
    Joint.right_shoulder: (16,), Joint.right_elbow: (18,), Joint.right_wrist: (20, 21),
    Joint.left_hip: (23, 25), Joint.right_hip: (24, 26),
}  # fmt: skip
_SIDES: tuple[Side, Side] = ("left", "right")
_VICON_ANGLE = {"hip": (0, 1), "knee": (2, 3)}


@dataclass(frozen=True, slots=True, eq=False)
class Repetition:
    """One cut repetition: Kinect's joints (N, 33, 3) in the room, and Vicon's angle (M,) of each side, or None."""

    movement: int  # from 0
    subject: int
    correct: bool
    points: Array
    vicon: Mapping[Side, Array] | None


def load(folder: Path) -> list[Repetition]:
    """Every repetition of the copy, in the order of the index."""
    kinect, vicon = np.load(folder / "kinect_joints.npz"), np.load(folder / "vicon_markers_angles.npz")
    joints = _whole(kinect["joints_delta"], 22) * float(kinect["scale_cm"]) / 100.0
    markers = _whole(vicon["markers_delta"], 39) * float(vicon["scale_mm"]) / 1000.0
    angles = _whole(vicon["angles_delta"], 10) * float(vicon["scale_deg"])
    rows = {tuple(row[:4]): i for i, row in enumerate(vicon["index"].tolist())}
    out = []
    for i, row in enumerate(kinect["index"].tolist()):
        points = _kinect_points(joints[kinect["offset"][i] : kinect["offset"][i + 1]])
        at = rows.get(tuple(row[:4]))
        cut = None if at is None else slice(vicon["offset"][at], vicon["offset"][at + 1])
        truth = None if cut is None else _vicon_angles(MOVEMENTS[row[0] - 1], markers[cut], angles[cut])
        out.append(Repetition(row[0] - 1, row[1], row[3] == 1, points, truth))
    return out


def _whole(delta: Array, parts: int) -> Array:
    return np.cumsum(delta.T, axis=0, dtype=np.int16).reshape(-1, parts, 3).astype(float)


def _kinect_points(joints: Array) -> Array:
    """(N, 33, 3) room: Kinect's x runs to the subject's left and z ahead of them, so half a turn about the vertical."""
    points = np.full((len(joints), len(Joint), 3), np.nan)
    for name, i in _KINECT.items():
        points[:, name] = joints[:, i] * (-1.0, 1.0, -1.0)
    return points


def _vicon_angles(movement: Movement, markers: Array, angles: Array) -> dict[Side, Array]:
    if movement.vicon in _VICON_ANGLE:
        left, right = _VICON_ANGLE[movement.vicon]
        return {"left": angles[:, left, 0], "right": angles[:, right, 0]}
    points = np.full((len(markers), len(Joint), 3), np.nan)
    for name, which in _MARKERS.items():  # Vicon: x ahead, y to the left, z up
        here = markers[:, list(which)].mean(axis=1)
        points[:, name] = np.stack([-here[:, 1], here[:, 2], -here[:, 0]], axis=1)
    down = mid(points, "hip") - mid(points, "shoulder")
    down = ACROMION_M * down / np.sqrt((down**2).sum(axis=1))[:, None]
    for name in (Joint.left_shoulder, Joint.right_shoulder):
        points[:, name] += down
    return {"left": measured(movement, points, "left"), "right": measured(movement, points, "right")}


def measured(movement: Movement, points: Array, side: Side) -> Array:
    """(N,) the movement's angle over room points."""
    if movement.measure == "forearm_raised":
        return forearm_raised(points, side)
    return MEASURES[movement.measure](points, side)


def forearm_raised(points: Array, side: Side) -> Array:
    """(N,) forearm against the trunk's downward axis: 0 hanging, 90 level, 180 straight up.

    Generic: it follows rotation of the shoulder only while the upper arm is held level and the elbow bent, as here.
    """
    arm = joint(points, side, "wrist") - joint(points, side, "elbow")
    return between(arm, mid(points, "hip") - mid(points, "shoulder"))


def working_side(movement: Movement, repetitions: list[Repetition]) -> Side:
    """The side that worked, as a prescriber would state it: the one Vicon saw travel further (Kinect's where Vicon
    lacks). Kinect cannot be asked: with the arm behind the back it moves the idle arm more."""
    travel = dict.fromkeys(_SIDES, 0.0)
    for one in repetitions:
        for side in _SIDES:
            angle = one.vicon[side] if one.vicon else measured(movement, one.points, side)
            travel[side] += float(np.ptp(angle))
    return "left" if travel["left"] >= travel["right"] else "right"


@dataclass(frozen=True, slots=True, eq=False)
class Sequence:
    """Ten repetitions of one subject in a row, judged: counts, and peaks by repetition beside Vicon's."""

    movement: int
    subject: int
    correct: bool
    side: Side
    true: int
    counted: int
    baseline: int
    ours: tuple[float, ...]
    raw: tuple[float, ...]  # the furthest angle in the cut repetition, nothing judged
    vicon: tuple[float, ...]
    half_widths: tuple[float, ...]
    quality: tuple[float, ...]
    faulty: tuple[bool, ...]
    features: Array  # (R, F) of Upswing's measures
    joint_features: Array  # (R, G) of the joints alone


def measure(shared: Path, catalogue: Mapping[str, Exercise]) -> dict[str, Any]:
    """The figures of each movement and of all counts."""
    sequences = judged(shared / "data" / "ui_prmd", catalogue)
    counts = {
        f"{name} {'correct' if correct else 'incorrect'} {within}": overall(sequences, correct, within, name)
        for name in ("counted", "baseline")
        for correct in (True, False)
        for within in (0, 1)
    }
    movements = [asdict(figures(sequences, i)) for i in range(len(MOVEMENTS))]
    return {
        "movements": movements,
        "subjects": by_subject(sequences),
        "counts": counts,
        "recordings": len(sequences) // 2,
    }


def judged(data: Path, catalogue: Mapping[str, Exercise]) -> list[Sequence]:
    """Every subject's repetitions of every movement, correct and incorrect, one recording each."""
    groups: dict[tuple[int, int, bool], list[Repetition]] = {}
    for repetition in load(data):
        groups.setdefault((repetition.movement, repetition.subject, repetition.correct), []).append(repetition)
    with tempfile.TemporaryDirectory() as folder:
        return [_sequence(key, rows, catalogue, Path(folder)) for key, rows in groups.items()]


def _sequence(
    key: tuple[int, int, bool], rows: list[Repetition], catalogue: Mapping[str, Exercise], folder: Path
) -> Sequence:
    movement = MOVEMENTS[key[0]]
    side = working_side(movement, rows)
    sign = -1.0 if movement.smallest else 1.0
    points = np.concatenate([r.points for r in rows])
    t_s = np.arange(len(points)) / KINECT_HZ
    angle = measured(movement, points, side)
    ends = np.cumsum([len(r.points) for r in rows])
    cuts = [(float(t_s[e - len(r.points)]), float(t_s[e - 1])) for e, r in zip(ends, rows, strict=True)]
    if movement.exercise is None:
        sign = _outward(angle)
        angle = sign * angle
        done = series(catalogue["shoulder_flexion"], t_s, angle)
        stated = [(e.start_s, e.end_s, e.peak_deg, e.peak_uncertainty_deg, e.quality, False) for e in done]
        stated = [(a, b, sign * p, u, q, f) for a, b, p, u, q, f in stated if p is not None]
        sign, angle = 1.0 if sign > 0 else -1.0, sign * angle
    else:
        stated = _analysed(catalogue[movement.exercise], side, t_s, points, folder)
    best = [_overlapping(cut, stated) for cut in cuts]
    far = [float(sign * np.max(sign * measured(movement, r.points, side))) for r in rows]
    vicon = [float("nan") if r.vicon is None else float(sign * np.max(sign * r.vicon[side])) for r in rows]
    return Sequence(
        *key, side, len(rows), len(stated), peak_count(sign * angle),
        ours=tuple(float("nan") if b is None or b[2] is None else b[2] for b in best), raw=tuple(far),
        vicon=tuple(vicon),
        half_widths=tuple(float("nan") if b is None or b[3] is None else b[3] for b in best),
        quality=tuple(float("nan") if b is None else b[4] for b in best),
        faulty=tuple(b is not None and b[5] for b in best),
        features=np.array([_features(movement, r.points, side) for r in rows]),
        joint_features=np.array([_joint_features(r.points, side) for r in rows]),
    )  # fmt: skip


def _outward(angle: Array) -> float:
    """+1 where the angle leaves its usual place toward greater values, -1 toward smaller."""
    middle = float(np.median(angle[:10]))
    return 1.0 if np.percentile(angle, 95) - middle >= middle - np.percentile(angle, 5) else -1.0


def _analysed(exercise: Exercise, side: Side, t_s: Array, points: Array, folder: Path) -> list[tuple]:
    """What `upswing analyze` says of a recording that carries these joints only."""
    joints = frozenset(_KINECT)
    sure = np.isfinite(points[..., 0]).astype(float)
    poses = [Pose(float(t), p, c) for t, p, c in zip(t_s, points, sure, strict=True)]
    path = folder / "kinect.npz"
    write_recording(path, poses, fps=KINECT_HZ, source="UI-PRMD, Kinect", joints=joints)
    said = analyse(path, exercise, side).mapping["repetitions"]
    return [
        (r["start_s"], r["end_s"], r["peak_deg"], r["peak_uncertainty_deg"], r["quality"], bool(r["faults"]))
        for r in said
    ]


def _overlapping(cut: tuple[float, float], stated: list[tuple]) -> tuple | None:
    """The stated repetition that shares most of this one's time."""
    shared = [(min(cut[1], s[1]) - max(cut[0], s[0]), i) for i, s in enumerate(stated)]
    best = max(shared, default=(0.0, -1))
    return stated[best[1]] if best[0] > 0.0 else None


_FORM = (
    *("shoulder_elevation", "shoulder_plane", "elbow_flexion", "knee_flexion", "hip_angle", "thigh_vertical"),
    *("trunk_lateral", "trunk_forward", "shoulder_hike", "knee_valgus"),
)


def _features(movement: Movement, points: Array, side: Side) -> list[float]:
    """Least, greatest and spread of each of Upswing's measures on both sides, and how long it took."""
    out = [len(points) / KINECT_HZ]
    for each in (side, other(side)):
        for name in _FORM:
            deg = MEASURES[name](points, each)
            out += [float(np.min(deg)), float(np.max(deg)), float(np.std(deg))]
    turn = forearm_raised(points, side)
    return [*out, float(np.min(turn)), float(np.max(turn)), float(np.std(turn))]


def _joint_features(points: Array, side: Side) -> list[float]:
    """Mean and spread of each joint's coordinates from the middle of the hips in trunk lengths, working side left."""
    index = sorted(set(_KINECT) - {Joint.left_ear, Joint.right_ear})
    hips = mid(points, "hip")
    size = float(np.median(np.sqrt(((mid(points, "shoulder") - hips) ** 2).sum(axis=1))))
    body = (points - hips[:, None]) / size
    mirrored = side == "right"
    body = body[:, [OTHER_SIDE[j] for j in index]] * (-1.0, 1.0, 1.0) if mirrored else body[:, index]
    flat = body.reshape(len(body), -1)
    return [*flat.mean(axis=0).tolist(), *flat.std(axis=0).tolist(), len(points) / KINECT_HZ]


@dataclass(frozen=True, slots=True)
class MovementFigures:
    """One row of the page."""

    movement: Movement
    peak: Agreement
    raw: Agreement
    inside: float
    exact: tuple[float, float]  # correct, incorrect
    off_by_one: tuple[float, float]
    baseline: tuple[float, float]
    auc_ours: float
    auc_joints: float
    auc_quality: float
    flagged: tuple[float, float]


def figures(sequences: list[Sequence], which: int) -> MovementFigures:
    """Of one movement (from 0)."""
    here = [s for s in sequences if s.movement == which]
    right = [s for s in here if s.correct]
    wrong = [s for s in here if not s.correct]

    def flat(name: str, rows: list[Sequence]) -> Array:
        return np.concatenate([np.asarray(getattr(s, name), float) for s in rows])

    positive = np.concatenate([np.full(s.true, not s.correct) for s in here])
    subject = np.concatenate([np.full(s.true, s.subject) for s in here])
    ours, vicon, width = flat("ours", right), flat("vicon", right), flat("half_widths", right)
    peak = agreement(ours, vicon)
    known = np.isfinite(ours) & np.isfinite(vicon)
    return MovementFigures(
        MOVEMENTS[which], peak, agreement(flat("raw", right), vicon),
        inside=float((np.abs(ours - vicon) <= width)[known].mean()) if known.any() else float("nan"),
        exact=(_share(right, 0), _share(wrong, 0)), off_by_one=(_share(right, 1), _share(wrong, 1)),
        baseline=(_share(right, 1, "baseline"), _share(wrong, 1, "baseline")),
        auc_ours=area_under_curve(left_out(flat("features", here), positive, subject), positive),
        auc_joints=area_under_curve(left_out(flat("joint_features", here), positive, subject), positive),
        auc_quality=area_under_curve(-flat("quality", here), positive),
        flagged=(float(flat("faulty", right).mean()), float(flat("faulty", wrong).mean())),
    )  # fmt: skip


def _share(rows: list[Sequence], within: int, name: str = "counted") -> float:
    return float(np.mean([abs(getattr(s, name) - s.true) <= within for s in rows]))


def overall(sequences: list[Sequence], correct: bool, within: int, name: str = "counted") -> float:
    """The share of all recordings whose count is right within so many."""
    return _share([s for s in sequences if s.correct == correct], within, name)


def by_subject(sequences: list[Sequence]) -> list[dict[str, Any]]:
    """Of each person: counts, peaks without each movement's own bias, and the area where this person was left out."""
    out = []
    for subject in sorted({s.subject for s in sequences}):
        mine = [s for s in sequences if s.subject == subject]
        off, areas = [], []
        for which in range(len(MOVEMENTS)):
            here = [s for s in sequences if s.movement == which]
            error = [np.array(s.ours) - np.array(s.vicon) for s in here if s.correct]
            bias = np.nanmean(np.concatenate(error))
            off += [
                e - bias for e, s in zip(error, (s for s in here if s.correct), strict=True) if s.subject == subject
            ]
            who = np.concatenate([np.full(s.true, s.subject) for s in here])
            positive = np.concatenate([np.full(s.true, not s.correct) for s in here])
            score = left_out(np.concatenate([s.features for s in here]), positive, who)
            areas.append(area_under_curve(score[who == subject], positive[who == subject]))
        errors = np.concatenate(off)
        out.append(
            {
                "subject": subject,
                "correct": _share([s for s in mine if s.correct], 1),
                "incorrect": _share([s for s in mine if not s.correct], 1),
                "rmse_unbiased": float(np.sqrt(np.nanmean(errors**2))),
                "auc": float(np.mean(areas)),
            }
        )
    return out


def page(found: dict[str, Any]) -> str:
    """The section of docs/accuracy.md."""
    return section(
        "ui_prmd",
        counts=_counts(found),
        peaks=_peaks(found),
        correctness=_correctness(found),
        subjects=_subjects(found),
    )


def _counts(found: dict[str, Any]) -> str:
    counts, lines = found["counts"], []
    for name, published, target in (("correct", PEAK_COUNTING[0], 0.99), ("incorrect", PEAK_COUNTING[1], 0.95)):
        ours, here = counts[f"counted {name} 1"], counts[f"baseline {name} 1"]
        met = "met" if ours >= target - 1e-9 else "**not met**"
        exact = f"{counts[f'counted {name} 0']:.3f}"
        lines.append((f"{name} repetitions", f"{published:.3f}", f"{here:.3f}", f"**{ours:.3f}**", exact, target, met))
    head = (
        *(f"off by one at most, of {found['recordings']} recordings of ten each", "peak counting, issue 3"),
        *("peak counting here", "**Upswing**", "exact", "target", ""),
    )
    return table(head, lines)


def _peaks(found: dict[str, Any]) -> str:
    lines = []
    for i, row in enumerate(found["movements"], start=1):
        a, raw, m = row["peak"], row["raw"], row["movement"]
        lines.append(
            (
                i, m["name"], m["exercise"] or "generic angle", a["n"], f"{a['bias']:+.1f}°", f"{a['rmse']:.1f}°",
                f"{a['rmse_unbiased']:.1f}°", f"{a['r']:.2f}", f"{raw['rmse']:.1f}°, {raw['r']:.2f}",
                f"{row['inside']:.0%}",
            )
        )  # fmt: skip
    head = (
        *("", "movement", "judged as", "n", "bias", "RMSE", "without the bias", "r"),
        *("no judge: RMSE, r", "inside the half-width"),
    )
    return table(head, lines)


def _correctness(found: dict[str, Any]) -> str:
    rows, lines = found["movements"], []
    for i, row in enumerate(rows):
        areas = (PUBLISHED_AUC[i], row["auc_joints"], row["auc_ours"], row["auc_quality"])
        faults = f"{row['flagged'][0]:.0%} / {row['flagged'][1]:.0%}"
        lines.append((i + 1, row["movement"]["name"], *(f"{a:.2f}" for a in areas), faults))
    means = [np.mean(PUBLISHED_AUC), *(np.mean([r[f"auc_{k}"] for r in rows]) for k in ("joints", "ours", "quality"))]
    lines.append(("", "mean", *(f"{m:.2f}" for m in means), ""))
    head = (
        *("", "movement", "published baseline", "joints alone", "**Upswing's measures**"),
        *("nothing fitted: tempo and smoothness", "a fault named: correct / incorrect"),
    )
    return table(head, lines)


def _subjects(found: dict[str, Any]) -> str:
    lines = [
        (r["subject"], f"{r['correct']:.0%}", f"{r['incorrect']:.0%}", f"{r['rmse_unbiased']:.1f}°", f"{r['auc']:.2f}")
        for r in found["subjects"]
    ]
    head = ("person", "off by one, correct", "off by one, incorrect", "peak, RMSE without the bias", "area, left out")
    return table(head, lines)
