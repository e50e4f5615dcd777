"""A scripted patient through a real runtime: Monado's head and hands, our session, our source, the real judge."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np
import pytest

from exercises.events import RepCompleted
from exercises.neck import MOVES, travels_deg
from exercises.observing import stack
from exercises.pose import Array, Joint, Pose
from exercises.routine import Dose
from exercises.session import Plan, run
from exercises.synthetic import REST_DEG, score
from game.library import exercises
from game.openxr import SIDES, Looked
from game.tracking.headset import LOOKS_A_SECOND, Headset
from game.tracking.wearer import held_by
from tests.openxr_runtime.fixtures import until
from tests.openxr_runtime.puppet import Puppet
from tests.wearers import of_score, show

if TYPE_CHECKING:
    from game.openxr.session import Session

pytestmark = pytest.mark.xr


class Patient:
    """Moves the puppet look by look, and the source's clock with it: as fast as the runtime lets it."""

    def __init__(self, session: Session, puppet: Puppet, fingers: bool = False) -> None:
        self.session, self.puppet, self.fingers = session, puppet, fingers
        self.now = time.monotonic()
        self.source: Headset | None = None

    def clock(self) -> float:
        return self.now

    def does(self, looks: list[Looked]) -> list[Pose]:
        poses: list[Pose] = []
        for looked in looks:
            show(self.puppet, looked, self.fingers)
            until(lambda one=looked: self._shown(one))
            self.source = self.source or Headset(self.session, clock=self.clock)
            poses += self.source.poll()
            self.now += 1.0001 / LOOKS_A_SECOND
        return poses

    def _shown(self, looked: Looked) -> bool:
        """Whether the runtime has this look, by what no recentring changes: distances."""
        self.session.poll()
        found = self.session.look()
        if found is None or found.head is None:
            return False
        off = np.abs(_shape(found) - _shape(looked))
        return bool(np.isfinite(off).all() and off.max() < 2e-4)


def _shape(looked: Looked) -> Array:
    """(2,) how far either wrist is from the head, NaN where there is none."""
    assert looked.head is not None
    held = [held_by(side, hand) for side, hand in zip(SIDES, looked.hands, strict=True)]
    wrists = [np.full(3, np.nan) if one is None else one.wrist for one in held]
    return np.array([float(np.linalg.norm(wrist - looked.head.position)) for wrist in wrists])


def lifts(poses: list[Pose], sides: str) -> list[RepCompleted]:
    plan = Plan(exercises()["shoulder_abduction"], sides, Dose(1, 20), film=True)  # type: ignore[arg-type]
    return [event for event in run(plan, poses).events if isinstance(event, RepCompleted)]


def test_lifts_of_either_side_are_counted_exactly_and_read_to_three_degrees(session, puppet):
    peaks = (90.0, 80.0, 85.0, 95.0, 90.0, 75.0)
    _, looks = of_score(score("shoulder_abduction", peaks, fps=LOOKS_A_SECOND, side="alternate"))
    poses = Patient(session, puppet).does(looks)
    done = lifts(poses, "both")
    assert [event.side for event in done] == ["left", "right"] * 3
    np.testing.assert_allclose([event.peak_deg for event in done], peaks, atol=3.0)
    np.testing.assert_allclose(np.diff([pose.t_s for pose in poses]), 1 / LOOKS_A_SECOND, atol=1e-6)


def test_bare_hands_are_as_good_as_controllers(session, puppet):
    assert session.tracks_hands
    peaks = (90.0, 80.0, 85.0)
    _, looks = of_score(score("shoulder_abduction", peaks, fps=LOOKS_A_SECOND))
    poses = Patient(session, puppet, fingers=True).does(looks)
    done = lifts(poses, "left")
    assert all(pose.right_hand is not None for pose in poses)
    np.testing.assert_allclose([event.peak_deg for event in done], peaks, atol=3.0)


def test_a_controller_that_falls_asleep_is_a_hand_that_is_not_seen(session, puppet):
    _, looks = of_score(score("shoulder_abduction", (90.0,), fps=LOOKS_A_SECOND))
    patient = Patient(session, puppet)
    patient.does(looks[:10])
    source = patient.source
    assert source is not None
    puppet.state.left.active = False
    puppet.state.left.hand_tracking_active = False
    puppet.send()

    def told() -> list[str]:
        patient.now += 0.1
        poses.extend(source.poll())
        kinds.extend(notice.kind for notice in source.notices())
        return kinds

    kinds: list[str] = []
    poses: list[Pose] = []
    until(told)
    assert kinds == ["hand_lost"]
    assert poses[-1].left_hand is None
    assert np.isnan(poses[-1].points[[Joint.left_wrist, Joint.left_elbow]]).all()
    assert np.isfinite(poses[-1].points[[Joint.right_wrist, Joint.right_elbow]]).all()
    puppet.state.left.active = True
    puppet.send()
    kinds.clear()
    until(told)
    assert kinds == ["hand_found"]


@pytest.mark.parametrize("move", [MOVES[0], MOVES[2], MOVES[5]], ids=lambda move: move.exercise)
def test_how_far_a_neck_moves_is_read_to_three_degrees(session, puppet, move):
    travels = (30.0, 36.0, 33.0)
    peaks = [REST_DEG[move.exercise] + travel for travel in travels]
    _, looks = of_score(score(move.exercise, peaks, fps=LOOKS_A_SECOND, side=move.side or "left", lead_s=2.0))
    seen = stack(Patient(session, puppet).does(looks))
    np.testing.assert_allclose(travels_deg(move, seen.t_s, seen.points), travels, atol=3.0)
