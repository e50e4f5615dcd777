"""Two devices that see the same person, put on one clock and into one room by the motion they share. Arithmetic only.

A headset knows head and hands to millimetres, a camera the whole body to centimetres; neither knows when and where the
other looks from. Three things are seen by both: the head and both wrists (ANCHORS). From a window of them:

1. time offset: the lag at which the speeds of the anchors go together best, its maximum refined by a parabola
   (generalised cross-correlation: Knapp and Carter, IEEE Trans. ASSP 1976, 24:320; speeds, since they need no common
   frame). Rhythmic movement has several such lags: each is tried.
2. rotation, translation and scale for that lag in closed form (Kabsch, Acta Cryst. 1976, A32:922; Umeyama, IEEE PAMI
   1991, 13:376).
3. all of it together, and where each anchor sits on what the headset tracks (a wrist lies behind the grip, differently
   in every hand), by Gauss and Newton with Huber's weights (Huber, Ann. Math. Statist. 1964, 35:73) and weak priors: a
   room's up is nearly the other's, a scale nearly 1.

The same normal equations say how sure each is, so that little motion is told from much: errors are taken to last as
long as the residuals do (their autocorrelation), since a tracker's are no white noise.

Metres, seconds; `headset_from_camera`; unseen is NaN.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import nan
from typing import NamedTuple

import numpy as np

from exercises.pose import Array
from game.tracking.tracks import LEAST_SAMPLES, SPEED_S, Track, exchanged, lags, there

WITHIN_S = 0.5  # how far from the expected offset it is sought
HUBER = 1.5
MEDIAN_OF_3 = 1.538  # the median length of three normal numbers
MOST_LASTING = 0.98
LEAST_NOISE_M = 0.004
# Priors, one standard deviation
TILT_DEG, YAW_DEG, LOG_SCALE, LEVER_M = 3.0, 20.0, 0.08, (0.015, 0.012, 0.012)
# Settled: how sure (one standard deviation) everything must be, and how well it must fit
OFFSET_SURE_S, TURN_SURE_DEG, SHIFT_SURE_M = 0.005, 3.0, 0.03
ALIKE = 0.3  # correlation of the speeds; of the practice films' right lags 0.55 and more, of wrong ones below 0.25
LEAST_S = 5.0  # seen for less, a chance fit may look sure
FITS_M = 0.12  # median residual; a camera's wrists of the practice films lie 3 to 9 cm off (docs/accuracy.md)
RIVAL_COST = 1.1  # another lag that fits nearly as well leaves the offset undecided
SWAPPED_COST = 0.6  # hands that fit so much better the other way round are the other way round
_ROUNDS = 8


@dataclass(frozen=True, slots=True, eq=False)
class Alignment:
    """How a camera's clock and room lie to a headset's.

    offset_s     the headset's clock less the camera's, for the same instant
    rotation     (3, 3) headset_from_camera, with scale and translation (3,): scale * rotation @ p + translation
    levers       (3, 3) m, in the order of the camera's anchors and the axes of what bears each: what is to be added to
                 the headset's own point
    swapped      the hands are exchanged: the headset's left is the camera's right
    residual_m, p95_m   distances that remain between both devices' wrists, seen from the head: median, 95th percentile
    offset_sure_s, turn_sure_deg, shift_sure_m   one standard deviation; shift is that of the anchors' middle
    why          what is not settled, in words; "" where everything is
    """

    offset_s: float
    rotation: Array
    translation: Array
    scale: float
    levers: Array
    swapped: bool
    residual_m: float
    p95_m: float
    offset_sure_s: float
    turn_sure_deg: float
    shift_sure_m: float
    samples: int
    why: str = ""

    @property
    def settled(self) -> bool:
        return not self.why

    @property
    def yaw_deg(self) -> float:
        """How far the camera's room is turned about the vertical in the headset's, positive to the left."""
        return float(np.degrees(np.arctan2(self.rotation[0, 2], self.rotation[2, 2])))

    def carried(self, points: Array) -> Array:
        """(..., 3) points of the camera's room in the headset's."""
        return np.asarray(self.scale * points @ self.rotation.T + self.translation)


def align(
    camera: Track, headset: Track, around_s: float = 0.0, within_s: float = WITHIN_S, swapped: bool | None = None
) -> Alignment | None:
    """The alignment of two tracks, the offset sought `within_s` of `around_s`; None where they share too little to try.

    swapped   whether hands are known to be exchanged; None: to be found out
    """
    if len(camera.t_s) < LEAST_SAMPLES or len(headset.t_s) < LEAST_SAMPLES:
        return None
    ranked = _ranked(camera, exchanged(headset) if swapped else headset, around_s, within_s)
    crosses = bool(swapped)
    if swapped is None and (
        not ranked or float(np.median(ranked[0].apart)) > FITS_M / 2 or ranked[0].rotation[2, 2] < 0
    ):
        crossed = _ranked(camera, exchanged(headset), around_s, within_s)
        crosses = bool(crossed) and (not ranked or crossed[0].cost < SWAPPED_COST * ranked[0].cost)
        ranked = crossed if crosses else ranked
    if not ranked:
        return None
    rival = next((fit for fit in ranked[1:] if abs(fit.offset - ranked[0].offset) > 3 * SPEED_S / 4), None)
    undecided = rival is not None and rival.cost < RIVAL_COST * ranked[0].cost
    lasts_s = float(camera.t_s[-1] - camera.t_s[0])
    return _stated(ranked[0], crosses, undecided, lasts_s)


def _ranked(camera: Track, headset: Track, around_s: float, within_s: float) -> list[_Fit]:
    tried = (_fitted(camera, headset, lag, alike) for lag, alike in lags(camera, headset, around_s, within_s))
    return sorted((fit for fit in tried if fit is not None), key=_cost)


def umeyama(source: Array, target: Array, weight: Array) -> tuple[Array, Array, float]:
    """(rotation, translation, scale) that carry points (N, 3) onto others with the least weighted squared distance.

    Umeyama 1991, eqs. 34 to 43, with weights (N,). Raises ValueError where the points do not span a plane.
    """
    share = (weight / weight.sum())[:, None]
    middle, goal = (share * source).sum(axis=0), (share * target).sum(axis=0)
    a, b = source - middle, target - goal
    u, d, vt = np.linalg.svd(np.einsum("ni,nj->ij", share * b, a))
    if d[1] <= 1e-9 * max(d[0], 1e-9):
        raise ValueError("points on one line have no rotation")
    sign = np.array([1.0, 1.0, np.sign(np.linalg.det(u) * np.linalg.det(vt))])
    rotation = (u * sign) @ vt
    scale = float((d * sign).sum() / (share * a * a).sum())
    return rotation, goal - scale * rotation @ middle, scale


# --- the joint fit


class _Fit(NamedTuple):
    cost: float
    offset: float
    rotation: Array
    translation: Array
    scale: float
    levers: Array
    apart: Array  # (n,) m
    sure: Array  # (17,) one standard deviation of each parameter
    inside: bool
    alike: float  # correlation of the speeds


def _cost(fit: _Fit) -> float:
    return fit.cost


def _fitted(camera: Track, headset: Track, lag: float, alike: float) -> _Fit | None:
    """Gauss and Newton on 17 numbers: turn (3), shift (3) of the middle, log scale, offset, levers (9)."""
    offset, levers = lag, np.zeros((3, 3))
    seen = np.isfinite(camera.points).all(axis=2)
    theirs, _, _ = there(headset, camera.t_s + offset)
    both = seen & np.isfinite(theirs).all(axis=2)
    if both.sum() < LEAST_SAMPLES or both.any(axis=0).sum() < 2:
        return None
    try:
        rotation, _, scale = umeyama(camera.points[both], theirs[both], np.ones(int(both.sum())))
    except ValueError:
        return None
    scale = min(max(scale, 0.8), 1.25)
    middle = camera.points[both].mean(axis=0)
    place = theirs[both].mean(axis=0)  # where the middle goes
    basis = _basis(camera.sight)
    arms = np.where(seen[..., None], camera.points - middle, 0.0) @ basis.T
    for _ in range(_ROUNDS):
        theirs, turns, speeds = there(headset, camera.t_s + offset)
        both = seen & np.isfinite(theirs).all(axis=2) & np.isfinite(speeds).all(axis=2)
        if both.sum() < LEAST_SAMPLES:
            return None
        # in the camera's own metres and along its own axes, for the errors are its own
        back = (basis @ rotation.T) / scale
        way = np.where(both[..., None], theirs + np.einsum("naij,aj->nai", turns, levers) - place, 0.0) @ back.T
        away = np.where(both[..., None], arms - way, 0.0)
        noise = _noise(away, both)
        jacobian = _jacobian(
            way, np.where(both[..., None], speeds, 0.0), np.where(both[..., None, None], turns, 0.0), back
        )
        white, rows = noise.whitened(away, both), noise.whitened(jacobian, both)
        size = np.sqrt((white * white).sum(axis=2))
        weight = both * np.minimum(1.0, HUBER * MEDIAN_OF_3 / np.maximum(size, 1e-9)) / noise.lasting
        # einsum, not @: a threaded BLAS on a busy machine takes a hundred times as long for so small a product
        weighted = (rows * weight[..., None, None]).reshape(-1, 17)
        normal = np.einsum("np,nq->pq", weighted, rows.reshape(-1, 17))
        stiff, held = _priors(rotation, scale, levers)
        step = -np.linalg.solve(normal + stiff, np.einsum("np,n->p", weighted, white.reshape(-1)) + held)
        rotation = _turned(step[:3]) @ rotation
        place = place + step[3:6]
        scale *= float(np.exp(np.clip(step[6], -0.2, 0.2)))
        offset += float(np.clip(step[7], -0.1, 0.1))
        levers = levers + step[8:].reshape(3, 3)
        if np.abs(step).max() < 1e-4:
            break
    sure = np.sqrt(np.diag(np.linalg.inv(normal + stiff)))
    apart = _apart(away, both)
    distance = np.sqrt((away * away).sum(axis=2))[both]
    cost = float(np.minimum(distance, 3 * np.median(distance)).mean()) * (1.0 + 10.0 * abs(float(np.log(scale))) ** 2)
    return _Fit(
        cost, offset, rotation, place - scale * rotation @ middle, scale, levers, scale * apart, sure,
        abs(offset - lag) < 2 * SPEED_S, alike,
    )  # fmt: skip


def _apart(away: Array, both: Array) -> Array:
    """(n,) how far wrists lie from where they should, as seen from the head: what is left once a body hangs from it.
    Where the head is unseen, as they lie."""
    from_head = np.where(both[:, :1, None], away[:, 1:] - away[:, :1], away[:, 1:])
    return np.asarray(np.sqrt((from_head * from_head).sum(axis=2))[both[:, 1:]])


class _Noise(NamedTuple):
    """How a camera errs, in its own metres: along the line of sight more than across it, and all anchors of a picture
    together more than each by itself. alone, shared (3,): standard deviations along the axes of `_basis`; lasting: how
    many pictures in a row an error lasts.
    """

    alone: Array
    shared: Array
    lasting: float

    def whitened(self, values: Array, both: Array) -> Array:
        """(N, 3, 3, ...) per picture and anchor, along the axes: so that their errors are alike and apart."""
        present = both.reshape(*both.shape, *(1,) * (values.ndim - 2))
        k = np.maximum(present.sum(axis=1, keepdims=True), 1)
        tail = (1, 1, 3, *(1,) * (values.ndim - 3))
        alone, shared = self.alone.reshape(tail), self.shared.reshape(tail)
        share = 1.0 - alone / np.sqrt(alone**2 + k * shared**2)
        middle = (values * present).sum(axis=1, keepdims=True) / k
        return np.asarray((values - share * middle) * present / alone)


def _noise(away: Array, both: Array) -> _Noise:
    """From what is left over, its outliers cut to size."""
    k = both.sum(axis=1)
    several = k > 1
    middle = away.sum(axis=1) / np.maximum(k, 1)[:, None]
    apart = np.where(both[..., None], away - middle[:, None], 0.0)[several]
    cut = 3.0 * 1.4826 * np.median(np.abs(apart[both[several]]), axis=0) + 1e-9
    apart = np.clip(apart, -cut, cut)
    alone = np.sqrt((apart**2).sum(axis=(0, 1)) / max(float((k[several] - 1).sum()), 1.0))
    alone = np.maximum(alone, LEAST_NOISE_M)
    together = middle[several] - np.median(middle[several], axis=0)
    shared = np.sqrt(np.maximum((together**2).mean(axis=0) - alone**2 / np.maximum(k[several].mean(), 1.0), 0.0))
    lasting = _lasting(apart, both[several])
    # across the sight there are two axes, and no reason why they should differ
    across = np.sqrt(0.5 * (alone[1] ** 2 + alone[2] ** 2))
    return _Noise(np.array([max(alone[0], across), across, across]), shared, lasting)


def _basis(sight: Array) -> Array:
    """(3, 3) rows: toward the camera, across, up; any three axes where nobody knows where it stands."""
    level = np.array([sight[0], 0.0, sight[2]])
    size = float(np.sqrt(level @ level))
    if not size > 1e-6:
        return np.eye(3)
    toward = level / size
    return np.stack([toward, np.cross([0.0, 1.0, 0.0], toward), [0.0, 1.0, 0.0]])


def _jacobian(way: Array, speeds: Array, turns: Array, back: Array) -> Array:
    """(N, 3, 3, 17) of `away`, which is the camera's less `way`, by the parameters; `back` (3, 3) goes from the
    headset's axes to the camera's.
    """
    out = np.zeros((*way.shape, 17))
    forth = np.linalg.inv(back)
    carried = way @ forth.T  # the way in the headset's axes: R' = exp(w) R makes the way back R^T (1 - w x)
    for axis in range(3):
        unit = np.zeros(3)
        unit[axis] = 1.0
        out[..., axis] = np.cross(unit, carried) @ back.T
    out[..., 3:6] = back
    out[..., 6] = way
    out[..., 7] = -speeds @ back.T
    for anchor in range(3):
        out[:, anchor, :, 8 + 3 * anchor : 11 + 3 * anchor] = -np.einsum("ij,njk->nik", back, turns[:, anchor])
    return out


def _priors(rotation: Array, scale: float, levers: Array) -> tuple[Array, Array]:
    """(17, 17) and (17,): what the priors add to the normal equations. A turn w moves the up by w x up."""
    stiff, held = np.zeros((17, 17)), np.zeros(17)
    up = rotation[:, 1]
    for axis in (0, 2):  # the up's level parts, x and z
        row = np.cross(up, np.eye(3)[axis])  # d(up[axis]) = (w x up)[axis] = w . (up x e_axis)
        stiff[:3, :3] += np.outer(row, row) / np.radians(TILT_DEG) ** 2
        held[:3] += row * up[axis] / np.radians(TILT_DEG) ** 2
    stiff[1, 1] += 1.0 / np.radians(YAW_DEG) ** 2
    held[1] += float(np.arctan2(rotation[0, 2], rotation[2, 2])) / np.radians(YAW_DEG) ** 2
    stiff[range(3, 6), range(3, 6)] = 1e-4  # 100 m, and 10 s below: nothing, but that a still body can be solved too
    stiff[7, 7] = 1e-2
    stiff[6, 6] = 1.0 / LOG_SCALE**2
    held[6] = np.log(scale) / LOG_SCALE**2
    loose = 1.0 / np.repeat(np.square(LEVER_M), 3)
    stiff[range(8, 17), range(8, 17)] = loose
    held[8:] = levers.ravel() * loose
    return stiff, held


def _lasting(apart: Array, both: Array) -> float:
    """How many pictures in a row an error lasts, from its autocorrelation: (1 + r) / (1 - r) of a first-order
    process. Means are left in, for an error that stays lasts longest."""
    rows = np.where(both[..., None], apart, nan)
    here, after = rows[:-1], rows[1:]
    ok = np.isfinite(here) & np.isfinite(after)
    if not ok.any():
        return 1.0
    r = float((here[ok] * after[ok]).sum() / max(np.sqrt((here[ok] ** 2).sum() * (after[ok] ** 2).sum()), 1e-12))
    r = min(max(r, 0.0), MOST_LASTING)
    return (1.0 + r) / (1.0 - r)


def _stated(fit: _Fit, swapped: bool, undecided: bool, lasts_s: float) -> Alignment:
    turn, shift = float(np.degrees(fit.sure[:3].max())), float(fit.sure[3:6].max())
    residual, p95 = (float(np.quantile(fit.apart, share)) for share in (0.5, 0.95))
    if lasts_s < LEAST_S:
        why = "both have not seen head and hands for long enough"
    elif fit.alike < ALIKE:
        why = "head and hands have not moved enough, or not alike in the two"
    elif undecided or not fit.inside:
        why = "more than one time offset fits this rhythm"
    elif fit.sure[7] > OFFSET_SURE_S:
        why = "too little quick motion of head and hands to tell the time offset"
    elif turn > TURN_SURE_DEG or shift > SHIFT_SURE_M:
        why = "head and hands have not moved through enough of the room"
    elif residual > FITS_M:
        why = f"the hands lie {100 * residual:.0f} cm apart in the two"
    else:
        why = ""
    return Alignment(
        fit.offset, fit.rotation, fit.translation, fit.scale, fit.levers, swapped, residual, p95,
        float(fit.sure[7]), turn, shift, len(fit.apart), why,
    )  # fmt: skip


def _turned(w: Array) -> Array:
    """(3, 3) of a rotation vector (Rodrigues)."""
    angle = float(np.sqrt(w @ w))
    if angle < 1e-12:
        return np.eye(3)
    x, y, z = w / angle
    k = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    return np.asarray(np.eye(3) + np.sin(angle) * k + (1.0 - np.cos(angle)) * (k @ k))
