"""What a body says without a key, on bodies whose answer can be worked out by head."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import numpy as np
import pytest
from assessing import FPS, doing
from evenings import Plain, advise, prescribed, routine

from exercises import synthetic
from exercises.pose import Array, Joint, Pose, unseen
from exercises.routine import ONE_SIDED, FunctionalTest
from exercises.trials import TRIALS
from game.drawlist import button_rects
from game.scenes import gestures
from game.scenes.evening import Evening
from game.scenes.gestures import ChestState, FallState, PointState
from game.scenes.opening import Opening
from game.scenes.scene import question
from game.scenes.senses import Senses

S = TypeVar("S")
BOTH = ("right", "left")
STANDING_HIPS_M = 0.53 * 1.70


def pose(points: Array, t_s: float = 0.0) -> Pose:
    return Pose(t_s, points, np.ones(len(Joint)))


def with_hand(points: Array, hand: gestures.Hand, across: float, down: float, ahead: float = 0.25) -> Array:
    """The body with one hand put somewhere, in trunk lengths from mid-shoulder (across: to the right)."""
    moved = points.copy()
    top = (points[Joint.left_shoulder] + points[Joint.right_shoulder]) / 2
    length = np.linalg.norm((points[Joint.left_hip] + points[Joint.right_hip]) / 2 - top)
    moved[list(gestures.HAND_JOINTS[hand])] = top + length * np.array([across, -down, -ahead])
    return moved


def fires(step: Callable[[S, Pose], tuple[S, bool]], state: S, poses: list[Pose]) -> list[float]:
    """The times at which a gesture is made."""
    times = []
    for one in poses:
        state, fired = step(state, one)
        if fired:
            times.append(one.t_s)
    return times


def chest_fires(poses: list[Pose], hands: tuple[gestures.Hand, ...] = BOTH) -> list[float]:
    return fires(lambda state, one: gestures.chest(state, one, hands), ChestState(), poses)


def film(points: Array, seconds: float, start_s: float = 0.0, fps: float = 30.0) -> list[Pose]:
    return [pose(points, start_s + i / fps) for i in range(round(seconds * fps))]


STANDING = synthetic.body()
ON_CHEST = with_hand(STANDING, "right", 0.05, 0.3)


def test_a_hand_on_the_chest_for_two_seconds_fires_once() -> None:
    times = chest_fires(film(STANDING, 1.0) + film(ON_CHEST, 5.0, 1.0))
    assert len(times) == 1
    assert times[0] == pytest.approx(3.0, abs=0.05)


def test_a_short_touch_of_the_chest_means_nothing() -> None:
    assert chest_fires(film(ON_CHEST, 1.8) + film(STANDING, 1.0, 1.8) + film(ON_CHEST, 1.8, 2.8)) == []


def test_the_working_hand_on_the_chest_means_nothing() -> None:
    assert chest_fires(film(ON_CHEST, 4.0), ("left",)) == []


def test_crossed_arms_mean_nothing() -> None:
    crossed = with_hand(ON_CHEST, "left", -0.05, 0.3)
    assert chest_fires(film(crossed, 4.0)) == []


def test_a_flicker_of_tracking_does_not_undo_the_gesture() -> None:
    poses = film(ON_CHEST, 3.0)
    for i in range(30, 36):
        poses[i] = unseen(poses[i].t_s)
    assert len(chest_fires(poses)) == 1


def test_half_a_minute_unseen_is_no_gesture() -> None:
    assert (
        chest_fires(film(ON_CHEST, 1.0) + [unseen(1.0 + i / 30) for i in range(900)] + film(ON_CHEST, 1.0, 31.0)) == []
    )


def test_the_gesture_is_the_same_turned_and_tall() -> None:
    for height_m, heading_deg in ((1.45, 0.0), (1.95, 35.0), (1.70, -35.0)):
        points = with_hand(synthetic.body(height_m), "right", 0.05, 0.3)
        turn = np.radians(heading_deg)
        c, s = np.cos(turn), np.sin(turn)
        turned = points @ np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]]).T
        assert len(chest_fires(film(turned, 3.0))) == 1


MOVERS = [
    (exercise, side, how)
    for exercise in sorted(synthetic.REST_DEG)
    for side in (("left", "right") if exercise not in ("squat", "sit_to_stand") else ("both",))
    for how in ({}, {"hold_s": 6.0}, {"tremor_deg": 3.0}, {"lift_s": 4.0, "lower_s": 4.0})
    if exercise in synthetic.NINE or not how  # every way for nine; the others once, for time
]
# Both hands work: none is left that could rest
HANDS_FULL = {"wall_pushup", "press_up_prone", "bilat_raise", "big_floor_ceiling", "big_rock_fwd"}


@pytest.mark.parametrize(("exercise", "side", "how"), MOVERS)
def test_no_exercise_makes_a_gesture(exercise: str, side: str, how: dict[str, float]) -> None:
    poses = list(synthetic.mover(exercise, side=side, fps=10.0, **how))  # type: ignore[arg-type]
    assert chest_fires(poses) == []
    usual_m = gestures.hips_height(poses[0])
    fall = FallState()
    pointed_s = 0.0
    at = PointState()
    good: tuple[gestures.Hand, ...] = BOTH if side == "both" else (("right",) if side == "left" else ("left",))
    for one in poses:
        fall, fell = gestures.fallen(fall, one, usual_m)
        assert not fell
        at = gestures.point(at, one, good)
        pointed_s = max(pointed_s + 1 / 10, 0.0) if at.at is not None else 0.0
        assert pointed_s < 1.0 or exercise in HANDS_FULL, "a hand that rests points nowhere"


@pytest.mark.parametrize(("exercise", "fault"), [(e, f) for f, on in synthetic._FAULTS.items() for e in on])
def test_no_compensation_makes_a_gesture(exercise: str, fault: str) -> None:
    poses = list(synthetic.mover(exercise, fps=10.0, fault=fault, side="both" if exercise == "squat" else "left"))
    assert chest_fires(poses) == []
    usual_m, fall = gestures.hips_height(poses[0]), FallState()
    for one in poses:
        fall, fell = gestures.fallen(fall, one, usual_m)
        assert not fell


TESTS = [FunctionalTest(test, "left" if test in ONE_SIDED else None) for test in TRIALS]


@pytest.mark.parametrize("test", TESTS, ids=lambda test: test.test)
def test_no_functional_test_makes_a_gesture(test: FunctionalTest) -> None:
    """Crossed arms, one leg, a reach, curls: none pauses, none is a fall, and no free hand points for long."""
    for trial in range(TRIALS[test.test]):
        points = doing(test, trial)
        poses = [pose(one, i / FPS) for i, one in enumerate(points)]
        good: tuple[gestures.Hand, ...] = BOTH if test.side is None else ("right",)
        assert chest_fires(poses, good) == []
        usual_m, fall, at, pointed_s = gestures.hips_height(poses[0]), FallState(), PointState(), 0.0
        for one in poses:
            fall, fell = gestures.fallen(fall, one, usual_m)
            assert not fell
            at = gestures.point(at, one, good)
            pointed_s = pointed_s + 1 / FPS if at.at is not None else 0.0
            assert pointed_s < 1.0 or test.test in ("chair_stand_30s", "five_stands"), "both hands are on the chest"


def lying(points: Array, height_m: float = 0.12) -> Array:
    """A body on its back on the floor: upright becomes along -Z, at `height_m`."""
    flat = points[:, [0, 2, 1]] * np.array([1.0, 1.0, -1.0])
    return flat + np.array([0.0, height_m - flat[:, 1].mean(), 0.0])


def falls(poses: list[Pose], usual_m: float = STANDING_HIPS_M) -> list[float]:
    return fires(lambda state, one: gestures.fallen(state, one, usual_m), FallState(), poses)


def test_a_body_on_the_floor_has_fallen_after_a_second() -> None:
    times = falls(film(STANDING, 2.0) + film(lying(STANDING), 3.0, 2.0))
    assert times[0] == pytest.approx(3.0, abs=0.05)


def test_sitting_on_the_floor_is_a_fall_and_half_hidden_frames_do_not_hide_it() -> None:
    sitting = STANDING - np.array([0.0, gestures.hips_height(pose(STANDING)) - 0.15, 0.0])
    poses = film(STANDING, 1.0) + film(sitting, 3.0, 1.0)
    poses[40:50] = [unseen(one.t_s) for one in poses[40:50]]
    assert falls(poses)


def test_a_deep_squat_held_is_no_fall() -> None:
    deep = synthetic.body(**{f"{s}_knee_flexion_deg": 120.0 for s in ("left", "right")}, trunk_forward_deg=35.0)
    assert falls(film(deep, 5.0)) == []


def test_without_a_usual_height_nothing_is_concluded() -> None:
    assert falls(film(lying(STANDING), 3.0), float("nan")) == []


def test_the_pointer_reaches_the_corners_of_the_buttons_below_the_shoulder() -> None:
    places = {}
    for across in np.linspace(-0.5, 1.0, 7):
        for down in np.linspace(0.1, 0.65, 6):
            at = gestures.pointed(pose(with_hand(STANDING, "right", across, down)), "right")
            assert at is not None
            places[across, down] = at
    xs, ys = {round(x, 3) for x, _ in places.values()}, {round(y, 3) for _, y in places.values()}
    assert min(xs) <= 0.06
    assert max(xs) >= 0.94
    assert min(ys) <= 0.5
    assert max(ys) >= 0.95


def test_right_is_right_for_either_hand() -> None:
    for hand in BOTH:
        near = gestures.pointed(pose(with_hand(STANDING, hand, 0.0, 0.4)), hand)
        right = gestures.pointed(pose(with_hand(STANDING, hand, 0.3, 0.4)), hand)
        assert near is not None
        assert right is not None
        assert right[0] > near[0]


def test_a_hand_that_hangs_or_lies_in_the_lap_points_nowhere() -> None:
    seated = {f"{s}_{n}": 90.0 for s in ("left", "right") for n in ("hip_flexion_deg", "knee_flexion_deg")}
    lap = with_hand(synthetic.body(**seated), "right", 0.15, 0.85, 0.4)
    for points in (STANDING, lap):
        assert gestures.pointed(pose(points), "right") is None


def test_the_hand_that_points_keeps_pointing() -> None:
    two = with_hand(with_hand(STANDING, "left", -0.3, 0.4), "right", 0.3, 0.4)
    state = gestures.point(PointState(), pose(with_hand(STANDING, "left", -0.3, 0.4)), BOTH)
    assert state.hand == "left"
    assert gestures.point(state, pose(two, 0.1), BOTH).hand == "left"
    assert gestures.point(replace(state, at=None), pose(STANDING, 0.2), BOTH).at is None


@pytest.mark.parametrize(("seen_ticks", "answers"), [(180, ["no"]), (1, [])])
def test_only_a_hand_that_is_still_seen_chooses(seen_ticks: int, answers: list[str]) -> None:
    """A film that stands still at a question, a camera that hangs: the last place of the hand must not answer."""
    panels = (question("q", "Did that hurt?", (("yes", "Yes"), ("no", "No"))),)
    left, top, right, bottom = button_rects(panels[0])["no"]
    across = 0.25 + 1.5 * ((left + right) / 2 - 0.5)
    down = 0.08 + 0.60 * ((top + bottom) / 2 - 0.35) / 0.65
    body = with_hand(STANDING, "right", across, down)
    evening = Evening(routine(prescribed()), Opening(), 7, make_game=lambda _: Plain(), advise=advise)
    senses, chosen = Senses(), []
    for n in range(180):
        evening.look((pose(body, n / 60),) if n < seen_ticks else (), watching=False)
        senses.on_chest(evening, panels, listening=True)
        chosen.append(senses.dwelt(panels))
    assert [button for button in chosen if button] == answers
