"""A headset as a source of poses: a scripted session with a clock of its own, and recordings of real headsets."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from exercises.events import RepCompleted
from exercises.headset import half_width_deg, headset_allows
from exercises.measures import MEASURES
from exercises.pose import Joint, Pose, Rigid
from exercises.routine import Dose
from exercises.session import Plan, run
from exercises.synthetic import score
from game.library import exercises
from game.openxr.data import Hand, Looked, Notice
from game.tracking.headset import LOOKS_A_SECOND, Headset
from game.tracking.placement import placement
from tests.real_headsets import Played, beat_saber, moved, rehab_immersive
from tests.wearers import of_score

CATALOGUE = exercises()
LIFTS = Plan(CATALOGUE["shoulder_abduction"], "left", Dose(1, 5), film=True)
ROOT = Path(__file__).parents[3]
REPLAYS, SHARED = ROOT / "tests" / "replays", ROOT.parent / "shared" / "data"


def played(
    looks: list[Looked], step_s: float = 1 / 60, height_m: float | None = None
) -> tuple[Headset, Played, list[Pose]]:
    session = Played(looks)
    source = Headset(session, height_m, clock=session.clock)
    poses: list[Pose] = []
    while session.now <= looks[-1].t_s:
        poses += source.poll()
        session.now += step_s
    return source, session, poses


@cache
def raises(n: int = 3) -> list[Looked]:
    return of_score(score("shoulder_abduction", (90.0,) * n, fps=72))[1]


@pytest.mark.parametrize("step_s", [1 / 120, 1 / 60, 1 / 25])
def test_poses_come_72_times_a_second_however_often_the_loop_turns(step_s):
    """At 25 turns a second every turn gives two or three, each of its own time."""
    _, _, poses = played(raises(1), step_s)
    steps = np.diff([pose.t_s for pose in poses])
    np.testing.assert_allclose(steps, 1 / LOOKS_A_SECOND, atol=1e-9)
    assert poses[0].t_s == pytest.approx(0.0)
    top = max(poses, key=lambda pose: float(MEASURES["shoulder_elevation"](pose.points[None].astype(float), "left")[0]))
    assert top.t_s == pytest.approx(2.35, abs=0.2)  # 1 s of rest, 1.2 s up, 0.3 s held


def test_a_stalled_loop_is_caught_up_with_for_as_long_as_a_runtime_remembers():
    session = Played(raises(1))
    source = Headset(session, clock=session.clock)
    source.poll()
    session.now += 0.5
    late = [pose.t_s for pose in source.poll()]
    np.testing.assert_allclose(np.diff(late), 1 / LOOKS_A_SECOND)
    assert late[0] == pytest.approx(1 / LOOKS_A_SECOND)
    session.now += 1.5  # longer than a runtime is asked for
    late = [pose.t_s for pose in source.poll()]
    assert 3 <= len(late) <= 4
    assert late[0] >= 1.95 - 1e-9
    assert late == sorted(late)


def test_lifts_are_counted_and_read_though_the_loop_turns_twice_a_second():
    _, _, poses = played(raises(5), 0.45)
    done = [e for e in run(LIFTS, poses).events if isinstance(e, RepCompleted)]
    assert len(done) == 5
    assert all(abs(event.peak_deg - 90.0) < 3.0 for event in done)


def test_a_runtime_that_remembers_nothing_is_not_asked_for_the_past():
    """It says of every time where things are now: what it says of the last look is not what was seen then."""
    looks = raises(1)
    session = Played(looks)
    source = Headset(session, clock=session.clock)
    session.now = 1.4  # on the way up
    source.poll()
    there = session.look
    session.look = lambda t_s=None: replace(there(session.now), t_s=session.now if t_s is None else t_s)  # type: ignore[method-assign]
    session.now += 0.5
    late = [pose.t_s for pose in source.poll()]
    assert 3 <= len(late) <= 4
    assert late[0] >= 1.85 - 1e-9


def test_the_room_begins_below_the_head():
    """Somebody half a metre to the side of their room's middle, turned left by 40 degrees, is told as at home."""
    _, looks = of_score(score("shoulder_abduction", (90.0,), fps=72), heading_deg=40.0)
    aside = Rigid((0.5, 0.0, 0.3), (0.0, 0.0, 0.0, 1.0))
    there = [_carried(aside, looked) for looked in looks]
    _, _, poses = played(there)
    assert poses[10].head is not None
    np.testing.assert_allclose(poses[10].head.position[[0, 2]], 0.0, atol=1e-6)
    shoulders = poses[10].points[Joint.right_shoulder] - poses[10].points[Joint.left_shoulder]
    np.testing.assert_allclose(shoulders[[1, 2]], 0.0, atol=1e-3)
    assert shoulders[0] > 0.3


def _carried(motion: Rigid, looked: Looked) -> Looked:
    def there(thing: Rigid | None) -> Rigid | None:
        return None if thing is None else Rigid(thing.position + motion.position, thing.rotation)

    left, right = (replace(hand, grip=there(hand.grip), aim=there(hand.aim)) for hand in looked.hands)
    return Looked(looked.t_s, there(looked.head), True, left, right)


def test_lifts_are_counted_exactly_and_peaks_are_within_three_degrees():
    _, _, poses = played(raises(10))
    done = [
        event
        for event in run(Plan(CATALOGUE["shoulder_abduction"], "left", Dose(1, 10), film=True), poses).events
        if isinstance(event, RepCompleted)
    ]
    assert len(done) == 10
    assert all(abs(event.peak_deg - 90.0) < 3.0 for event in done)


def test_a_headsets_angles_say_how_unsure_they_are():
    """As measured for the exercise, not as a film from an unknown side."""
    _, _, poses = played(raises(3))
    judged = run(Plan(CATALOGUE["shoulder_abduction"], "left", Dose(1, 3), film=True), poses)
    done = [event for event in judged.events if isinstance(event, RepCompleted)]
    stated = half_width_deg(CATALOGUE["shoulder_abduction"])
    assert all(stated <= event.peak_uncertainty_deg < stated + 5.0 for event in done)
    no_head = [Pose(pose.t_s, pose.points, pose.confidence) for pose in poses]
    judged = run(Plan(CATALOGUE["shoulder_abduction"], "left", Dose(1, 3), film=True), no_head)
    assert all(e.peak_uncertainty_deg >= 20.0 for e in judged.events if isinstance(e, RepCompleted))


@pytest.mark.parametrize(("exercise", "told"), [("shoulder_abduction", True), ("shoulder_flexion", False)])
def test_a_fault_that_sound_lifts_look_like_is_not_told(exercise, told):
    """An arm that is bent by 65 degrees is, forward too; but there one sound lift in five looks bent as well."""
    _, looks = of_score(score(exercise, (90.0, 90.0), fps=30, fault="elbow_bent"))
    _, _, poses = played(looks)
    judged = run(Plan(CATALOGUE[exercise], "left", Dose(1, 2), film=True), poses)
    done = [event for event in judged.events if isinstance(event, RepCompleted)]
    assert len(done) == 2
    assert [("elbow_bent" in event.faults) for event in done] == [told] * 2
    assert not any(event.verified for event in done)


def test_a_hand_that_goes_is_told_once_and_so_is_its_return():
    looks = raises(3)
    gone = [replace(x, left=Hand()) if 2.0 <= x.t_s < 6.0 else x for x in looks]
    source, _, poses = played(gone)
    assert [notice.kind for notice in source.notices()] == ["hand_lost", "hand_found"]
    lost = [pose for pose in poses if 2.1 < pose.t_s < 5.9]
    assert all(np.isnan(pose.points[Joint.left_elbow]).all() and pose.left_hand is None for pose in lost)
    assert all(pose.right_hand is not None for pose in lost)


def test_one_hand_alone_plays_and_nothing_is_said_of_the_other():
    one = [replace(x, right=Hand()) for x in raises(3)]
    source, _, poses = played(one)
    judged = run(Plan(CATALOGUE["shoulder_abduction"], "left", Dose(1, 3), film=True), poses)
    assert sum(isinstance(event, RepCompleted) for event in judged.events) == 3
    assert source.notices() == ()


def test_what_takes_the_headset_away_is_told_and_no_pose_is_invented():
    session = Played(raises(3))
    source = Headset(session, clock=session.clock)
    source.poll()
    session.told.put(Notice(session.now + 0.1, "focus_lost", "gone"))
    session.told.put(Notice(session.now + 0.2, "stopped", "gone"))
    session.now += 0.5
    source.poll()
    assert [notice.kind for notice in source.notices()] == ["headset_lost"]
    session.told.put(Notice(session.now, "focus_gained", "back"))
    session.now += 0.5
    assert source.poll()
    assert [notice.kind for notice in source.notices()] == ["headset_found"]
    session.lost = "The headset has stopped answering."
    session.told.put(Notice(session.now, "lost", session.lost))
    session.now += 0.5
    poses = source.poll()
    assert [(notice.kind, notice.say) for notice in source.notices()] == [("headset_lost", session.lost)]
    assert all(np.isnan(pose.points).all() for pose in poses)
    assert not source.ended  # it may come back: with another session
    source.adopt(Played(raises(1)))
    assert [notice.kind for notice in source.notices()] == ["headset_found"]


def test_a_session_is_closed_by_whoever_opened_it():
    for owns in (False, True):
        session = Played(raises(1))
        with Headset(session, owns=owns) as source:
            pass
        assert session.closed is owns
        assert source.poll() == ()


def test_a_headset_is_offered_what_it_can_judge():
    assert headset_allows(CATALOGUE["shoulder_abduction"]) is None
    assert headset_allows(CATALOGUE["elbow_flexion"]) is None
    for name in ("squat", "knee_extension", "marching", "hip_abduction"):
        assert "legs" in (headset_allows(CATALOGUE[name]) or "")
    assert headset_allows(CATALOGUE["sh_pendulum"]) is not None  # measured well, and head down
    assert "unsure" in (headset_allows(CATALOGUE["sh_er_side"]) or "")


def test_placement_in_a_headset_asks_for_hands_and_for_nothing_else():
    _, _, poses = played(raises(1))
    exercise = CATALOGUE["shoulder_abduction"]
    assert placement(poses[20], exercise, "left").ready
    _, _, poses = played([replace(x, left=Hand()) for x in raises(1)])
    asked = placement(poses[20], exercise, "left")
    assert not asked.ready
    assert "controllers" in asked.say
    assert placement(poses[20], exercise, "right").ready


# --- real headsets


def test_blocks_moved_in_a_real_headset_are_counted():
    """Box and Block, a Quest that sees the right hand alone: 22 blocks over the partition, by its own program."""
    path = REPLAYS / "rehab_immersive_bbt_1.csv.gz"
    source, _, poses = played(rehab_immersive(path))
    judged = run(Plan(CATALOGUE["cross_midline"], "right", Dose(1, 30), film=True), poses)
    counted = sum(isinstance(event, RepCompleted) for event in judged.events)
    assert moved(path) == 22
    assert abs(counted - 22) <= 1
    assert source.notices() == ()
    assert all(np.isnan(pose.points[Joint.left_elbow]).all() for pose in poses)
    assert np.isfinite([pose.points[Joint.right_elbow] for pose in poses]).all()


def test_a_start_without_tracking_gives_no_pose():
    """A Beat Saber replay begins with zeros. Nothing is made of them, and the room begins where the head is seen."""
    looks = beat_saber(REPLAYS / "beat_saber_start.bsor")
    nowhere = looks[0]
    assert nowhere.head is not None
    assert not nowhere.head.rotation.any()
    before = [replace(nowhere, t_s=i / 90) for i in range(270)]
    after_it = [replace(looked, t_s=3.0 + i / 90) for i, looked in enumerate(looks[1:])]
    source, _, poses = played([*before, *after_it])
    lost = [pose for pose in poses if pose.t_s < 2.98]
    assert len(lost) > 200
    assert all(pose.head is None and pose.left_hand is None and np.isnan(pose.points).all() for pose in lost)
    seen = [pose for pose in poses if pose.t_s > 3.02]
    assert all(np.isfinite(pose.points[Joint.left_elbow]).all() for pose in seen)
    np.testing.assert_allclose(seen[0].head.position[[0, 2]], 0.0, atol=0.03)
    assert [notice.kind for notice in source.notices()] == ["headset_lost", "headset_found"]


@pytest.mark.shared
@pytest.mark.slow
def test_a_whole_replay_keeps_its_arms():
    """A minute of Beat Saber: whatever the player does, no arm is longer than arms are and no joint is missing."""
    path = SHARED / "vr_beatsaber_bsor" / "sample1.bsor"
    if not path.is_file():
        pytest.skip(f"the large data sets are not beside the repository: {path} is absent")
    looks = [replace(looked, t_s=i / 91) for i, looked in enumerate(beat_saber(path, 5460))]
    source, _, poses = played(looks, height_m=1.92)  # from the eyes' height: the player stands
    points = np.array([pose.points for pose in poses[10:]], dtype=np.float64)
    assert np.isfinite(points[:, [Joint.left_elbow, Joint.right_elbow]]).all()
    for side in ("left", "right"):
        elbow = points[:, Joint[f"{side}_elbow"]]
        upper = np.linalg.norm(elbow - points[:, Joint[f"{side}_shoulder"]], axis=1)
        assert np.quantile(upper, 0.95) < 1.15 * source.wearer.arm_m(side) * 0.186 / 0.332
