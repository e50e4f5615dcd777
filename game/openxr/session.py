"""The one OpenXR session, used by a pose source and a renderer from one thread. Import only after `loading.load()`.

Once the headset is lost nothing raises and nothing waits: `lost` says so in a sentence, looking gives None, and frames
give None. Only what makes something anew (a swapchain) or hands pictures over raises HeadsetLostError.
"""

from __future__ import annotations

import contextlib
import ctypes
import time
from collections.abc import Callable, Sequence
from typing import Any, Self

import xr

from exercises.pose import Rigid
from game.openxr.clock import clock
from game.openxr.data import (
    SIDES,
    Floor,
    Frame,
    Inbox,
    Looked,
    Notice,
    NoticeKind,
    Press,
    Side,
    State,
    View,
)
from game.openxr.display import Display, begin
from game.openxr.errors import HeadsetError, HeadsetLostError, NotCapableError
from game.openxr.events import Events
from game.openxr.frames import Frames, rigid
from game.openxr.graphics import Graphics, Swapchain, current
from game.openxr.hands import Hands
from game.openxr.room import compose
from game.openxr.runtime import HEADLESS, Runtime
from game.openxr.standing import VALID, Standing

_GONE = (
    xr.exception.InstanceLostError,
    xr.exception.SessionLostError,
    xr.exception.SessionLossPending,
    xr.exception.RuntimeFailureError,
)
_LOST = "The headset has stopped answering: its runtime or its connection ended."
_TRACKED = int(xr.SpaceLocationFlags.POSITION_TRACKED_BIT)


class Session:
    """See `game.openxr.open_session`.

    runtime, headset   what they call themselves
    headless           no pictures: `wait_frame` gives None at once
    opaque             the player sees nothing of the room (all but see-through glasses)
    state              where the session stands; running, visible, focused follow from it; states: all it went through
    lost               None, or the sentence that says what happened; ended: the player closed us in the headset
    floor              what the room's floor rests on; "assumed": the runtime knows none, see `recentre`
    suggested          of each kind of controller "accepted", or why not
    display            the picture's size and rate: see Display
    """

    def __init__(
        self, graphics: bool, floor: Floor | None = None, profiles: Sequence[str] | None = None, name: str = "Upswing"
    ) -> None:
        self._graphics: Graphics | None = current() if graphics else None
        self.headless = not graphics
        self.lost: str | None = None
        self.state, self.ended, self.running = State.idle, False, False
        self.states = [State.idle]
        self._inboxes: list[Inbox] = []
        self._closed = False
        self._runtime = Runtime(name, self._graphics.needs if self._graphics else (HEADLESS,))
        with contextlib.ExitStack() as undo:
            undo.callback(self._runtime.close)
            self.handle = begin(self._runtime, self._graphics)
            undo.callback(self.let_go, xr.destroy_session, self.handle)
            try:
                self._clock = clock(self._runtime.instance)
                self._standing = Standing(self.handle, self._runtime, floor, self.tell)
                seen_from = xr.ReferenceSpaceCreateInfo(xr.ReferenceSpaceType.VIEW)
                self._view = xr.create_reference_space(self.handle, seen_from)
                self._hands = Hands(self, self._runtime, profiles)
                self.display = Display(self, self._runtime)
            except xr.exception.XrException as error:
                raise HeadsetError(f"The headset was found, but would not begin: {error}") from error
            undo.pop_all()
        self._events = Events(self)
        self._frames = Frames(self, self.display.blend)

    # --- what it is ---------------------------------------------------------------------------------------------

    @property
    def runtime(self) -> str:
        return self._runtime.name

    @property
    def headset(self) -> str:
        return self._runtime.headset

    @property
    def instance(self) -> xr.Instance:
        return self._runtime.instance

    @property
    def visible(self) -> bool:
        return self.state in (State.visible, State.focused)

    @property
    def focused(self) -> bool:
        return self.state == State.focused

    @property
    def opaque(self) -> bool:
        return self.display.opaque

    @property
    def floor(self) -> Floor:
        return self._standing.floor

    @property
    def suggested(self) -> dict[str, str]:
        return dict(self._hands.actions.suggested)

    @property
    def tracks_hands(self) -> bool:
        """Whether this runtime sees hands finger by finger."""
        return bool(self._hands.fingers.trackers)

    @property
    def controllers(self) -> tuple[str | None, str | None]:
        """What is in the left and the right hand ("oculus/touch_controller"); None: nothing, or not known yet."""
        with contextlib.suppress(HeadsetLostError):
            return self.call(self._hands.actions.controllers)
        return (None, None)

    # --- each turn of the loop ----------------------------------------------------------------------------------

    def inbox(self) -> Inbox:
        """Notices and presses from now on, for one listener."""
        self._inboxes.append(Inbox())
        return self._inboxes[-1]

    def poll(self) -> None:
        """What happened since the last call: states, notices, buttons. Once or more a turn; never waits."""
        if self.over:
            return
        with contextlib.suppress(HeadsetLostError):
            self._events.read()
            self._hands.sync()

    def look(self, t_s: float | None = None) -> Looked | None:
        """Head and hands at `t_s` (None: now). None once the headset is lost or closed. Never waits."""
        if self.over:
            return None
        t_s = time.monotonic() if t_s is None else t_s
        try:
            xr_time = self.xr_time(t_s)
            head, head_tracked = self.locate(self._view, xr_time)
            left, right = (self._hands.look(side, xr_time) for side in SIDES)
        except HeadsetLostError:
            return None
        return Looked(t_s, head, head_tracked, left, right)

    def vibrate(self, side: Side, for_s: float, amplitude: float) -> None:
        """A buzz in one hand, amplitude 0..1; nothing where that hand has nothing that buzzes, or out of focus."""
        if self.focused and not self.over:
            self.may_fail(self._hands.actions.vibrate, side, for_s, min(1.0, max(0.0, amplitude)))

    # --- the room -----------------------------------------------------------------------------------------------

    def recentre(self, eye_height_m: float | None = None) -> bool:
        """Puts the room's origin on the floor below the head, -Z where the head faces. `eye_height_m` says how high
        the eyes are now, where the runtime's floor is not to be trusted or `floor` is "assumed".

        False, and nothing moved, where the head is not seen or looks straight up or down. Listeners get "recentred".
        """
        if self.over:
            return False
        try:
            xr_time = self.xr_time(time.monotonic())
            self.room_from_space(xr_time)  # what the runtime has announced comes first
            found = self.call(xr.locate_space, self._view, self.space, xr_time)
        except HeadsetLostError:
            return False
        if int(found.location_flags) & VALID != VALID:
            return False
        moved = self._standing.recentre(rigid(found.pose), eye_height_m)
        if moved is not None:
            self.tell("recentred", "The room begins where you are.", room_from_previous=moved)
        return moved is not None

    # --- pictures -----------------------------------------------------------------------------------------------

    def swapchain(self, size: tuple[int, int] | None = None, samples: int = 1) -> Swapchain:
        """Pictures for one eye; `size` None for the recommended. Raises HeadsetLostError, NotCapableError."""
        if self.headless:
            raise NotCapableError("This session was opened without pictures.")
        return Swapchain(self, size or self.display.eye_size, samples)

    def wait_frame(self) -> Frame | None:
        """Waits until the next picture is due: this paces the loop. None, at once, where no frames run (headless, not
        begun yet, stopped, lost): then whoever asks paces by another clock.
        """
        if self.headless or not self.running or self.over:
            return None
        try:
            return self._frames.wait()
        except HeadsetLostError:
            return None

    def begin_frame(self, frame: Frame) -> bool:
        """False where the session has stopped since: this frame is not to be drawn, nor ended."""
        if not self.running or self.over:
            return False
        try:
            self._frames.begin(frame)
        except HeadsetLostError:
            return False
        return True

    def views(self, frame: Frame) -> tuple[View, View] | None:
        """Left and right eye when this frame is shown; None where the head is not known: show nothing."""
        if self.over:
            return None
        try:
            return self._frames.views(frame, self.space, self.room_from_space(frame.xr_time))
        except HeadsetLostError:
            return None

    def end_frame(self, frame: Frame, eyes: Sequence[tuple[View, Swapchain]] = ()) -> None:
        """Hands over what was drawn, left then right; () shows nothing."""
        if self.running and not self.over:
            with contextlib.suppress(HeadsetLostError):
                self._frames.end(frame, eyes, self.space)

    # --- beginning and ending -----------------------------------------------------------------------------------

    def reach_focus(self, within_s: float = 5.0) -> bool:
        """Runs (empty) frames until the player sees and drives us; False where that does not come about in time."""
        end = time.monotonic() + within_s
        while not self.over and time.monotonic() < end:
            self.poll()
            if self.focused:
                return True
            if self.wait_frame() is None:
                time.sleep(0.002)
        return False

    def leave(self, within_s: float = 2.0) -> bool:
        """Asks the runtime to let us go, and runs empty frames until it has (`ended`); close() all the same."""
        if not self.running or self.over:
            return self.ended
        with contextlib.suppress(HeadsetLostError):
            self.call(xr.request_exit_session, self.handle)
        end = time.monotonic() + within_s
        while not self.over and time.monotonic() < end:
            self.poll()
            if self.wait_frame() is None:
                time.sleep(0.002)
        return self.ended

    def close(self) -> None:
        """Gives everything back; may be called twice, and whatever has happened."""
        if self._closed:
            return
        self._closed = True
        self._hands.close()
        self.let_go(xr.destroy_session, self.handle)
        self._runtime.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- for this package's own modules -------------------------------------------------------------------------

    @property
    def over(self) -> bool:
        """Lost, ended or closed: nothing is asked of the runtime any more."""
        return self.lost is not None or self.ended or self._closed

    def call(self, function: Callable[..., Any], *arguments: object) -> Any:
        """An OpenXR function; an error that leaves no session to go on with becomes `lost` and HeadsetLostError."""
        if self.lost is not None:
            raise HeadsetLostError(self.lost)
        try:
            return function(*arguments)
        except _GONE as error:
            self.lose(_LOST)
            raise HeadsetLostError(_LOST) from error
        except xr.exception.ErrorResult as error:
            say = f"The headset's runtime refused what it should not ({type(error).__name__.removesuffix('Error')})."
            self.lose(say)
            raise HeadsetLostError(say) from error
        finally:
            if self._graphics is not None:
                self._graphics.keep()

    def may_fail(self, function: Callable[..., None], *arguments: object) -> bool:
        """A function that a session can do without; whether it succeeded."""

        def tried() -> bool:
            try:
                function(*arguments)
            except _GONE:
                raise
            except xr.exception.ErrorResult:
                return False
            return True

        try:
            return bool(self.call(tried))
        except HeadsetLostError:
            return False

    def locate(self, space: xr.Space, xr_time: int) -> tuple[Rigid | None, bool]:
        """Where a space is in the room, None where that is not known; and whether it is seen rather than inferred."""
        found = self.call(xr.locate_space, space, self.space, xr_time)
        flags = int(found.location_flags)
        if flags & VALID != VALID:
            return None, False
        return compose(self.room_from_space(xr_time), rigid(found.pose)), bool(flags & _TRACKED)

    @property
    def space(self) -> xr.Space:
        return self._standing.space

    def room_from_space(self, xr_time: int) -> Rigid:
        moved: Rigid = self.call(self._standing.at, xr_time)
        return moved

    def let_go(self, function: Callable[..., Any], *arguments: object) -> None:
        """A function that destroys: what is gone already is as good as destroyed."""
        with contextlib.suppress(xr.exception.XrException):
            function(*arguments)

    def lose(self, say: str) -> None:
        if self.lost is None:
            self.lost, self.running = say, False
            self._frames.forget()
            self.tell("lost", say)

    def stop(self) -> None:
        """The runtime set us aside."""
        self.running = False
        self._frames.forget()
        self.call(xr.end_session, self.handle)

    def space_changed(self, event: ctypes.Structure) -> None:
        self._standing.expect(event)

    def tell(
        self, kind: NoticeKind, say: str, side: Side | None = None, room_from_previous: Rigid | None = None
    ) -> None:
        self.deliver(Notice(time.monotonic(), kind, say, side, room_from_previous))

    def deliver(self, what: Notice | Press) -> None:
        for inbox in self._inboxes:
            inbox.put(what)

    def seconds(self, xr_time: int) -> float:
        return float(self.call(self._clock.seconds, xr_time))

    def xr_time(self, t_s: float) -> int:
        return int(self.call(self._clock.xr_time, t_s))
