"""Who gives the poses of an evening with a headset, and what becomes of a session that is lost; by stand-ins."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Event

import pytest

from exercises.pose import Joint, Pose, unseen
from game import headgear
from game.headgear import REOPEN_S, Gear, Worn
from game.openxr import HeadsetError, NoHeadsetError
from game.render import canvas
from game.render.renderer import RenderError
from game.tracking.source import CameraError, Notice


@dataclass
class Session:
    lost: str | None = None
    focused: bool = True
    closed: int = 0
    headset: str = "a headset"
    runtime: str = "a runtime"

    def leave(self) -> None: ...

    def close(self) -> None:
        self.closed += 1


@dataclass
class Source:
    """Gives one pose at each poll, of its own clock."""

    name: str
    t_s: float = 0.0
    provides: frozenset[Joint] = frozenset({Joint.nose})
    did: list[str] = field(default_factory=list)
    told: list[Notice] = field(default_factory=list)
    looks: float = 0.0
    rooms: int = 0

    def poll(self) -> tuple[Pose, ...]:
        self.did.append("poll")
        return (unseen(self.t_s),)

    def notices(self) -> tuple[Notice, ...]:
        told, self.told = tuple(self.told), []
        return told

    def recentre(self) -> bool:
        self.did.append("recentre")
        self.rooms += 1
        return True

    def adopt(self, session: Session) -> None:
        self.did.append("adopt")

    def freeze(self) -> None:
        self.did.append("freeze")

    def thaw(self) -> None:
        self.did.append("thaw")

    def close(self) -> None:
        self.did.append("close")


def at_once(work: Callable[[], object]) -> Future[object]:
    """What a thread does beside the loop, done before it goes on."""
    done: Future[object] = Future()
    try:
        done.set_result(work())
    except CameraError as error:
        done.set_exception(error)
    return done


@dataclass
class Shown:
    tracked_by: str = "camera"
    watching: bool = False
    recentred: int = 0


class Room:
    def __init__(self, monkeypatch: pytest.MonkeyPatch, camera: bool = True) -> None:
        self.sessions: list[Session | HeadsetError] = [Session()]
        monkeypatch.setattr(headgear, "open_session", self.opened)
        self.gear = Gear(pictures=False)
        self.show, self.headset, self.camera = Shown(), Source("headset"), Source("camera", t_s=100.0)
        self.now_s = 0.0
        self.cameras = 0
        open_camera: Callable[[], Source] | None = self.open_camera if camera else None
        self.worn = Worn(self.show, self.gear, self.headset, None, open_camera, clock=lambda: self.now_s, aside=at_once)  # type: ignore[arg-type]

    def opened(self, graphics: bool) -> Session:
        session = self.sessions.pop(0)
        if isinstance(session, HeadsetError):
            raise session
        return session

    def open_camera(self) -> Source:
        self.cameras += 1
        return self.camera


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Room:
    return Room(monkeypatch)


def test_a_headset_in_somebodys_hands_is_no_body_but_is_kept_awake(room: Room) -> None:
    room.headset.told = [Notice(0.0, "hand_lost", "Your left hand.")]
    assert room.worn.poll() == ()
    assert room.worn.notices() == ()
    assert room.headset.did == ["poll"]
    assert room.cameras == 0  # nobody is looked at without need


def test_on_the_head_it_gives_the_poses_from_its_first_focus_on(room: Room) -> None:
    room.show.tracked_by = "headset"
    room.gear.session.focused = False  # type: ignore[misc]
    assert room.worn.poll() == ()
    room.gear.session.focused = True  # type: ignore[misc]
    assert len(room.worn.poll()) == 1
    room.gear.session.focused = False  # type: ignore[misc]
    assert len(room.worn.poll()) == 1  # what an unfocused headset says is the source's affair


def test_the_camera_is_opened_when_the_screen_needs_it_and_stamped_by_the_same_clock(room: Room) -> None:
    room.show.tracked_by = "headset"
    room.headset.t_s = 60.0
    room.now_s = 60.0
    assert [pose.t_s for pose in room.worn.poll()] == [60.0]
    room.show.tracked_by, room.show.watching, room.now_s = "camera", True, 90.0
    room.camera.t_s = 0.5  # half a second after it was opened
    assert [pose.t_s for pose in room.worn.poll()] == [90.5]
    room.worn.poll()
    assert room.cameras == 1
    room.worn.thaw()
    assert room.camera.did[-1] == "thaw"
    room.worn.close()
    assert room.camera.did[-1] == room.headset.did[-1] == "close"


def test_a_camera_that_is_gone_when_the_screen_needs_it_is_told_of_and_sought_again(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = room.worn._open_camera

    def gone() -> Source:
        raise CameraError("camera 0 will not open")

    monkeypatch.setattr(room.worn, "_open_camera", gone)
    room.show.watching = True
    told = []
    for room.now_s in (0.0, 1.0, 1.0 + REOPEN_S):
        assert room.worn.poll() == ()
        told += [notice.kind for notice in room.worn.notices()]
    assert told == ["camera_lost"]
    monkeypatch.setattr(room.worn, "_open_camera", there)
    room.now_s += REOPEN_S
    assert len(room.worn.poll()) == 1
    assert [notice.kind for notice in room.worn.notices()] == ["camera_found"]


def test_what_the_camera_saw_while_the_headset_was_on_is_not_judged_afterwards(room: Room) -> None:
    room.show.watching = True
    assert len(room.worn.poll()) == 1
    room.show.tracked_by, room.now_s = "headset", 200.0
    room.worn.poll()
    room.show.tracked_by = "camera"
    for room.camera.t_s in (101.0, 199.9):  # minutes of it, not all at once
        assert room.worn.poll() == ()
    room.camera.t_s = 200.1
    assert len(room.worn.poll()) == 1


def test_without_a_camera_the_screen_sees_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    room = Room(monkeypatch, camera=False)
    room.show.watching = True
    assert room.worn.poll() == ()


def test_the_room_begins_anew_once_for_each_time_the_show_asks(room: Room) -> None:
    room.show.tracked_by = "headset"
    for asked in (0, 1, 1, 2):
        room.show.recentred = asked
        room.worn.poll()
    assert room.headset.did.count("recentre") == 2


def test_a_lost_headset_is_looked_for_every_few_seconds_and_taken_up_again(room: Room) -> None:
    room.show.tracked_by = "headset"
    first = room.gear.session
    room.gear.session.lost = "gone"  # type: ignore[misc]
    second = Session()
    room.sessions = [NoHeadsetError("none"), second]
    for room.now_s in (10.0, 11.0, 10.0 + REOPEN_S - 0.1):
        room.worn.poll()
    assert room.sessions == [second]  # asked once
    assert "adopt" not in room.headset.did
    room.now_s = 10.0 + REOPEN_S
    room.worn.poll()
    assert room.gear.session is second
    assert room.headset.did.count("adopt") == 1
    assert first.closed >= 1  # type: ignore[attr-defined]


def test_a_headset_that_comes_back_and_cannot_be_drawn_in_is_told_of_and_left_alone(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.show.tracked_by = "headset"
    room.gear.session.lost = "gone"  # type: ignore[misc]
    tried = []

    def open_session(graphics: bool) -> Session:
        tried.append(room.now_s)
        raise RenderError("OpenGL is gone.")

    monkeypatch.setattr(headgear, "open_session", open_session)
    told = []
    for room.now_s in (10.0, 20.0, 30.0):
        room.worn.poll()
        told += room.worn.notices()
    assert tried == [10.0]
    assert [notice.kind for notice in told] == ["headset_lost"]
    assert "shows no pictures" in told[0].say
    assert room.gear.undrawn == told[0].say


def test_no_window_is_opened_where_there_is_no_headset(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> str:
        raise NoHeadsetError("no headset")

    def opened() -> None:
        pytest.fail("a window was opened")

    monkeypatch.setattr(headgear, "find_headset", none)
    monkeypatch.setattr(canvas, "open_canvas", opened)
    with pytest.raises(NoHeadsetError):
        Gear(pictures=True)


def test_the_loop_goes_on_while_a_camera_opens(room: Room) -> None:
    begun, go_on = Event(), Event()

    def slow() -> Source:
        begun.set()
        assert go_on.wait(10.0)
        return room.camera

    worn = Worn(room.show, room.gear, room.headset, None, slow, clock=lambda: room.now_s)  # type: ignore[arg-type]
    room.show.watching = True
    assert worn.poll() == ()
    assert begun.wait(10.0)
    assert worn.poll() == ()
    worn.close()  # meanwhile
    go_on.set()
    end = time.monotonic() + 10.0
    while "close" not in room.camera.did:
        assert time.monotonic() < end
        time.sleep(0.001)


def test_a_headset_that_was_put_aside_is_not_looked_for(room: Room) -> None:
    room.gear.session.lost = "gone"  # type: ignore[misc]
    room.now_s = 60.0
    room.sessions = [Session()]
    room.worn.poll()
    assert len(room.sessions) == 1


def test_what_a_report_calls_it(room: Room) -> None:
    assert room.gear.words == "headset a headset by a runtime"


def test_headset_and_camera_at_once_are_lined_up_anew_where_the_room_begins_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from game.tracking.fused import Fused

    room = Room(monkeypatch)
    both = Fused(room.camera, room.headset, aside=lambda _: None)  # type: ignore[arg-type, return-value]
    worn = Worn(room.show, room.gear, room.headset, both, None, clock=lambda: room.now_s)  # type: ignore[arg-type]
    room.show.watching = True
    assert [pose.t_s for pose in worn.poll()] == [100.0]  # the camera it has, before the headset is on
    room.show.tracked_by, room.show.recentred = "headset", 1
    worn.poll()
    assert "recentre" in room.headset.did
    assert "elsewhere" in both._why
    assert "lined up" in worn.summary
    both._why = ""
    room.headset.rooms += 1  # the player's own long press on the headset's button
    worn.poll()
    assert "elsewhere" in both._why
    worn.close()
    assert room.camera.did.count("close") == room.headset.did.count("close") == 1
