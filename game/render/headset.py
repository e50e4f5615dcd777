"""The headset as a Renderer: both eyes at the moment they are seen, panels that hang in the room, hands that point.

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
from game.drawlist import COLOURS, DrawList, Line, Panel, button_rects
from game.intents import Intent
from game.openxr.data import SIDES, Frame, Hand, Inbox, Looked, Side
from game.openxr.data import View as EyeView
from game.render.buzz import Buzz
from game.render.canvas import Mirror, NoScreen
from game.render.chains import Chains
from game.render.eyes import TRAY_EDGE, Board, Ray, eye_view, ray_of, ray_through
from game.render.hands import OwnHand, hand_at, own_hands
from game.render.keys import Focus
from game.render.pacing import Pacing
from game.render.rates import Rates
from game.render.seat import from_seat
from game.render.stereo import StereoPainter
from game.render.touch import HOVERS_M, Felt, Touch, near
from game.render.view import View

if TYPE_CHECKING:
    from game.openxr.session import Session

LEAST_SIDE = 640  # pixels of an eye: with fewer no sentence could be read; a runtime without a display asks for 320
UNPACED_FPS = 60.0  # while the runtime shows no frames
LAP_M = 0.42  # below the eyes: hands lower than this rest (thighs are 0.55 m below the eyes of somebody who sits)
EYE_HEIGHT_M = 1.2  # of somebody who sits, until the headset has said better
_LOW_EYE_M, _HIGH_EYE_M = 0.7, 1.9
_MIRROR_EVERY_S = 1 / 30
_SOFTWARE_MIRROR_EVERY = 3  # frames
_POINT_MOVED = 0.003  # shares of the board: a hand that points is told again when it has moved so far
_SETTLES = 0.1  # of each frame's share in the mean lead
_TICKS_A_SECOND = 60.0


class HeadsetRenderer:
    """A Renderer in one OpenXR session, which stays whose it is: `close` gives back only what was made here.

    Whoever opened them closes them in the other order: renderer, session, canvas.

    eye_size  pixels of each eye's picture; None: what the headset recommends
    lost      None, or why the headset shows nothing any more. The loop goes on: a window then is the game's own,
              without one nothing is drawn.
    on_screen True: the window shows the game as a window does, whatever the headset shows (before it is put on)
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
        self._inbox: Inbox = session.inbox()
        self._pacing = Pacing()
        self._rates = Rates(session.display.rates_hz, self.software)
        if (rate := self._rates.wanted) is not None:
            session.display.ask_rate(rate)
        self._focus = Focus()
        self._frame: Frame | None = None
        self._since = time.monotonic()
        self._lead_s: float | None = None
        self._late_s = 0.0
        self._board: Board | None = None
        self._seat_eye_m = EYE_HEIGHT_M  # what the goal hangs by, as long as the room stays where it is
        self._views: tuple[View, View] | None = None
        self._looked: Looked | None = None
        self._own: tuple[OwnHand, ...] = ()
        self._touch = Touch()
        self._buzz = Buzz(session)
        self._felt: Felt | None = None
        self._controllers = session.controllers
        self._bare = False  # hands without controllers: what is asked lies within their reach
        self._pointed: tuple[float, float] | None = None
        self._asking = False
        self._told = False  # something is asked, and it was told where hands point
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
        self._hear()
        after = self._attended(after)
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

    def _attended(self, drawlist: DrawList) -> DrawList:
        """What keys, clicks and triggers mean from now on; the board comes to a new height where none hung before."""
        asking = _asks(drawlist.panels)
        if asking and not self._asking and self._looked is not None and self._looked.head is not None:
            self._raise_board(float(self._looked.head.position[1]))
        self._asking = asking
        self._focus.seen(drawlist.panels)
        if self._pointed is not None and (self._felt is not None or "pointer" not in drawlist.notes):
            away = 0.0 if self._felt is None else min(max(self._felt.before_m / HOVERS_M, 0.0), 1.0)
            shown = " ".join(f"{value:.3f}" for value in (*self._pointed, away))
            drawlist = replace(drawlist, notes={**drawlist.notes, "pointer": shown})
        return drawlist if self._window is None else self._window.attended(drawlist)

    def _paint(self, drawlist: DrawList, eyes: tuple[EyeView, EyeView], frame: Frame) -> None:
        left, right = (eye_view(eye, self.eye_size[1]) for eye in eyes)
        self._views = (left, right)
        self._looked = self.session.look(frame.t_s)
        board = self._lay(self._place((left.eye + right.eye) / 2), drawlist.panels)
        self._own = own_hands(self._looked)
        if reaching := near(self._own, board):
            self._own = own_hands(self._looked, reaching)
        hands = {} if self._looked is None else _hands_of(self._looked)
        seen = from_seat(drawlist, self._seat_eye_m, hands)
        seen = replace(seen, lines=seen.lines + self._beams(drawlist.panels, board))
        self._painter.draw(seen, self._views, board, self._own)

    def _mirror(self) -> None:
        """Shows the left eye's picture in the window, now and then."""
        now = time.monotonic()
        due = self.drawn % _SOFTWARE_MIRROR_EVERY == 0 if self.software else now - self._mirrored_s >= _MIRROR_EVERY_S
        if due:
            self._mirrored_s = now
            self._canvas.mirror(self._painter.pictures[0].color_attachments[0])

    # --- where panels hang --------------------------------------------------------------------------------------

    def _hear(self) -> None:
        for notice in self._inbox.notices():
            if notice.kind == "recentred":
                self._board = None
            elif notice.kind == "controllers":
                self._controllers = self.session.controllers

    def _place(self, eye: np.ndarray) -> Board:
        """The board, hung once before the eyes as they then are; anew where the room has moved."""
        if self._board is None:
            self._seat_eye_m = _clamped(eye[1])
            self._board = Board(np.array([0.0, self._seat_eye_m, 0.0]))
        return self._board

    def _raise_board(self, eye_m: float) -> None:
        if self._board is not None and abs(_clamped(eye_m) - self._board.eye[1]) > 0.15:
            self._board = Board(np.array([0.0, _clamped(eye_m), 0.0]))

    def _lay(self, board: Board, panels: tuple[Panel, ...]) -> Board:
        """The board with its buttons on a tray, where hands without controllers are to touch them."""
        hands = () if self._looked is None else zip(self._looked.hands, self._controllers, strict=True)
        seen = [_is_bare(hand, held) for hand, held in hands if hand.active or hand.joints is not None]
        self._bare = any(seen) if seen else self._bare
        low = _low(panels) if self._bare else None
        if low != board.low:
            self._touch.forget()
            self._board = board = replace(board, low=low)
        return board

    # --- what is asked ------------------------------------------------------------------------------------------

    def intents(self) -> tuple[Intent, ...]:
        """What keys and clicks in the window, and the controllers, asked since the last call."""
        self.session.poll()
        found = list(self._window.intents()) if self._window is not None else []
        if self.lost is not None:
            return tuple(found)
        for press in self._inbox.presses():
            if not press.down:
                continue
            if press.button == "menu":
                found.append(Intent("pause"))
            elif (at := self._aimed(press.side)) is not None:
                found.append(self._answer(press.side, self._focus.click(at)))
        self._felt = self._touch.feel(self._own, self._board) if self._board is not None and self._board.low else None
        if self._felt is not None and self._felt.pressed and (chosen := self._focus.click(self._felt.at)).button:
            found.append(self._answer(self._felt.side, chosen))
        if (pointed := self._points()) is not None:
            found.append(pointed)
        return tuple(found)

    def _answer(self, side: Side, chosen: Intent) -> Intent:
        """A choice is felt in the hand that made it; the show lets it be heard."""
        if chosen.button is not None:
            self._buzz.chose(side)
        return chosen

    def _points(self) -> Intent | None:
        """Where a lifted hand points, as long as there is something to choose; told when it moved, when it left, and
        that none does as a question comes: who has not heard from us yet would go by the body's pose. A hand that
        rests in the lap says nothing by pointing, it must press: what it lies on is chance, and to rest on a button is
        to choose it.
        """
        first, self._told = self._asking and not self._told, self._asking
        lifted = [side for side in SIDES if self._asking and self._lifted(side)]
        at = next((at for side in lifted if (at := self._aimed(side)) is not None), None)
        if self._asking and self._felt is not None:  # a finger over a button says it more surely than a ray
            at = self._felt.at
        was = self._pointed
        if at is None:
            self._pointed = None
            return Intent("point") if first or was is not None else None
        if was is not None and max(abs(at[0] - was[0]), abs(at[1] - was[1])) < _POINT_MOVED:
            return None
        self._pointed = at
        return Intent("point", at=at)

    def _aimed(self, side: str) -> tuple[float, float] | None:
        """Where on the board a hand points, by its aim, or as its owner sees it before the board."""
        ray = self._ray(side)
        return None if ray is None or self._board is None else self._board.hit(ray)

    def _lifted(self, side: str) -> bool:
        if self._looked is None or self._looked.head is None:
            return False
        at = hand_at(self._hand(self._looked, side))
        return at is not None and bool(at[1] > self._looked.head.position[1] - LAP_M)

    @staticmethod
    def _hand(looked: Looked, side: str) -> Hand:
        return looked.left if side == "left" else looked.right

    def _ray(self, side: str) -> Ray | None:
        if self._looked is None:
            return None
        hand = self._hand(self._looked, side)
        if hand.aim is not None:
            return ray_of(hand.aim)
        at = hand_at(hand)
        if at is None or self._looked.head is None:
            return None
        along = at - self._looked.head.position
        far = float(np.linalg.norm(along))
        return Ray(at, along / far) if far > 0.2 else None

    def _beams(self, panels: tuple[Panel, ...], board: Board) -> tuple[Line, ...]:
        """From each hand that points at a panel with something to choose, a thin beam to where it points."""
        if not _asks(panels):
            return ()
        beams = []
        for side in SIDES:
            ray = self._ray(side)
            at = None if ray is None else board.hit(ray)
            if ray is not None and at is not None:
                ends = np.linspace(ray.at + 0.06 * ray.along, board.place(at), 8)
                beams.append(Line(f"beam-{side}", ends, COLOURS["amber"], 0.004, 0.5))
        return tuple(beams)

    def _board_from_window(self, at: tuple[float, float]) -> tuple[float, float] | None:
        """Which place of the board the therapist's mouse is on."""
        if self._views is None or self._board is None or not isinstance(self._canvas, Mirror):
            return None
        on_picture = self._canvas.on_picture(at, self.eye_size[0] / self.eye_size[1])
        return self._board.hit(ray_through(self._views[0], *on_picture))

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


def _clamped(eye_m: float) -> float:
    return float(np.clip(eye_m, _LOW_EYE_M, _HIGH_EYE_M))


def _hands_of(looked: Looked) -> dict[str, np.ndarray]:
    found = {side: hand_at(hand) for side, hand in zip(SIDES, looked.hands, strict=True)}
    return {side: at for side, at in found.items() if at is not None}


def _asks(panels: tuple[Panel, ...]) -> bool:
    return any(panel.buttons for panel in panels)


def _is_bare(hand: Hand, controller: str | None) -> bool:
    """A hand that is seen finger by finger and holds no controller: some runtimes call the hand itself one."""
    seen = hand.joints is not None and hand.joints.tracked
    return seen and (not hand.active or (controller or "").startswith("ext/hand"))


def _low(panels: tuple[Panel, ...]) -> tuple[float, float] | None:
    """From where to where (shares from the top) the buttons are; None where there are none."""
    rects = [rect for panel in panels for rect in button_rects(panel).values()]
    if not rects:
        return None
    return (min(rect[1] for rect in rects) - TRAY_EDGE, min(max(rect[3] for rect in rects) + TRAY_EDGE, 1.0))
