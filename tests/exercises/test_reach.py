"""Points to reach: never outside what calibration showed, there by the radius, judged by a second's rest."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from exercises import events as ev
from exercises import reach, session, synthetic
from exercises.plan import Plan, SideCalibration
from exercises.pose import Joint, Pose
from exercises.reach import Goal
from exercises.routine import Dose
from exercises.session import Order
from game import library

CATALOGUE = library.exercises()
PATH = tuple((float(deg), np.array([0.0, 0.7 + deg / 200, -deg / 160])) for deg in range(10, 91))
KNOWN = SideCalibration(10.0, 80.0, 69.5)


@pytest.mark.parametrize("seed", range(4))
def test_no_point_lies_beyond_the_target_or_off_the_way_that_was_shown(seed: int) -> None:
    seen = {tuple(at) for _, at in PATH}
    top = max(deg for deg, _ in PATH if deg <= KNOWN.target_deg)
    for index in range(40):
        point = reach.propose(PATH, KNOWN, seed, index)
        deg = -point[2] * 160
        assert 10 + reach.NEAREST * 59.5 - 3 <= deg <= top
        assert tuple(point) in seen  # a median of five on a straight way is one of them


def test_the_same_repetition_has_the_same_point_and_another_set_others() -> None:
    def points(seed: int) -> list[float]:
        return [float(reach.propose(PATH, KNOWN, seed, i)[1]) for i in range(8)]

    assert points(0) == points(0)
    assert points(0) != points(1)
    assert len(set(points(0))) >= 5
    assert reach.shares(0, 0) == reach.shares(1, 0) == 1.0  # the first of a set is the target itself


def test_a_practice_lift_beyond_the_target_gives_no_point_there() -> None:
    low = SideCalibration(10.0, 40.0, 35.0)
    assert all(-reach.propose(PATH, low, 0, i)[2] * 160 <= 35.0 for i in range(20))


def test_a_movement_to_the_smaller_angle_is_inside_as_well() -> None:
    path = tuple((90.0 - deg, at) for deg, at in PATH)
    known = SideCalibration(80.0, 10.0, 20.5)
    for index in range(10):
        deg = 90.0 + reach.propose(path, known, 0, index)[2] * 160
        assert 20.5 <= deg <= 20.5 + 0.2 * 59.5 + 3


def test_without_a_way_there_is_no_point() -> None:
    assert np.isnan(reach.propose((), KNOWN, 0, 0)).all()
    assert np.isnan(reach.home((), KNOWN)).all()


def test_the_way_is_nine_tenths_done_at_the_radius_and_eight_a_ninth_of_the_rest_outside() -> None:
    goal = Goal(np.zeros(3), 0.10, 0.46)
    for off, wanted in ((0.0, 1.0), (0.05, 0.95), (0.10, 0.90), (0.14, 0.80), (0.46, 0.0), (1.0, 0.0)):
        assert reach.share(goal, np.array([off, 0.0, 0.0])) == pytest.approx(wanted)
    assert np.isnan(reach.share(goal, np.full(3, np.nan)))


def test_the_radius_grows_with_tremor_and_has_an_end() -> None:
    steady, shaky, wild = (reach.radius_m(deg, 0.56) for deg in (0.0, 2.0, 30.0))
    assert steady == reach.RADIUS_M
    assert shaky == pytest.approx(0.10 + 2.0 * np.radians(2.0) * 0.56)
    assert wild == reach.WIDEST_M
    assert reach.radius_m(np.nan, 0.56) == steady


def leaning(deg: float) -> Pose:
    return Pose(0.0, synthetic.body(trunk_forward_deg=deg), np.ones(33))


def test_a_leaning_trunk_is_told_and_a_steady_one_is_not() -> None:
    lean = reach.Lean()
    for _ in range(60):
        lean = reach.leaned(lean, leaning(5.0), True, 1 / 30)  # sits a little ahead: that is rest
    assert lean.share == 0.0
    for _ in range(60):
        lean = reach.leaned(lean, leaning(11.0), False, 1 / 30)
    assert lean.share == 0.0  # six degrees are no lean
    for _ in range(60):
        lean = reach.leaned(lean, leaning(17.0), False, 1 / 30)
    assert lean.share == pytest.approx(0.5, abs=0.02)  # twelve of 8 to 16
    assert reach.leaned(lean, None, False, 1 / 30) is lean
    blind = replace(leaning(40.0), points=np.full((33, 3), np.nan))
    assert reach.leaned(lean, blind, False, 1 / 30) is lean


def judged(
    limit_high_deg: float | None = None, **how: float
) -> tuple[list[ev.Event], list[np.ndarray], session.SessionState]:
    """Three calibration lifts to 80 degrees, then three more: what was said, the points asked for, how it ended."""
    exercise = CATALOGUE["reach_forward"]
    plan = Plan(exercise, "left", Dose(1, 3), limit_high_deg=limit_high_deg)
    state = session.start(plan)
    state, _ = session.order(state, Order("calibrate"))
    events: list[ev.Event] = []
    points = []
    for pose in synthetic.mover("reach_forward", (80.0,) * 3 + (69.5,) * 3, camera_yaw_deg=None, **how):
        state, said = session.advance(state, pose)
        events += said
        if state.reading.stage == "ready":
            state, _ = session.order(state, Order("set"))
        if any(isinstance(e, ev.RepStarted) for e in said):
            points.append(np.array(state.reading.target))
    return events, points, state


def test_a_hand_that_rests_on_its_points_is_counted_in_full() -> None:
    events, points, _ = judged(hold_s=1.6)
    done = [e for e in events if isinstance(e, ev.RepCompleted)]
    assert [e.full for e in done] == [True] * 3
    assert [type(e) for e in events[1:5]] == [ev.RepStarted, ev.TargetReached, ev.HoldReached, ev.RepCompleted]
    assert next(e.held_s for e in events if isinstance(e, ev.HoldReached)) == 1.0
    assert len({tuple(np.round(p, 3)) for p in points}) == 3  # each repetition has its own


def test_a_hand_that_only_passes_is_an_effort_and_no_more() -> None:
    events, points, _ = judged(hold_s=0.0, lift_s=0.6, lower_s=0.6)
    assert all(np.isfinite(p).all() for p in points)
    done = [e for e in events if isinstance(e, ev.RepCompleted)]
    assert [e.full for e in done][:2] == [False, False]
    assert any(isinstance(e, ev.TargetLowered) and e.because == "short" for e in events)


def test_a_trembling_hand_rests_as_well() -> None:
    events, _, _ = judged(hold_s=1.6, tremor_deg=2.5)
    assert [e.full for e in events if isinstance(e, ev.RepCompleted)] == [True] * 3


def test_points_stay_one_half_width_inside_the_prescriber_s_limit() -> None:
    _, free, state = judged(hold_s=1.6)
    _, kept, limited = judged(60.0, hold_s=1.6)
    known, u_deg = limited.core.known[0], state.core.look.u_deg[0]
    assert known is not None
    assert known.target_deg <= 60.0 - 0.9 * u_deg
    shoulder = synthetic.mover("reach_forward", (80.0,), camera_yaw_deg=None)[0].points[Joint.left_shoulder]
    assert max(p[1] for p in kept) < max(p[1] for p in free)
    assert all(np.linalg.norm(p - shoulder) < 0.34 * 1.70 for p in kept)  # within the arm (Winter's upper and forearm)


def test_a_replay_asks_for_the_same_points() -> None:
    first, second = judged(hold_s=1.6), judged(hold_s=1.6)
    assert np.array_equal(first[1], second[1])
    assert first[0] == second[0]
