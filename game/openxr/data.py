"""What a headset says, as plain data: numpy and no OpenXR, so that nothing above needs the package.

Everything is in the room frame: right-handed, metres, +Y up, -Z ahead, the origin on the floor (OpenXR's own axes;
`room.py` says where the origin is). Times are seconds of `time.monotonic()`.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from exercises.pose import Rigid

Side = Literal["left", "right"]
SIDES: tuple[Side, Side] = ("left", "right")
Button = Literal["trigger", "squeeze", "menu"]
Floor = Literal["local_floor", "stage", "assumed"]

# OpenXR's hand joints in its order (XrHandJointEXT)
HAND_JOINTS = (
    "palm", "wrist", "thumb_metacarpal", "thumb_proximal", "thumb_distal", "thumb_tip", "index_metacarpal",
    "index_proximal", "index_intermediate", "index_distal", "index_tip", "middle_metacarpal", "middle_proximal",
    "middle_intermediate", "middle_distal", "middle_tip", "ring_metacarpal", "ring_proximal", "ring_intermediate",
    "ring_distal", "ring_tip", "little_metacarpal", "little_proximal", "little_intermediate", "little_distal",
    "little_tip",
)  # fmt: skip


class State(StrEnum):
    """Where the session stands (XrSessionState, by its names). Frames run from ready to stopping; the picture is seen
    in visible and focused; hands and buttons speak in focused alone.
    """

    unknown = "unknown"
    idle = "idle"
    ready = "ready"
    synchronized = "synchronized"
    visible = "visible"
    focused = "focused"
    stopping = "stopping"
    loss_pending = "loss_pending"
    exiting = "exiting"


@dataclass(frozen=True, slots=True, eq=False)
class HandJoints:
    """A hand seen finger by finger, in the order of HAND_JOINTS.

    position  (26, 3) m and rotation (26, 4) unit quaternion x, y, z, w in the room; NaN where a joint is not known
    radius    (26,) m, half the finger's thickness there
    tracked   seen now, and not guessed from what was seen before
    """

    position: NDArray[np.float64]
    rotation: NDArray[np.float64]
    radius: NDArray[np.float64]
    tracked: bool


@dataclass(frozen=True, slots=True, eq=False)
class Hand:
    """One hand.

    grip     the controller as it is held, its origin in the fist; None where the runtime knows no place for it
    aim      where it points (along -Z); None likewise
    tracked  grip's place is seen now; False with a grip: inferred (behind the back, out of the cameras' sight)
    active   the runtime has something for this hand; False: no controller, or it sleeps, or we are not in focus
    trigger, squeeze   0..1; menu pressed or not
    joints   fingers, where the runtime tracks hands; None otherwise. May be there while `active` is False
    """

    grip: Rigid | None = None
    aim: Rigid | None = None
    tracked: bool = False
    active: bool = False
    trigger: float = 0.0
    squeeze: float = 0.0
    menu: bool = False
    joints: HandJoints | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """Head and hands at `t_s`. `head` is None where its place or its turn is not known; `head_tracked` is False where
    it is merely inferred.
    """

    t_s: float
    head: Rigid | None
    head_tracked: bool
    left: Hand
    right: Hand

    @property
    def hands(self) -> tuple[Hand, Hand]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True)
class Press:
    """A button went down or came up, seen at `t_s`."""

    t_s: float
    side: Side
    button: Button
    down: bool


NoticeKind = Literal[
    "focus_gained",
    "focus_lost",
    "shown",
    "hidden",
    "stopped",
    "ended",
    "lost",
    "recentred",
    "controllers",
    "hand_found",
    "hand_lost",
    "refresh",
]


@dataclass(frozen=True, slots=True, eq=False)
class Notice:
    """Something about the headset that its users must know.

    focus_gained, focus_lost   another program, or the system's menu, has the hands: pause
    shown, hidden              whether our picture is seen at all
    stopped                    the runtime set us aside (headset taken off): no frames till it is worn again
    ended                      the player closed us from the headset's menu: close, and go to the window
    lost                       the headset, its runtime or its service is gone: close, keep what there is
    recentred                  the room frame moved: `room_from_previous` carries old places to new ones, None where
                               nobody knows how it moved, so that whatever was calibrated must be calibrated again
    controllers                other controllers are in the hands
    hand_found, hand_lost      the controller of `side` woke, or fell asleep (told in focus only)
    refresh                    the display shows at another rate
    """

    t_s: float
    kind: NoticeKind
    say: str
    side: Side | None = None
    room_from_previous: Rigid | None = None


class Inbox:
    """What one listener has not yet taken. Each of the session's users has its own, so neither takes the other's."""

    def __init__(self, at_most: int = 1000) -> None:
        self._notices: deque[Notice] = deque(maxlen=at_most)
        self._presses: deque[Press] = deque(maxlen=at_most)

    def put(self, what: Notice | Press) -> None:
        if isinstance(what, Notice):
            self._notices.append(what)
        else:
            self._presses.append(what)

    def notices(self) -> tuple[Notice, ...]:
        """New ones since the last call, oldest first."""
        found = tuple(self._notices)
        self._notices.clear()
        return found

    def presses(self) -> tuple[Press, ...]:
        """New ones since the last call, oldest first."""
        found = tuple(self._presses)
        self._presses.clear()
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A picture to be drawn: shown at `t_s`, one every `period_s`. `render` False: nobody will see it, draw nothing."""

    t_s: float
    period_s: float
    render: bool
    xr_time: int


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """One eye at the time its picture is shown.

    pose     the eye in the room: looks along -Z, +Y up, +X right
    fov_deg  (4,) left, right, up, down from straight ahead; left and down are negative
    raw      the runtime's own pose and fov, given back with the picture
    """

    pose: Rigid
    fov_deg: NDArray[np.float64]
    raw: Any  # an xr.View, which only this package may name
