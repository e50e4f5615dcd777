"""The headset as a Renderer: both eyes at the moment they are seen; pointing.py has the board and the hands.

    canvas = open_canvas()                      # a window that mirrors one eye, or OpenGL without a screen
    session = open_session(graphics=True)       # game.openxr; it draws with the canvas
    renderer = HeadsetRenderer(session, canvas)

The draw list is the window's. The player's own figure is left out (seat.py), own hands are drawn where they are when
the picture is shown. Nothing here moves the player, and nothing is fixed to the head.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from game.blending import blend
from game.drawlist import DrawList
from game.intents import Intent
from game.openxr.data import Frame
from game.openxr.data import View as EyeView
from game.render.buzz import Buzz
from game.render.canvas import Mirror, NoScreen
from game.render.chains import Chains
from game.render.eyes import eye_view, ray_through
from game.render.gl import still
from game.render.pacing import Pacing
from game.render.pointing import Pointing
from game.render.rates import Rates
from game.render.seat import from_seat
from game.render.stereo import StereoPainter
from game.render.view import View

if TYPE_CHECKING:
    from game.openxr.session import Session

LEAST_SIDE = 640  # pixels of an eye: with fewer no sentence could be read; a runtime without a display asks for 320
UNPACED_FPS = 60.0  # while the runtime shows no frames
_MIRROR_EVERY_S = 1 / 30
_SOFTWARE_MIRROR_EVERY = 3  # frames
_SETTLES = 0.1  # of each frame's share in the mean lead
_TICKS_A_SECOND = 60.0


class HeadsetRenderer:
    """A Renderer in one OpenXR session, which stays whose it is: `close` gives back only what was made here.

    Whoever opened them closes them in the other order: renderer, session, canvas.

    eye_size  pixels of each eye's picture; None: what the headset recommends
    lost      None, or why the headset shows nothing any more. The loop goes on: a window then is the game's own,
              without one nothing is drawn.
    on_screen True: the window shows the game as a window does, whatever the headset shows (before it is put on)
    pointing  the board on which panels hang, and the hands that answer there
    drawn     how many pictures both eyes were shown
    work_s    seconds that the last frame took to draw, beside all waiting
    """

    def __init__(self, session: Session, canvas: Mirror | NoScreen, eye_size: tuple[int, int] | None = None) -> None:
        self.session, self._canvas = session, canvas
        self._window = canvas.window
        size = self._size = eye_size or _size(session)
        self._painter = StereoPainter(canvas.context, size)
        self._software = self._painter.software
        self._chains = Chains(session, canvas.context, size, self._painter.pictures)
        self._pacing = Pacing()
        self._rates = Rates(session.display.rates_hz, self.software)
        if (rate := self._rates.wanted) is not None:
            session.display.ask_rate(rate)
        self._frame: Frame | None = None
        self._since = time.monotonic()
        self._lead_s: float | None = None
        self._late_s = 0.0
        self._views: tuple[View, View] | None = None
        self._buzz = Buzz(session)
        self.pointing = Pointing(session, self._buzz)
        self._mirrored_s = 0.0
        self.drawn = 0
        self.work_s = 0.0
        self._closed = False
        self.on_screen = False

    @property
    def software(self) -> bool:
        return self._software

    @property
    def lost(self) -> str | None:
        if self.session.ended:
            return "The headset has closed the program."
        return self.session.lost

    @property
    def eye_size(self) -> tuple[int, int]:
        return self._size

    # --- the loop -----------------------------------------------------------------------------------------------

    def wait(self) -> float:
        """Waits until the next picture is due; the seconds since the last call. Where the headset shows none (not worn,
        lost) a clock paces instead.
        """
        if self.lost is not None and self._window is not None:
            return self._window.wait()
        self._frame = self.session.wait_frame()
        if self._frame is None:
            self._lead_s = None
            self._since = time.monotonic()
            return self._pacing.wait(UNPACED_FPS)
        now = time.monotonic()
        self._keep_time(self._frame, now)
        passed, self._since = now - self._since, now
        return passed

    def _keep_time(self, frame: Frame, now: float) -> None:
        """How much later than usual this frame is shown after it was waited for: the loop knows only when it woke."""
        lead = frame.t_s - now
        self._lead_s = lead if self._lead_s is None else self._lead_s + _SETTLES * (lead - self._lead_s)
        self._late_s = lead - self._lead_s
        if self._rates.shown(frame.t_s, frame.period_s) and (rate := self._rates.wanted) is not None:
            self.session.display.ask_rate(rate)

    def show(self, before: DrawList, after: DrawList, alpha: float) -> None:
        frame, self._frame = self._frame, None
        seen = self.lost is None and self._show_eyes(frame, before, after, alpha)
        if self._window is None:
            return
        if seen and not self.on_screen:
            self._window.view_from_window = self._board_from_window
            self._mirror()
        else:  # nobody looks through the headset, or the evening is still on the screen
            self._window.view_from_window = None
            self._window.show(before, after, alpha)

    def _show_eyes(self, frame: Frame | None, before: DrawList, after: DrawList, alpha: float) -> bool:
        """Whether both eyes were shown something."""
        after = self.pointing.attended(after)
        if self._window is not None:
            after = self._window.attended(after)
        if frame is None or not self.session.begin_frame(frame):
            return False
        began = time.monotonic()
        eyes = self.session.views(frame) if frame.render else None
        if eyes is None:
            self.session.end_frame(frame)
            return False
        self._paint(blend(before, after, alpha + self._late_s * _TICKS_A_SECOND), eyes, frame)
        shown = self._chains.hand_over(eyes)
        self.session.end_frame(frame, shown)
        self._buzz.show(after)
        self.drawn += 1
        self.work_s = time.monotonic() - began
        return bool(shown)

    def _paint(self, drawlist: DrawList, eyes: tuple[EyeView, EyeView], frame: Frame) -> None:
        left, right = (eye_view(eye, self.eye_size[1]) for eye in eyes)
        self._views = (left, right)
        pointing = self.pointing
        board = pointing.look(self.session.look(frame.t_s), (left.eye + right.eye) / 2, drawlist.panels)
        seen = from_seat(drawlist, pointing.seat_eye_m, pointing.hands)
        seen = replace(seen, lines=seen.lines + pointing.beams(drawlist.panels, board))
        self._painter.draw(seen, self._views, board, pointing.own)

    def _mirror(self) -> None:
        """Shows the left eye's picture in the window, now and then."""
        now = time.monotonic()
        due = self.drawn % _SOFTWARE_MIRROR_EVERY == 0 if self.software else now - self._mirrored_s >= _MIRROR_EVERY_S
        if due:
            self._mirrored_s = now
            self._canvas.mirror(self._painter.pictures[0].color_attachments[0])

    # --- what is asked ------------------------------------------------------------------------------------------

    def intents(self) -> tuple[Intent, ...]:
        """What keys and clicks in the window, and the hands, asked since the last call."""
        self.session.poll()
        found = self._window.intents() if self._window is not None else ()
        return tuple(found) if self.lost is not None else (*found, *self.pointing.intents())

    def _board_from_window(self, at: tuple[float, float]) -> tuple[float, float] | None:
        """Which place of the board the therapist's mouse is on."""
        board = self.pointing.board
        if self._views is None or board is None or not isinstance(self._canvas, Mirror):
            return None
        on_picture = self._canvas.on_picture(at, self.eye_size[0] / self.eye_size[1])
        return board.hit(ray_through(self._views[0], *on_picture))

    # --- pictures and the end -----------------------------------------------------------------------------------

    def picture(self) -> np.ndarray | None:
        """(H, 2W, 3) uint8: what both eyes were last shown, side by side."""
        if self.lost is not None and self._window is not None:
            return self._window.picture()
        return (
            None
            if self.drawn == 0 or self._closed
            else np.concatenate([self.eye_picture(0), self.eye_picture(1)], axis=1)
        )

    def eye_picture(self, eye: int) -> np.ndarray:
        """(H, W, 3) uint8: what the left (0) or the right (1) eye was last shown."""
        return self._painter.picture(eye)

    def still(self, drawlist: DrawList, width: int, height: int) -> np.ndarray:
        """(height, width, 3) uint8 of a list as a window shows it."""
        return still(self._canvas.context, drawlist, width, height)

    def close(self) -> None:
        """Gives back the swapchains and what was drawn with. After it the session may be closed, then the canvas."""
        if self._closed:
            return
        self._closed = True
        if self._window is not None:
            self._window.view_from_window = None
        self._chains.close()
        del self._painter, self._chains
        left = self._canvas.context.objects
        while left:
            if hasattr(thing := left.popleft(), "release"):  # else it was released before it was let go
                thing.release()


def _size(session: Session) -> tuple[int, int]:
    wide, tall = session.display.eye_size
    most_wide, most_tall = session.display.eye_size_at_most
    return (min(max(wide, LEAST_SIDE), most_wide), min(max(tall, LEAST_SIDE), most_tall))
