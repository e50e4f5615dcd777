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
    Button,
    Floor,
    Frame,
    Hand,
    Inbox,
    Looked,
    Notice,
    NoticeKind,
    Press,
    Side,
    State,
    View,
)
from game.openxr.errors import HeadsetError, HeadsetLostError, NotCapableError, TakenError
from game.openxr.events import Events
from game.openxr.frames import STEREO, Frames, rigid
from game.openxr.graphics import Graphics, Swapchain, current
from game.openxr.inputs import DOWN_AT, UP_AT, Actions, Fingers
from game.openxr.room import compose
from game.openxr.runtime import HEADLESS, REFRESH, Runtime
from game.openxr.standing import VALID, Standing

_GONE = (
    xr.exception.InstanceLostError,
    xr.exception.SessionLostError,
    xr.exception.SessionLossPending,
    xr.exception.RuntimeFailureError,
)
_LOST = "The headset has stopped answering: its runtime or its connection ended."
_TRACKED = int(xr.SpaceLocationFlags.POSITION_TRACKED_BIT)
_BUTTONS: tuple[Button, ...] = ("trigger", "squeeze", "menu")


class Session:
    """See `game.openxr.open_session`.

    runtime, headset   what they call themselves
    headless           no pictures: `wait_frame` gives None at once
    opaque             the player sees nothing of the room (all but see-through glasses)
    state              where the session stands; running, visible, focused follow from it; states: all it went through
    lost               None, or the sentence that says what happened; ended: the player closed us in the headset
    floor              what the room's floor rests on; "assumed": the runtime knows none, see `recentre`
    suggested          of each kind of controller "accepted", or why not
    eye_size           recommended (width, height) of each eye's picture, pixels; eye_samples likewise
    """

    def __init__(
        self, graphics: bool, floor: Floor | None = None, profiles: Sequence[str] | None = None, name: str = "Upswing"
    ) -> None:
        self._graphics: Graphics | None = current() if graphics else None
        self.headless = not graphics
        self.state, self.lost, self.ended, self.running = State.idle, None, False, False
        self.states = [State.idle]
        self._inboxes: list[Inbox] = []
        self._down: set[tuple[Side, Button]] = set()
        self._values: dict[tuple[Side, Button], float] = {}
        self._awake: set[Side] = set()
        self._runtime = Runtime(name, self._graphics.needs if self._graphics else (HEADLESS,))
        with contextlib.ExitStack() as undo:
            undo.callback(self._runtime.close)
            self._clock = clock(self._runtime.instance)
            self.handle = self._create()
            undo.callback(self.let_go, xr.destroy_session, self.handle)
            self._standing = Standing(self.handle, self._runtime, floor, self.tell)
            self._view = xr.create_reference_space(self.handle, xr.ReferenceSpaceCreateInfo(xr.ReferenceSpaceType.VIEW))
            self._actions = Actions(self._runtime, self.handle, profiles)
            self._fingers = Fingers(self._runtime, self.handle)
            self._look_at_eyes()
            undo.pop_all()
        self._events = Events(self)
        self._frames = Frames(self, self._blend)
        self._closed = False

    def _create(self) -> xr.Session:
        wanted = xr.SessionCreateInfo(system_id=self._runtime.system_id)
        if self._graphics is not None:
            # asking is a duty before a session is made
            xr.get_opengl_graphics_requirements_khr(self._runtime.instance, self._runtime.system_id)
            wanted.next = self._graphics.binding
        try:
            return xr.create_session(self._runtime.instance, wanted)
        except xr.exception.LimitReachedError as error:
            raise TakenError("Another program holds the headset: close it, or its session, and begin again.") from error
        except (xr.exception.GraphicsDeviceInvalidError, xr.exception.GraphicsRequirementsCallMissingError) as error:
            raise NotCapableError(
                "The headset's runtime does not take this computer's OpenGL: let Upswing run on the graphics card that "
                "the headset is connected to."
            ) from error
        except xr.exception.XrException as error:
            raise HeadsetError(f"The headset was found, but would not begin: {error}") from error
        finally:
            if self._graphics is not None:
                self._graphics.keep()

    def _look_at_eyes(self) -> None:
        where = (self._runtime.instance, self._runtime.system_id, STEREO)
        blends = [xr.EnvironmentBlendMode(found) for found in xr.enumerate_environment_blend_modes(*where)]
        self._blend = next((mode for mode in blends if mode == xr.EnvironmentBlendMode.OPAQUE), blends[0])
        self.opaque = self._blend == xr.EnvironmentBlendMode.OPAQUE
        eye = xr.enumerate_view_configuration_views(*where)[0]
        self.eye_size = (int(eye.recommended_image_rect_width), int(eye.recommended_image_rect_height))
        self.eye_size_at_most = (int(eye.max_image_rect_width), int(eye.max_image_rect_height))
        self.eye_samples = int(eye.recommended_swapchain_sample_count)

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
    def floor(self) -> Floor:
        return self._standing.floor

    @property
    def suggested(self) -> dict[str, str]:
        return dict(self._actions.suggested)

    @property
    def tracks_hands(self) -> bool:
        """Whether this runtime sees hands finger by finger."""
        return self._fingers.offered

    @property
    def controllers(self) -> tuple[str | None, str | None]:
        """What is in the left and the right hand ("oculus/touch_controller"); None: nothing, or not known yet."""
        with contextlib.suppress(HeadsetLostError):
            return self.call(self._actions.controllers)
        return (None, None)

    # --- each turn of the loop ----------------------------------------------------------------------------------

    def inbox(self) -> Inbox:
        """Notices and presses from now on, for one listener."""
        self._inboxes.append(Inbox())
        return self._inboxes[-1]

    def poll(self) -> None:
        """What happened since the last call: states, notices, buttons. Once or more a turn; never waits."""
        if self._over:
            return
        with contextlib.suppress(HeadsetLostError):
            self._events.read()
            if self.focused:
                self.call(self._actions.sync)
                self._watch_hands()
            elif self._down:
                self._release_all()

    def look(self, t_s: float | None = None) -> Looked | None:
        """Head and hands at `t_s` (None: now). None once the headset is lost or closed. Never waits."""
        if self._over:
            return None
        t_s = time.monotonic() if t_s is None else t_s
        try:
            return self._look(t_s)
        except HeadsetLostError:
            return None

    def _look(self, t_s: float) -> Looked:
        xr_time = self.xr_time(t_s)
        head, head_tracked = self._locate(self._view, xr_time)
        left, right = (self._hand(side, xr_time) for side in SIDES)
        return Looked(t_s, head, head_tracked, left, right)

    def _hand(self, side: Side, xr_time: int) -> Hand:
        grip, tracked = self._locate(self._actions.spaces["grip", side], xr_time)
        aim, _ = self._locate(self._actions.spaces["aim", side], xr_time)
        room_from_space = self.call(self._standing.at, xr_time)
        joints = self.call(self._fingers.look, side, self._standing.space, xr_time, room_from_space)
        if not self.focused or side not in self._awake:
            return Hand(grip, aim, tracked, joints=joints)
        trigger, squeeze, menu = (self._values.get((side, button), 0.0) for button in _BUTTONS)
        return Hand(grip, aim, tracked, True, trigger, squeeze, menu > 0.5, joints)

    def _locate(self, space: xr.Space, xr_time: int) -> tuple[Rigid | None, bool]:
        found = self.call(xr.locate_space, space, self._standing.space, xr_time)
        flags = int(found.location_flags)
        if flags & VALID != VALID:
            return None, False
        return compose(self.call(self._standing.at, xr_time), rigid(found.pose)), bool(flags & _TRACKED)

    def _watch_hands(self) -> None:
        now = time.monotonic()
        for side in SIDES:
            awake = self.call(self._actions.active, side)
            if awake != (side in self._awake):
                (self._awake.add if awake else self._awake.discard)(side)
                kind: NoticeKind = "hand_found" if awake else "hand_lost"
                words = "is there" if awake else "is asleep or away"
                self.tell(kind, f"The {side} controller {words}.", side=side)
            for button in _BUTTONS:
                value = self._values[side, button] = self.call(self._actions.value, button, side)
                was = (side, button) in self._down
                down = value > (UP_AT if was else DOWN_AT)
                if down != was:
                    self._press(now, side, button, down)

    def _press(self, t_s: float, side: Side, button: Button, down: bool) -> None:
        (self._down.add if down else self._down.discard)((side, button))
        for inbox in self._inboxes:
            inbox.put(Press(t_s, side, button, down))

    def _release_all(self) -> None:
        now = time.monotonic()
        for side, button in sorted(self._down):
            self._press(now, side, button, False)

    def vibrate(self, side: Side, for_s: float, amplitude: float) -> None:
        """A buzz in one hand, amplitude 0..1; nothing where that hand has nothing that buzzes, or out of focus."""
        if self.focused and not self._over:
            with contextlib.suppress(HeadsetLostError):
                self.call(self._actions.vibrate, side, for_s, min(1.0, max(0.0, amplitude)))

    # --- the room -----------------------------------------------------------------------------------------------

    def recentre(self, eye_height_m: float | None = None) -> bool:
        """Puts the room's origin on the floor below the head, -Z where the head faces. `eye_height_m` says how high
        the eyes are now, where the runtime's floor is not to be trusted or `floor` is "assumed".

        False, and nothing moved, where the head is not seen or looks straight up or down. Listeners get "recentred".
        """
        if self._over:
            return False
        try:
            xr_time = self.xr_time(time.monotonic())
            self.call(self._standing.at, xr_time)
            found = self.call(xr.locate_space, self._view, self._standing.space, xr_time)
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
        return Swapchain(self, size or self.eye_size, samples)

    def wait_frame(self) -> Frame | None:
        """Waits until the next picture is due: this paces the loop. None, at once, where no frames run (headless, not
        begun yet, stopped, lost): then whoever asks paces by another clock.
        """
        if self.headless or not self.running or self._over:
            return None
        try:
            return self._frames.wait()
        except HeadsetLostError:
            return None

    def begin_frame(self, frame: Frame) -> bool:
        """False where the session has stopped since: this frame is not to be drawn, nor ended."""
        if not self.running or self._over:
            return False
        try:
            self._frames.begin(frame)
        except HeadsetLostError:
            return False
        return True

    def views(self, frame: Frame) -> tuple[View, View] | None:
        """Left and right eye when this frame is shown; None where the head is not known: show nothing."""
        if self._over:
            return None
        try:
            return self._frames.views(frame, self._standing.space, self.call(self._standing.at, frame.xr_time))
        except HeadsetLostError:
            return None

    def end_frame(self, frame: Frame, eyes: Sequence[tuple[View, Swapchain]] = ()) -> None:
        """Hands over what was drawn, left then right; () shows nothing."""
        if self.running and not self._over:
            with contextlib.suppress(HeadsetLostError):
                self._frames.end(frame, eyes, self._standing.space)

    @property
    def refresh_rates_hz(self) -> tuple[float, ...]:
        """What the display can do; () where the runtime does not say."""
        if not self._runtime.has(REFRESH) or self._over:
            return ()
        with contextlib.suppress(HeadsetLostError):
            return tuple(float(rate) for rate in self.call(xr.enumerate_display_refresh_rates_fb, self.handle))
        return ()

    @property
    def refresh_hz(self) -> float | None:
        """What the display does now; None where the runtime does not say."""
        if not self._runtime.has(REFRESH) or self._over:
            return None
        with contextlib.suppress(HeadsetLostError):
            found = self.call(xr.get_display_refresh_rate_fb, self.handle)
            return float(getattr(found, "value", found)) or None
        return None

    def ask_refresh(self, rate_hz: float) -> bool:
        """Asks for a rate; whether it was taken on. The notice "refresh" tells when it is there."""
        if rate_hz not in self.refresh_rates_hz:
            return False
        try:
            self.call(xr.request_display_refresh_rate_fb, self.handle, rate_hz)
        except (HeadsetLostError, xr.exception.DisplayRefreshRateUnsupportedFBError):
            return False
        return True

    # --- beginning and ending -----------------------------------------------------------------------------------

    def reach_focus(self, within_s: float = 5.0) -> bool:
        """Runs (empty) frames until the player sees and drives us; False where that does not come about in time."""
        end = time.monotonic() + within_s
        while not self._over and time.monotonic() < end:
            self.poll()
            if self.focused:
                return True
            if self.wait_frame() is None:
                time.sleep(0.002)
        return False

    def leave(self, within_s: float = 2.0) -> bool:
        """Asks the runtime to let us go, and runs empty frames until it has (`ended`); close() all the same."""
        if not self.running or self._over:
            return self.ended
        with contextlib.suppress(HeadsetLostError):
            self.call(xr.request_exit_session, self.handle)
        end = time.monotonic() + within_s
        while not self._over and time.monotonic() < end:
            self.poll()
            if self.wait_frame() is None:
                time.sleep(0.002)
        return self.ended

    def close(self) -> None:
        """Gives everything back; may be called twice, and whatever has happened."""
        if self._closed:
            return
        self._closed = True
        self.let_go(self._fingers.close)
        self.let_go(xr.destroy_session, self.handle)
        self._runtime.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- for this package's own modules -------------------------------------------------------------------------

    @property
    def _over(self) -> bool:
        return self.lost is not None or self.ended or self._closed

    def call(self, function: Callable[..., Any], *arguments: object) -> Any:
        """An OpenXR function; a runtime that is gone becomes `lost` and HeadsetLostError."""
        if self.lost is not None:
            raise HeadsetLostError(self.lost)
        try:
            return function(*arguments)
        except _GONE as error:
            self.lose(_LOST)
            raise HeadsetLostError(_LOST) from error
        finally:
            if self._graphics is not None:
                self._graphics.keep()

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
        notice = Notice(time.monotonic(), kind, say, side, room_from_previous)
        for inbox in self._inboxes:
            inbox.put(notice)

    def seconds(self, xr_time: int) -> float:
        return float(self.call(self._clock.seconds, xr_time))

    def xr_time(self, t_s: float) -> int:
        return int(self.call(self._clock.xr_time, t_s))
