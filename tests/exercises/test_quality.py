"""Smoothness, symmetry, steadiness, sway and fatigue, on movements whose answer is known by head."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises import quality
from exercises.repetitions import Lift, Seen
from exercises.trends import trend

NAN = float("nan")


def minimum_jerk(seconds: float, deg: float, hz: float = 100.0) -> tuple[np.ndarray, np.ndarray]:
    t = np.linspace(0.0, seconds, round(seconds * hz) + 1)
    share = t / seconds
    return t, deg * (10 * share**3 - 15 * share**4 + 6 * share**5)  # Flash and Hogan 1985


def there_and_back(rise_s: float, lower_s: float, deg: float = 90.0, wobble_deg: float = 0.0) -> Lift:
    t = np.arange(0.0, rise_s + lower_s, 1 / 30)
    up, down = np.clip(t / rise_s, 0, 1), np.clip((t - rise_s) / lower_s, 0, 1)
    at = deg * (up**3 * (10 - 15 * up + 6 * up**2) - down**3 * (10 - 15 * down + 6 * down**2))
    at = at + wobble_deg * np.sin(2 * np.pi * 5 * t)
    trail = tuple(Seen(float(s), float(d), 5.0, (), float(d)) for s, d in zip(t, at, strict=True))
    return Lift(0.0, rise_s, rise_s + lower_s, lower_s, 0.0, deg, 5.0, True, 0.0, trail)


def test_minimum_jerk_has_the_values_of_the_literature():
    t, deg = minimum_jerk(1.0, 90.0, hz=1000.0)
    assert quality.sparc(t, deg) == pytest.approx(-1.41, abs=0.06)
    assert quality.log_dimensionless_jerk(t, deg) == pytest.approx(-np.log(204.8), abs=0.05)


@given(st.floats(0.5, 4.0), st.floats(5.0, 180.0))
@settings(deadline=None, max_examples=30)
def test_smoothness_knows_neither_length_nor_duration(seconds, deg):
    one, other = minimum_jerk(seconds, deg), minimum_jerk(1.0, 90.0)
    assert quality.sparc(*one) == pytest.approx(quality.sparc(*other), abs=0.1)
    assert quality.log_dimensionless_jerk(*one) == pytest.approx(quality.log_dimensionless_jerk(*other), abs=0.3)


@given(st.integers(1, 4))
@settings(deadline=None)
def test_every_stop_on_the_way_makes_it_less_smooth(stops):
    def with_stops(n: int) -> tuple[np.ndarray, np.ndarray]:
        parts = [minimum_jerk(0.6, 20.0)[1] + 20.0 * i for i in range(n + 1)]
        deg = np.concatenate([np.append(part, np.full(30, part[-1])) for part in parts])
        return np.arange(len(deg)) / 100.0, deg

    assert quality.sparc(*with_stops(stops)) < quality.sparc(*with_stops(stops - 1))
    assert quality.log_dimensionless_jerk(*with_stops(stops)) < quality.log_dimensionless_jerk(*with_stops(stops - 1))


def test_too_little_says_nothing():
    t, still = np.arange(20) / 30, np.full(20, 40.0)
    for measure in (quality.sparc, quality.log_dimensionless_jerk):
        assert np.isnan(measure(t[:4], t[:4]))
        assert np.isnan(measure(t, still))
        assert np.isnan(measure(t, np.where(t > 0.3, NAN, t)))
    assert np.isnan(quality.unsteadiness_deg(t, still * NAN))
    assert np.isnan(quality.path_efficiency(np.zeros((5, 3))))
    assert np.isnan(quality.path_efficiency(np.zeros((1, 3))))
    assert np.isnan(quality.symmetry_index(0.0, 0.0))
    assert np.isnan(quality.sway(t, np.full((20, 2), NAN)).rms_m)
    assert trend([1.0, 2.0, 3.0, 4.0]) is None


@given(st.floats(1, 170), st.floats(1, 170))
def test_symmetry_knows_no_side(left, right):
    index = quality.symmetry_index(left, right)
    assert 0.0 <= index <= 200.0 + 1e-9
    assert index == quality.symmetry_index(right, left)
    assert quality.symmetry_index(left, left) == 0.0
    assert quality.symmetry_index(left, 0.0) == pytest.approx(200.0)


@given(st.lists(st.tuples(st.floats(-2, 2), st.floats(-2, 2)), min_size=2, max_size=20))
def test_no_way_is_shorter_than_the_straight_one(places):
    share = quality.path_efficiency(np.array(places))
    assert np.isnan(share) or 0.0 <= share <= 1.0 + 1e-9


def test_the_way_over_a_corner():
    assert quality.path_efficiency(np.array([[0, 0], [3, 0], [3, 4]])) == pytest.approx(5 / 7)


def test_a_hold_wavers_about_its_own_drift():
    t = np.arange(150) / 30
    sinking = 90.0 - 2.0 * t
    assert quality.unsteadiness_deg(t, sinking) == pytest.approx(0.0, abs=1e-9)
    assert quality.unsteadiness_deg(t, sinking + 3 * np.sin(2 * np.pi * 5 * t)) == pytest.approx(3 / 2**0.5, rel=0.02)


def test_sway_of_a_circle():
    t = np.arange(300) / 30
    circle = 0.02 * np.stack([np.cos(2 * np.pi * t / 2), np.sin(2 * np.pi * t / 2)], axis=1)
    found = quality.sway(t, circle)
    assert found.rms_m == pytest.approx(0.02, rel=1e-3)
    assert found.speed_m_s == pytest.approx(2 * np.pi * 0.02 / 2, rel=1e-2)
    assert found.ellipse_m2 == pytest.approx(6 * np.pi * 0.02**2 / 2, rel=1e-2)
    holed = circle.copy()
    holed[40:44] = NAN
    assert quality.sway(t, holed).rms_m == pytest.approx(0.02, rel=0.05)


def test_fatigue_is_a_trend_that_one_odd_lift_does_not_turn():
    assert whole([100.0, 95.0, 90.0, 85.0, 80.0]) == pytest.approx(-20 / 90)
    assert whole([100.0] * 4 + [20.0] + [100.0] * 4) == 0.0
    assert whole([100.0, NAN, 90.0, 85.0, 80.0, 75.0]) == pytest.approx(-25 / 85)
    tiring = [there_and_back(1.0 + 0.2 * i, 1.5, 100.0 - 5 * i, 0.4 * i) for i in range(6)]
    assert whole([travel(lift) for lift in tiring]) == pytest.approx(-25 / 87.5, rel=0.05)
    assert whole([travel(lift) / lift.rise_s() for lift in tiring]) < -0.4
    assert whole([quality.smoothness(lift) for lift in tiring]) < -0.1
    fresh = [there_and_back(1.2, 1.5)] * 6
    assert whole([travel(lift) for lift in fresh]) == pytest.approx(0.0)
    assert whole([quality.smoothness(lift) for lift in fresh]) == pytest.approx(0.0)


def whole(values: list[float]) -> float:
    found = trend(values)
    assert found is not None
    return found.whole


def travel(lift: Lift) -> float:
    return abs(lift.peak_deg - lift.rest_deg)


def test_quality_of_lifts():
    assert quality.of(there_and_back(1.2, 1.6)) == pytest.approx(1.0, abs=0.03)
    assert quality.of(there_and_back(1.2, 0.3)) < 0.75  # dropped
    assert quality.of(there_and_back(1.2, 1.6, wobble_deg=6.0)) < 0.75


@given(st.floats(0.4, 4.0), st.floats(0.2, 4.0), st.floats(12.0, 170.0), st.floats(0.0, 8.0))
@settings(deadline=None, max_examples=40)
def test_quality_is_a_share(rise, lower, deg, wobble):
    assert 0.0 <= quality.of(there_and_back(rise, lower, deg, wobble)) <= 1.0
