"""A body from head and hands: synthetic people whose every joint is known, told by head and hands alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from exercises.measures import MEASURES
from exercises.pose import Joint, Pose, Rigid
from exercises.synthetic import score
from game.openxr.data import HAND_JOINTS, Hand, HandJoints, Looked
from game.openxr.room import after, apply
from game.tracking.wearer import GRIP_TO_WRIST_M, INFERRED, PROVIDES, SURE, Wearer, held_by
from tests.wearers import Manner, Person, of_score

ARM_JOINTS = (Joint.left_shoulder, Joint.left_elbow, Joint.left_wrist)
FEET = (Joint.left_knee, Joint.left_ankle, Joint.right_heel)


def body(looks: list[Looked], wearer: Wearer | None = None, frozen_s: float = 1.0) -> list[Pose]:
    wearer, poses = wearer or Wearer(), []
    for looked in looks:
        poses.append(wearer.pose(looked, looked.t_s))
        if looked.t_s > frozen_s:
            wearer.freeze()
    return poses


def read(measure: str, poses: list[Pose]) -> np.ndarray:
    return MEASURES[measure](np.array([p.points for p in poses], dtype=np.float64), "left")


@pytest.mark.parametrize("height_m", [1.52, 1.70, 1.88])
@pytest.mark.parametrize("exercise", ["shoulder_abduction", "shoulder_flexion", "sh_scaption"])
def test_arm_raises_of_bodies_in_proportion_are_read_to_a_degree(exercise, height_m):
    """Nothing is told of the body's size: it is learned from the arm that hangs."""
    points, looks = of_score(score(exercise, (90.0, 110.0, 90.0)), height_m)
    poses = body(looks)
    truth = MEASURES["shoulder_elevation"](points, "left")
    later = slice(120, None)  # the first lift has been seen
    assert np.abs(read("shoulder_elevation", poses) - truth)[later].max() < 1.0
    np.testing.assert_allclose(
        [p.points[Joint.left_elbow] for p in poses][200:], points[200:, Joint.left_elbow], atol=0.01
    )


@pytest.mark.parametrize(
    ("exercise", "peak"), [("neck_rot", 60.0), ("neck_side", 35.0), ("neck_flexion", 45.0), ("neck_extension", 35.0)]
)
@pytest.mark.parametrize("share", [0.0, 0.3, 0.6])
def test_neck_range_is_within_three_degrees_wherever_the_neck_bends(exercise, peak, share):
    """A neck that bends at the shoulders or half-way up the neck: the trunk stays where it was."""
    points, looks = of_score(score(exercise, (peak,) * 3), 1.62, Manner(neck_share=share))
    measure = {"neck_rot": "neck_rotation", "neck_side": "neck_side_flexion"}.get(exercise, exercise)
    said, truth = read(measure, body(looks)), MEASURES[measure](points, "left")
    assert abs(said.max() - truth.max()) < 3.0


def test_a_leaning_trunk_leans_and_a_nodding_head_does_not_make_it():
    _, looks = of_score(score("seat_flex", (30.0,)))
    assert read("trunk_forward", body(looks)).max() == pytest.approx(30.0, abs=1.5)
    _, looks = of_score(score("neck_flexion", (45.0,)), manner=Manner(neck_share=0.4))
    assert abs(read("trunk_forward", body(looks))).max() < 2.5


def test_what_head_and_both_hands_turn_by_is_the_trunk_and_a_head_alone_is_not():
    _, looks = of_score(score("trunk_rot_seat", (35.0,)))
    assert read("trunk_rotation", body(looks)).max() == pytest.approx(35.0, abs=4.0)
    _, looks = of_score(score("neck_rot", (60.0,)))
    assert abs(read("trunk_rotation", body(looks))).max() < 0.5


def test_legs_are_not_known_and_what_is_worked_out_is_less_sure_than_what_is_seen():
    _, looks = of_score(score("shoulder_abduction", (90.0,)))
    pose = body(looks)[100]
    assert pose.image is None
    assert np.isnan(pose.points[list(FEET)]).all()
    assert (pose.confidence[list(FEET)] == 0).all()
    assert {j for j in Joint if np.isfinite(pose.points[j]).all()} == set(PROVIDES)
    face, wrist, shoulder, elbow, hip = (
        pose.confidence[j]
        for j in (Joint.nose, Joint.left_wrist, Joint.left_shoulder, Joint.left_elbow, Joint.left_hip)
    )
    assert 0.5 < hip < elbow < shoulder < wrist < face
    assert elbow == pytest.approx(SURE["elbow"])


def test_a_lost_hand_takes_its_elbow_along_and_leaves_the_other():
    _, looks = of_score(score("shoulder_abduction", (90.0,)))
    pose = Wearer().pose(replace(looks[0], left=Hand()), 0.0)
    assert np.isnan(pose.points[[Joint.left_elbow, Joint.left_wrist]]).all()
    assert pose.left_hand is None
    assert pose.sees((Joint.left_shoulder, Joint.right_shoulder, Joint.right_elbow, Joint.right_wrist))


def test_no_body_is_invented_without_a_head():
    """A head that is not known, or is all zeros as some runtimes say: hands stay, nothing hangs from nowhere."""
    _, looks = of_score(score("shoulder_abduction", (90.0,)))
    for head in (None, Rigid((0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 0.0))):
        pose = Wearer().pose(replace(looks[0], head=head), 0.0)
        assert pose.head is None
        known = {j for j in Joint if np.isfinite(pose.points[j]).all()}
        assert known == {Joint.left_wrist, Joint.right_wrist}


def test_a_guessed_hand_is_less_sure_and_then_not_believed():
    _, looks = of_score(score("shoulder_abduction", (90.0,)))
    wearer = Wearer()
    wearer.pose(looks[0], 0.0)
    guessed = replace(looks[0], left=replace(looks[0].left, tracked=False))
    pose = wearer.pose(guessed, 0.3)
    assert pose.confidence[Joint.left_wrist] == pose.confidence[Joint.left_elbow] == pytest.approx(INFERRED)
    assert pose.confidence[Joint.right_elbow] == pytest.approx(SURE["elbow"])
    assert wearer.pose(guessed, 0.6).left_hand is None


def test_bare_hands_give_the_same_body_as_controllers():
    points, looks = of_score(score("shoulder_flexion", (90.0,)))
    held, bare = (
        body(looks),
        body([replace(x, left=bared("left", x.left), right=bared("right", x.right)) for x in looks]),
    )
    np.testing.assert_allclose(read("shoulder_elevation", bare), read("shoulder_elevation", held), atol=0.01)
    assert bare[0].left_hand is not None
    assert held[0].left_hand is not None
    np.testing.assert_allclose(abs(bare[0].left_hand.rotation @ held[0].left_hand.rotation), 1.0, atol=1e-6)
    assert points.shape[0] == len(bare)


def bared(side: str, hand: Hand) -> Hand:
    """The same hand without a controller, from its palm and its wrist."""
    assert hand.grip is not None
    turn = (-0.5, -0.5, -0.5, 0.5) if side == "right" else (-0.5, 0.5, 0.5, 0.5)
    position, rotation = np.full((26, 3), np.nan), np.full((26, 4), np.nan)
    palm, wrist = HAND_JOINTS.index("palm"), HAND_JOINTS.index("wrist")
    position[palm], rotation[palm] = hand.grip.position, after(hand.grip.rotation, turn)
    position[wrist], rotation[wrist] = apply(hand.grip, (0.0, GRIP_TO_WRIST_M, 0.0)), rotation[palm]
    return Hand(joints=HandJoints(position, rotation, np.full(26, 0.01), True))


def test_palms_down_and_fingers_ahead_the_thumbs_point_at_each_other():
    """A palm at rest (fingers along -Z, its back up): the grip's -Y goes along the fingers, its -Z to the thumb."""
    position = np.zeros((26, 3))
    rotation = np.tile([0.0, 0.0, 0.0, 1.0], (26, 1))
    for side, thumb in (("left", 1.0), ("right", -1.0)):
        held = held_by(side, Hand(joints=HandJoints(position, rotation, np.zeros(26), True)))
        assert held is not None
        np.testing.assert_allclose(apply(held.rigid, (0.0, -1.0, 0.0)), (0.0, 0.0, -1.0), atol=1e-9)
        np.testing.assert_allclose(apply(held.rigid, (0.0, 0.0, -1.0)), (thumb, 0.0, 0.0), atol=1e-9)


def test_a_room_that_moves_takes_the_rest_along():
    """Recentred by a metre and a quarter turn in a lean: the lean is the same, and the body is where the room says."""
    _, looks = of_score(score("seat_flex", (30.0,)))
    wearer = Wearer()
    poses = body(looks, wearer)
    top = int(np.argmax(read("trunk_forward", poses)))
    wearer = Wearer()
    body(looks[: top + 1], wearer)
    quarter = Rigid((1.0, 0.0, 0.0), (0.0, np.sqrt(0.5), 0.0, np.sqrt(0.5)))
    wearer.moved(quarter)
    there = looks[top]
    assert there.head is not None
    hands = [replace(h, grip=_carried(quarter, h.grip)) for h in there.hands]
    after_it = wearer.pose(Looked(there.t_s, _carried(quarter, there.head), True, *hands), there.t_s + 0.01)
    assert read("trunk_forward", [after_it])[0] == pytest.approx(read("trunk_forward", [poses[top]])[0], abs=0.5)
    expected = apply(quarter, poses[top].points[Joint.left_shoulder])
    np.testing.assert_allclose(after_it.points[Joint.left_shoulder], expected, atol=0.01)


def _carried(motion: Rigid, thing: Rigid | None) -> Rigid:
    assert thing is not None
    return Rigid(apply(motion, thing.position), after(motion.rotation, thing.rotation))


def test_height_that_is_told_is_kept_and_arms_longer_than_usual_are_learned():
    person = Person(1.70, arm=1.05)
    _, looks = person.does(score("shoulder_abduction", (90.0,) * 2))
    wearer = Wearer(1.70)
    body(looks, wearer)
    assert wearer.height_m == 1.70
    assert wearer.arm_m("left") == pytest.approx(1.05 * 0.332 * 1.70, abs=0.01)


def mirrored(looked: Looked) -> Looked:
    """The same seen in a mirror across x = 0. A grip's X points out of the back of the right hand and out of the palm
    of the left, so a mirrored right hand is a left one."""

    def across(rigid: Rigid) -> Rigid:
        return Rigid(rigid.position * (-1.0, 1.0, 1.0), rigid.rotation * (1.0, -1.0, -1.0, 1.0))

    left, right = (replace(h, grip=None if h.grip is None else across(h.grip), aim=None) for h in looked.hands)
    return Looked(looked.t_s, None if looked.head is None else across(looked.head), looked.head_tracked, right, left)


def test_in_a_mirror_the_left_arm_is_the_right_one():
    looks = of_score(score("shoulder_abduction", (80.0, 100.0)), 1.70)[1]
    turn = Rigid((0.02, 0.0, -0.03), np.append(np.sin(0.1) * np.array([0.0, 0.8, 0.6]), np.cos(0.1)))  # not symmetric
    looks = [replace(look, head=Rigid(apply(turn, look.head.position), after(turn.rotation, look.head.rotation)))
             for look in looks]  # fmt: skip
    other = [Joint[j.name.replace("left", "#").replace("right", "left").replace("#", "right")] for j in Joint]
    seen, back = (body(each)[72:] for each in (looks, [mirrored(look) for look in looks]))  # arms are learned in turn
    for there, here in zip(seen, back, strict=True):
        np.testing.assert_allclose(here.points[other] * (-1.0, 1.0, 1.0), there.points, atol=1e-3)


@pytest.mark.parametrize("first", ["left", "right"])
@pytest.mark.parametrize("look_deg", [8.0, 15.0, -8.0])
@pytest.mark.parametrize("exercise", ["shoulder_flexion", "shoulder_abduction"])
def test_a_head_that_looks_at_the_hand_that_works_turns_no_trunk(exercise, look_deg, first):
    """One arm, the other, and the first again, as in a calibration and a set (or a head that looks away each time)."""
    second = "right" if first == "left" else "left"
    wearer, began_s, errors = Wearer(), 0.0, []
    for side in (first, second, first):
        person = Person(1.70, look_deg=look_deg if side == "left" else -look_deg)
        points, looks = person.does(score(exercise, (85.0,) * 4, 72.0, side=side, lead_s=1.5))
        poses = []
        for looked in looks:
            t_s = began_s + looked.t_s
            poses.append(wearer.pose(replace(looked, t_s=t_s), t_s))
            if t_s > 1.2:
                wearer.freeze()
        began_s += looks[-1].t_s + 1 / 72
        said = MEASURES["shoulder_elevation"](np.array([p.points for p in poses], dtype=np.float64), side)
        errors.append(said.max() - MEASURES["shoulder_elevation"](points, side).max())
        errors += [said[n] - 85.0 for n in _tops(points, side)]
    assert np.abs(errors).max() < 3.0, np.round(errors, 1)


def _tops(points: np.ndarray, side: str) -> list[int]:
    """The looks at which each lift is highest."""
    truth = MEASURES["shoulder_elevation"](points, side)
    high = np.flatnonzero(truth > truth.max() - 0.01)
    return [int(lift[len(lift) // 2]) for lift in np.split(high, np.flatnonzero(np.diff(high) > 10) + 1)]


def test_hands_that_rest_elsewhere_later_still_tell_a_turned_trunk():
    """From before the trunk to hanging, after `freeze`: where they rest is learned anew within a second."""
    looks = of_score(score("trunk_rot_seat", (35.0,), lead_s=1.5))[1]
    before = [replace(looks[0], t_s=n / 30 - 3.0, left=_ahead(looks[0].left), right=_ahead(looks[0].right))
              for n in range(90)]  # fmt: skip
    wearer = Wearer()
    body(before, wearer, frozen_s=-1.0)
    assert read("trunk_rotation", body(looks, wearer)).max() == pytest.approx(35.0, abs=4.0)


def _ahead(hand: Hand) -> Hand:
    assert hand.grip is not None
    return replace(hand, grip=Rigid(hand.grip.position + np.array([0.0, 0.3, -0.4]), hand.grip.rotation))
