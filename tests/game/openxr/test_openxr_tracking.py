"""Head and hands through a real runtime, headless: what the script says is what comes out."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pytest

from game.openxr import HAND_JOINTS, Looked, Side, State, find_headset, open_session
from game.openxr.room import apply
from tests.openxr_runtime.fixtures import until
from tests.openxr_runtime.puppet import Puppet
from tests.openxr_runtime.service import VERSION, Monado

if TYPE_CHECKING:
    from game.openxr.session import Session

pytestmark = pytest.mark.xr

QUARTER_LEFT = (0.0, math.sqrt(0.5), 0.0, math.sqrt(0.5))
PROFILES = (
    "khr/simple_controller",
    "oculus/touch_controller",
    "valve/index_controller",
    "htc/vive_controller",
    "microsoft/motion_controller",
    "ext/hand_interaction_ext",
)


def look(session: Session) -> Looked:
    session.poll()
    found = session.look()
    assert found is not None
    return found


def at(side: Side, place: tuple[float, float, float]) -> Callable[[Looked], bool]:
    def so(found: Looked) -> bool:
        grip = found.left.grip if side == "left" else found.right.grip
        return grip is not None and math.dist(grip.position, place) < 1e-6

    return so


def test_the_runtime_is_the_one_that_the_puppet_knows(session: Session) -> None:
    assert VERSION in session.runtime
    assert session.headset == "Monado: Remote HMD"
    assert session.headless
    assert session.opaque
    assert session.floor == "local_floor"


def test_a_headset_can_be_found_without_beginning(monado: Monado) -> None:
    found = find_headset()
    assert found.startswith("Monado: Remote HMD, by Monado")
    assert VERSION in found
    assert find_headset() == found


def test_from_idle_to_exiting(monado: Monado) -> None:
    with open_session() as session:
        inbox = session.inbox()
        assert (session.state, session.running) == (State.idle, False)
        assert session.reach_focus()
        assert session.wait_frame() is None  # headless: no frames, and no waiting for them
        assert session.leave()
        way = ["idle", "ready", "synchronized", "visible", "focused", "visible", "synchronized", "stopping", "idle"]
        assert session.states == [*way, "exiting"]
        kinds = [notice.kind for notice in inbox.notices()]
        assert [kind for kind in kinds if not kind.startswith(("hand_", "controllers"))] == [
            "shown", "focus_gained", "focus_lost", "hidden", "stopped", "ended",
        ]  # fmt: skip
        assert (session.ended, session.lost, session.look()) == (True, None, None)


@pytest.mark.parametrize("floor", ["local_floor", "stage"])
def test_an_arm_raise_comes_out_as_it_was_scripted(monado: Monado, puppet: Puppet, floor: str) -> None:
    with open_session(floor=floor) as session:
        assert session.reach_focus()
        assert session.floor == floor
        for degrees in range(0, 181, 15):
            angle = math.radians(degrees)
            place = (0.18 + 0.6 * math.sin(angle), 1.4 - 0.6 * math.cos(angle), -0.1)
            turn = (0.0, 0.0, math.sin(angle / 2), math.cos(angle / 2))
            head = (0.001 * degrees, 1.2, 0.0)
            puppet.hand("right", place, turn).head(head, QUARTER_LEFT).send()
            until(lambda: look(session), at("right", place))
            found = look(session)  # a state that arrives while we look shows the head of before and the hand of after
            assert found.head is not None
            assert found.right.grip is not None
            assert found.right.aim is not None
            np.testing.assert_allclose(found.right.grip.rotation, turn, atol=1e-6)
            np.testing.assert_allclose(found.right.aim.position, place, atol=1e-6)
            np.testing.assert_allclose(found.head.position, head, atol=1e-6)
            np.testing.assert_allclose(found.head.rotation, QUARTER_LEFT, atol=1e-6)
            assert found.head_tracked
            assert found.right.tracked


def test_times_are_those_of_our_own_clock(session: Session) -> None:
    before = time.monotonic()
    found = session.look()
    assert found is not None
    assert before <= found.t_s <= time.monotonic()
    assert session.seconds(session.xr_time(before)) == pytest.approx(before, abs=1e-8)
    assert session.xr_time(before + 1.5) - session.xr_time(before) == pytest.approx(1.5e9, abs=2)


def test_recentring_puts_the_room_below_the_head(session: Session, puppet: Puppet) -> None:
    inbox = session.inbox()
    head, hand = (0.5, 1.1, 0.3), (0.2, 1.0, 0.3)  # faces -X; the hand is 0.3 m ahead and 0.1 m below the eyes
    puppet.head(head, QUARTER_LEFT).hand("left", hand).send()
    before = until(lambda: look(session), at("left", hand))
    assert session.recentre()
    found = look(session)
    assert found.head is not None
    assert found.left.grip is not None
    np.testing.assert_allclose(found.head.position, (0, 1.1, 0), atol=1e-6)
    np.testing.assert_allclose(found.head.rotation, (0, 0, 0, 1), atol=1e-6)
    np.testing.assert_allclose(found.left.grip.position, (0, 1.0, -0.3), atol=1e-6)
    (notice,) = [notice for notice in inbox.notices() if notice.kind == "recentred"]
    assert notice.room_from_previous is not None
    assert before.left.grip is not None
    carried = apply(notice.room_from_previous, before.left.grip.position)
    np.testing.assert_allclose(carried, (0, 1.0, -0.3), atol=1e-6)
    assert session.recentre(eye_height_m=1.25)  # sits, and somebody has measured
    raised = look(session)
    assert raised.head is not None
    assert raised.head.position[1] == pytest.approx(1.25, abs=1e-6)


def test_without_a_floor_the_height_of_the_eyes_is_assumed_until_it_is_told(monado: Monado, puppet: Puppet) -> None:
    with open_session(floor="assumed") as session:
        assert session.floor == "assumed"
        assert session.reach_focus()
        assert session.recentre(eye_height_m=1.15)
        hand = (0.2, 1.5, -0.3)  # 0.1 m below the eyes, which the puppet has at 1.6 m
        puppet.hand("right", hand).send()
        found = until(lambda: look(session), lambda f: f.right.grip is not None and f.right.grip.position[1] < 1.1)
        assert found.head is not None
        assert found.right.grip is not None
        assert found.head.position[1] == pytest.approx(1.15, abs=1e-6)
        np.testing.assert_allclose(found.right.grip.position, (0.2, 1.05, -0.3), atol=1e-6)


def test_the_headset_s_own_recentring_is_followed_and_old_places_can_be_carried_over(
    monado: Monado, session: Session, puppet: Puppet
) -> None:
    assert session.recentre()
    hand = (0.2, 1.0, 0.3)
    puppet.head((0.5, 1.1, 0.3), QUARTER_LEFT).hand("left", hand).send()
    before = until(lambda: look(session), at("left", hand))
    inbox = session.inbox()
    monado.control("-c")
    found = until(lambda: look(session), lambda f: f.head is not None and abs(float(f.head.position[0])) < 1e-5)
    moved = [notice.room_from_previous for notice in inbox.notices() if notice.kind == "recentred"]
    assert found.head is not None
    assert found.left.grip is not None
    assert before.left.grip is not None
    np.testing.assert_allclose(found.head.position, (0, 1.1, 0), atol=1e-5)
    np.testing.assert_allclose(found.left.grip.position, (0, 1.0, -0.3), atol=1e-5)
    assert moved[-1] is not None
    np.testing.assert_allclose(apply(moved[-1], before.left.grip.position), (0, 1.0, -0.3), atol=1e-5)
    puppet.reset()
    until(lambda: look(session), lambda f: f.head is not None and abs(float(f.head.position[1]) - 1.6) < 1e-5)
    monado.control("-c")  # as it was, for whoever comes next
    until(lambda: look(session), lambda f: f.head is not None and abs(float(f.head.position[0])) < 1e-5)


def test_every_kind_of_controller_is_accepted(session: Session) -> None:
    assert session.suggested == dict.fromkeys(PROFILES, "accepted")
    # of several Monado's scripted controllers take what they imitate
    assert until(lambda: (session.poll(), session.controllers)[1], all) == ("valve/index_controller",) * 2


@pytest.mark.parametrize("profile", PROFILES)
def test_one_kind_of_controller_alone_is_accepted(monado: Monado, profile: str) -> None:
    with open_session(profiles=[profile]) as session:
        assert session.suggested == {profile: "accepted"}
        assert session.reach_focus()


@pytest.mark.parametrize("profile", PROFILES[:3])
def test_one_kind_of_controller_alone_is_used(monado: Monado, puppet: Puppet, profile: str) -> None:
    """Monado's scripted controllers stand for any of these three, whichever is suggested."""
    with open_session(profiles=[profile]) as session:
        assert session.reach_focus()
        inbox = session.inbox()
        assert until(lambda: (session.poll(), session.controllers)[1], all) == (profile, profile)
        puppet.state.left.trigger, puppet.state.left.trigger_click = 1.0, True
        puppet.send()
        until(lambda: look(session), lambda f: f.left.trigger == 1.0)
        assert [(p.side, p.button, p.down) for p in inbox.presses()] == [("left", "trigger", True)]


@pytest.mark.parametrize(
    ("controllers", "profile"), [("wmr", "microsoft/motion_controller"), ("simple", "khr/simple_controller")]
)
def test_controllers_of_another_make(controllers: str, profile: str) -> None:
    with Monado("simulated", controllers), open_session() as session:
        assert session.reach_focus()
        assert until(lambda: (session.poll(), session.controllers)[1], all) == (profile, profile)
        assert not session.tracks_hands
        found = until(lambda: look(session), lambda f: f.left.active and f.right.active)
        assert found.left.joints is None


def test_a_press_is_told_once_and_a_tremble_is_none(session: Session, puppet: Puppet) -> None:
    inbox = session.inbox()
    script = [(0.5, None), (0.7, True), (0.5, None), (0.9, None), (0.3, False), (0.5, None)]
    for value, edge in script:
        puppet.state.right.trigger = value
        puppet.send()
        found = until(lambda: look(session), lambda f, v=value: abs(f.right.trigger - v) < 1e-6)
        assert found.left.trigger == 0.0
        assert [press.down for press in inbox.presses()] == ([] if edge is None else [edge])


def test_menu_and_squeeze(session: Session, puppet: Puppet) -> None:
    inbox = session.inbox()
    puppet.state.left.b_click = True
    puppet.state.right.squeeze = 1.0
    puppet.send()
    found = until(lambda: look(session), lambda f: f.left.menu and f.right.squeeze == 1.0)
    assert not found.right.menu
    assert {(press.side, press.button, press.down) for press in inbox.presses()} == {
        ("left", "menu", True),
        ("right", "squeeze", True),
    }


def test_a_controller_falls_asleep_and_wakes(session: Session, puppet: Puppet) -> None:
    until(lambda: look(session), lambda f: f.right.active)
    inbox = session.inbox()
    puppet.state.right.trigger = 1.0
    puppet.send()
    until(lambda: look(session), lambda f: f.right.trigger == 1.0)
    puppet.state.right.active = False
    puppet.send()
    found = until(lambda: look(session), lambda f: not f.right.active)
    assert (found.right.grip, found.right.aim, found.right.tracked, found.right.trigger) == (None, None, False, 0.0)
    assert found.left.active
    puppet.state.right.active = True
    puppet.send()
    until(lambda: look(session), lambda f: f.right.active)
    assert [(n.kind, n.side) for n in inbox.notices()] == [("hand_lost", "right"), ("hand_found", "right")]
    assert [(p.button, p.down) for p in inbox.presses()] == [("trigger", True), ("trigger", False), ("trigger", True)]


def test_fingers_follow_the_hand_and_bend(session: Session, puppet: Puppet) -> None:
    assert session.tracks_hands
    puppet.hand("right", (0.3, 1.2, -0.4)).send()
    found = until(lambda: look(session), at("right", (0.3, 1.2, -0.4)))
    joints = found.right.joints
    assert joints is not None
    assert joints.position.shape == (26, 3) == (len(HAND_JOINTS), 3)
    assert joints.tracked
    assert math.dist(joints.position[HAND_JOINTS.index("wrist")], (0.3, 1.2, -0.4)) < 0.02
    tip, knuckle = HAND_JOINTS.index("index_tip"), HAND_JOINTS.index("index_proximal")
    straight = math.dist(joints.position[tip], joints.position[knuckle])
    puppet.state.right.curl[:] = (1.0,) * 5
    puppet.send()

    def finger(found: Looked) -> float:
        bent = found.right.joints
        return math.inf if bent is None else math.dist(bent.position[tip], bent.position[knuckle])

    until(lambda: look(session), lambda f: finger(f) < 0.8 * straight)


def test_hands_alone_without_controllers(session: Session, puppet: Puppet) -> None:
    puppet.state.right.active = puppet.state.left.active = False
    puppet.state.right.hand_tracking_active = True
    puppet.state.left.hand_tracking_active = False
    puppet.send()
    found = until(lambda: look(session), lambda f: not f.left.active and f.left.joints is None)
    assert found.left.grip is None
    assert (found.right.active, found.right.grip) == (False, None)
    assert found.right.joints is not None


def test_a_buzz_reaches_the_runtime(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    import xr

    felt = []
    buzz = xr.apply_haptic_feedback

    def listening(handle: object, where: object, what: object) -> None:
        import ctypes

        told = ctypes.cast(ctypes.pointer(what), ctypes.POINTER(xr.HapticVibration)).contents  # type: ignore[type-var]
        felt.append((told.duration, told.amplitude))
        buzz(handle, where, what)

    monkeypatch.setattr(xr, "apply_haptic_feedback", listening)
    session.vibrate("left", 0.05, 0.5)
    session.vibrate("right", 0.1, 7.0)
    assert felt == [(50_000_000, 0.5), (100_000_000, 1.0)]
    assert session.lost is None
