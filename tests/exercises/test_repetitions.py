from itertools import pairwise
from math import nan

import numpy as np
import pytest

from exercises import repetitions
from exercises.repetitions import Lift, Limb, Rules, Seen, known

RULE = Rules(1.0, 0.25, 0.15, 10.0, 0.0, nan, nan)
FPS = 30


def feed(limb: Limb, degs: list[float], rule: Rules = RULE) -> list:
    """What a limb says while it goes through `degs`, one every thirtieth of a second."""
    said = []
    for n, deg in enumerate(degs):
        limb, happened = repetitions.advance(limb, rule, Seen(n / FPS, deg, nan, (), deg))
        said += happened
    return said


def path(*corners: float, s: float = 1.0) -> list[float]:
    """Straight lines from corner to corner, each `s` seconds long."""
    pieces = [np.linspace(a, b, round(s * FPS), endpoint=False) for a, b in pairwise(corners)]
    return [*np.concatenate(pieces).tolist(), *[corners[-1]] * 15]


def lifts(said: list) -> list[Lift]:
    return [what for what in said if isinstance(what, Lift)]


PERSON = known(rest_deg=10.0, comfortable_deg=110.0, target_deg=95.0)


def test_one_lift_and_its_numbers():
    (lift,) = lifts(feed(PERSON, path(10, 100, 10)))
    assert lift.full
    assert lift.peak_deg == pytest.approx(100, abs=0.1)
    assert lift.peak_s == pytest.approx(1.0, abs=0.05)
    assert lift.start_s == pytest.approx(0.1, abs=0.05)  # where it left a tenth of travel
    assert lift.end_s == pytest.approx(1.83, abs=0.1)  # where it was back below 15 % of travel
    assert lift.lowering_s == pytest.approx(0.8, abs=0.1)


def test_the_order_of_what_is_said():
    said = feed(PERSON, path(10, 100, 10))
    assert [what if isinstance(what, str) else "lift" for what in said] == ["started", "reached", "lift"]


def test_short_of_the_target_is_an_effort_but_not_full():
    (lift,) = lifts(feed(PERSON, path(10, 80, 10)))
    assert not lift.full


def test_fidgeting_below_a_quarter_is_nothing():
    assert feed(PERSON, path(10, 33, 10, 30, 12, 33, 10)) == []


def test_bobbing_near_the_top_is_one():
    assert len(lifts(feed(PERSON, path(10, 100, 70, 100, 60, 100, 10)))) == 1


def test_not_quite_down_is_not_down():
    assert len(lifts(feed(PERSON, path(10, 100, 30, 100, 10)))) == 1
    assert len(lifts(feed(PERSON, path(10, 100, 20, 100, 10)))) == 2


def test_two_seconds_low_is_the_end_and_the_next_counts_from_there():
    said = feed(PERSON, path(10, 100, 40) + [40.0] * 80 + path(40, 100, 40) + [40.0] * 80)
    assert len(lifts(said)) == 2


def test_contracture_thresholds_are_personal():
    stiff = known(rest_deg=20.0, comfortable_deg=40.0, target_deg=37.0)
    (lift,) = lifts(feed(stiff, path(20, 38, 20)))
    assert lift.full


def test_an_arm_that_is_up_when_it_begins_has_to_come_down_first():
    assert len(lifts(feed(PERSON, [*[100.0] * 30, *path(100, 10, 100, 10)]))) == 1


def limb_after(degs: list[float], limb: Limb = PERSON) -> Limb:
    for n, deg in enumerate(degs):
        limb, _ = repetitions.advance(limb, RULE, Seen(n / FPS, deg, nan, (), deg))
    return limb


@pytest.mark.parametrize(
    ("corners", "peak_deg", "full"),
    [
        ((10, 100), 100, True),  # up, at the target of 95
        ((10, 80), None, False),  # on the way there
        ((10, 80, 55), 80, False),  # turned short of it: an effort
        ((10, 40, 30), None, False),  # hardly moved
        ((10,), None, False),
    ],
)
def test_a_lift_that_has_to_be_left_is_one_where_its_top_is_known(corners, peak_deg, full):
    lift = repetitions.left(limb_after(path(*corners) if len(corners) > 1 else [10.0] * 30), RULE)
    assert (lift and round(lift.peak_deg), bool(lift and lift.full)) == (peak_deg, full)


def test_without_a_target_it_is_as_high_as_the_others_were():
    person = PERSON._replace(target_deg=nan)  # who lifts by 100 degrees
    assert repetitions.left(limb_after(path(10, 95), person), RULE) is not None
    assert repetitions.left(limb_after(path(10, 85), person), RULE) is None


def test_a_joint_that_jumps_away_for_a_moment_is_no_effort():
    assert lifts(feed(PERSON, [*[10.0] * 30, *[100.0] * 4, *[10.0] * 30])) == []


def test_to_the_smallest_angle():
    knee = known(rest_deg=90.0, comfortable_deg=10.0, target_deg=22.0)
    (lift,) = lifts(feed(knee, path(90, 12, 90), RULE._replace(sign=-1.0)))
    assert lift.full
    assert lift.peak_deg == pytest.approx(12, abs=0.1)


def test_a_hold_starts_at_ninety_pauses_below_eighty_and_never_resets():
    hold = RULE._replace(hold_s=1.0)
    up, high, mid = path(10, 92)[:30], [92.0] * 15, [70.0] * 60
    said = feed(PERSON, [*up, *high, *mid, *high, *[92.0] * 5, *path(92, 10)], hold)
    assert [what for what in said if isinstance(what, str)] == ["started", "reached", "held"]
    (lift,) = lifts(said)
    assert lift.full
    assert 1.0 <= lift.held_s < 1.8


def test_a_hold_survives_tremor():
    hold = RULE._replace(hold_s=2.0)
    shake = [92 + 6 * np.sin(2 * np.pi * 6 * n / FPS) for n in range(75)]
    assert "held" in feed(PERSON, [*path(10, 92)[:30], *shake, *path(92, 10)], hold)


def test_without_calibration_the_effort_is_its_own_scale():
    said = lifts(feed(Limb(), [*[8.0] * 20, *path(8, 60, 8), *path(8, 150, 8)]))
    assert [round(lift.peak_deg) for lift in said] == [60, 150]


def test_without_calibration_nothing_below_ten_degrees():
    assert feed(Limb(), path(8, 17, 8, 17, 8)) == []


def test_near_the_limit_and_surely_beyond():
    rule = RULE._replace(limit_high_deg=100.0)
    degs = path(10, 97, 10)
    limb, said = PERSON, []
    for n, deg in enumerate(degs):
        limb, happened = repetitions.advance(limb, rule, Seen(n / FPS, deg, 5.0, (), deg))
        said += [what for what in happened if isinstance(what, str)]
    assert said == ["started", "reached", "near"]
    limb, said = PERSON, []
    for n, deg in enumerate(path(10, 107, 10)):
        limb, happened = repetitions.advance(limb, rule, Seen(n / FPS, deg, 5.0, (), deg))
        said += [what for what in happened if isinstance(what, str)]
    assert said == ["started", "reached", "near", "beyond"]


def test_the_trail_stays_short_however_long_one_rests():
    limb = PERSON
    for n in range(5000):
        limb, _ = repetitions.advance(limb, RULE, Seen(n / FPS, 10.0, nan, (), 10.0))
    assert limb.trail_n <= repetitions.TRAIL_MOST


def test_progress_is_zero_at_rest_and_one_at_the_target():
    for deg, share in ((10.0, 0.0), (95.0, 1.0), (52.5, 0.5)):
        limb, _ = repetitions.advance(PERSON, RULE, Seen(0.0, deg, nan, (), deg))
        assert repetitions.progress(limb, RULE) == pytest.approx(share)
