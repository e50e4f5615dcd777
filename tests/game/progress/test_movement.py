"""How the lifts went, from movers whose movement is written down."""

from __future__ import annotations

from dataclasses import replace
from math import nan, radians, sin, sqrt

import numpy as np
import pytest
from made_sessions import exercise, prescribed

from exercises.events import HoldReached
from exercises.pose import Joint, Pose
from exercises.routine import Dose
from exercises.session import Plan
from exercises.synthetic import Score, mover, perform, score
from exercises.trends import trend
from game.progress import phrases
from game.progress.efforts import Repetition
from game.progress.motion import Motion, motion


def lifts(written: Score, uncertainty_deg: float = 5.0, *, stated: bool = True) -> tuple[Repetition, ...]:
    """The efforts of a score as the judge would have told them."""
    return tuple(
        Repetition(
            set_index=0, number=n, side="right" if e.side == "right" else "left", start_s=e.start_s, peak_s=e.peak_s,
            end_s=e.end_s, peak_deg=e.peak_deg if stated else None, uncertainty_deg=uncertainty_deg, target_deg=None,
            duration_s=e.end_s - e.start_s, lowering_s=1.6, quality=1.0, full=True, verified=True, faults=(),
        )
        for n, e in enumerate(written.efforts, 1)
    )  # fmt: skip


def of(written: Score, sides: str = "left", poses: tuple[Pose, ...] = (), holds=(), **more) -> Motion:
    plan = Plan(exercise(written.exercise_id), sides, Dose(), "alternate")
    poses = poses or perform(written, 0.0)
    found = motion(plan, holds, lifts(written, **more), tuple((round(60 * pose.t_s), pose) for pose in poses))
    assert found is not None
    return found


def test_travel_and_speed_are_those_of_the_movement() -> None:
    """From 8 degrees at rest to 80; minimum jerk is at nine tenths of its way after 0.753 of its time of 1.2 s."""
    (left,) = of(score("shoulder_abduction", (80.0,) * 3, rest_deg=8.0)).sides
    assert left.lifts == 3
    assert left.travel_deg == pytest.approx(72.0, abs=1.5)
    assert of(score("shoulder_abduction", (80.0,), rest_deg=8.0)).lifts[0].speed_deg_s == pytest.approx(
        0.9 * 72.0 / (0.753 * 1.2), rel=0.1
    )


def test_a_tremor_is_less_smooth_than_a_calm_lift() -> None:
    calm, shaken = (of(score("shoulder_abduction", (80.0,) * 3, tremor_deg=deg)) for deg in (0.0, 3.0))
    for way in ("sparc_out", "sparc_back", "ldlj_out", "ldlj_back"):
        assert getattr(shaken.sides[0], way) < getattr(calm.sides[0], way) - 0.3
    assert phrases.movement(calm).startswith("smooth out and back")
    assert "smooth" not in phrases.movement(shaken).split("(")[0]


def test_sides_that_differ_are_told_by_how_much_and_whether_the_camera_could_be_wrong() -> None:
    """10 to 80 and 10 to 60 degrees: 20 of a mean of 60 are a third."""
    written = score("shoulder_abduction", (80.0, 60.0) * 3, side="alternate", rest_deg=10.0)
    even = of(written, "both", uncertainty_deg=5.0).symmetry
    assert even is not None
    assert even.percent == pytest.approx(100 / 3, abs=2.0)
    assert even.give_deg == pytest.approx(5.0 * sqrt(2))
    assert even.clear
    assert "right travelled 20° (33 %) less than left, more than the camera's error" in phrases.movement(
        of(written, "both")
    )
    unsure = of(written, "both", uncertainty_deg=15.0)
    assert "within the camera's error" in phrases.movement(unsure)
    assert phrases.movement(unsure, brief=True) == ""


def test_a_held_tremor_is_the_unsteadiness() -> None:
    """A sine of amplitude 2 strays by 2 / sqrt(2) from its middle; an arm that only sinks does not."""
    written = score("shoulder_abduction", (80.0,), hold_s=6.0, tremor_deg=2.0)
    held = HoldReached(written.efforts[0].start_s + 1.2 + 5.0, "left", 5.0)
    assert of(written, holds=(held,)).sides[0].unsteadiness_deg == pytest.approx(2.0 / sqrt(2), rel=0.15)
    still = replace(held, t_s=held.t_s)
    calm = of(score("shoulder_abduction", (80.0,), hold_s=6.0), holds=(still,)).sides[0]
    assert calm.unsteadiness_deg == pytest.approx(0.0, abs=0.1)
    assert calm.holds == 1


def test_sway_is_of_the_hips_while_standing_still() -> None:
    """Hips that go 2 cm to either side: a root mean square of 2 / sqrt(2) cm."""
    written = score("sl_stance", (), hold_s=9.0)
    effort = written.efforts[0]
    held = HoldReached(effort.start_s + 1.2 + 8.0, "left", 8.0)
    swayed = []
    for pose in perform(written, 0.0):
        points = np.array(pose.points)
        points[[Joint.left_hip, Joint.right_hip], 0] += 0.02 * np.sin(2 * np.pi * 0.5 * pose.t_s)
        swayed.append(replace(pose, points=points))
    found = of(written, poses=tuple(swayed), holds=(held,)).sway
    assert found is not None
    assert found.rms_m == pytest.approx(0.02 / sqrt(2), rel=0.1)
    assert of(score("shoulder_abduction", (80.0,), hold_s=9.0), holds=(held,)).sway is None  # no balance exercise


def test_the_way_of_a_reaching_hand() -> None:
    """A straight arm that swings goes on an arc: the chord over it is 2 sin(half the angle) / the angle."""
    written = score("reach_forward")
    found = of(written).sides[0].path_efficiency
    assert found is not None
    arc = 0.9 * (written.efforts[0].peak_deg - written.left_deg[0])
    assert found == pytest.approx(2 * sin(radians(arc / 2)) / radians(arc), abs=0.05)
    assert of(score("shoulder_abduction", (80.0,))).sides[0].path_efficiency is None


def test_nothing_is_stated_where_the_view_cannot_be_measured() -> None:
    found = of(score("shoulder_abduction", (80.0,) * 6), stated=False)
    assert found.sides[0].lifts == 0
    assert (found.sides[0].travel_deg, found.sides[0].sparc_out, found.sides[0].trends[0].range) == (None, None, None)
    assert (phrases.movement(found), phrases.over_a_set(found)) == ("", "")


def test_a_lift_with_a_hole_is_left_out() -> None:
    written = score("shoulder_abduction", (80.0,) * 3)
    second = written.efforts[1]
    poses = tuple(p for p in perform(written, 0.0) if not second.start_s + 0.3 < p.t_s < second.start_s + 1.0)
    assert [lift.travel_deg is None for lift in of(written, poses=poses).lifts] == [False, True, False]


# --- over a set -------------------------------------------------------------------------------------------------------


def test_a_trend_by_head() -> None:
    """Five less with each of six lifts, of a middle of 87.5; nothing is told of four."""
    found = trend([100.0, 95.0, 90.0, 85.0, 80.0, 75.0])
    assert found is not None
    assert (found.a_lift, found.whole, found.clear) == (pytest.approx(-5 / 87.5), pytest.approx(-25 / 87.5), True)
    assert trend([100.0, 95.0, 90.0, 85.0]) is None
    assert trend([100.0, nan, 95.0, 90.0, 85.0]) is None


@pytest.mark.parametrize(
    "values",
    [
        [100.0, 80.0, 110.0, 85.0, 105.0, 90.0],  # up and down
        [100.0, 99.0, 98.0, 97.0, 96.0, 95.0],  # regular, but only a twentieth
        [100.0] * 6,
    ],
)
def test_what_is_no_trend(values: list[float]) -> None:
    found = trend(values)
    assert found is not None
    assert not found.clear


def test_chance_is_seldom_called_a_trend() -> None:
    """Of sets of eight whose lifts differ by chance alone (a tenth), about one in twenty at most."""
    rng = np.random.default_rng(3)
    called = [trend((1.0 + 0.1 * rng.standard_normal(8)).tolist()).clear for _ in range(1000)]
    assert sum(called) <= 60


def test_one_odd_lift_turns_nothing() -> None:
    found = trend([100.0, 100.0, 100.0, 20.0, 100.0, 100.0, 100.0])
    assert found is not None
    assert (found.a_lift, found.clear) == (0.0, False)


def test_a_set_that_fades_is_said_in_words() -> None:
    fading = of(score("shoulder_abduction", (90.0, 86.0, 82.0, 78.0, 74.0, 70.0)))
    assert "range 2" in phrases.over_a_set(fading)
    assert "% less" in phrases.over_a_set(fading)
    steady = of(score("shoulder_abduction", (80.0,) * 6))
    assert phrases.over_a_set(steady) == "no change of range, speed or smoothness beyond chance"
    assert phrases.over_a_set(steady, brief=True) == ""


def test_a_squat_has_no_other_side() -> None:
    written = score("squat", (70.0,) * 3, side="both")
    asked = prescribed("squat", "both")
    plan = Plan(asked.exercise, "both", Dose(), "together")
    poses = mover("squat", (70.0,) * 3, side="both", camera_yaw_deg=90.0)
    found = motion(plan, (), lifts(written), tuple((round(60 * p.t_s), p) for p in poses))
    assert found is not None
    assert [one.side for one in found.sides] == ["left"]
    assert found.symmetry is None
