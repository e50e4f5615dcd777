"""An evening with a headset: one session for source and renderer, opened again when lost; a camera on the screen."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from threading import Thread
from typing import TYPE_CHECKING, Protocol

from exercises.pose import Joint, Pose
from game.openxr import HeadsetError, find_headset, open_session
from game.tracking.source import CameraError, Learner, Notice

if TYPE_CHECKING:
    import numpy as np

    from game.drawlist import DrawList
    from game.intents import Intent
    from game.openxr.session import Session
    from game.render.canvas import Mirror, NoScreen
    from game.render.headset import HeadsetRenderer
    from game.tracking.fused import Fused
    from game.tracking.headset import Headset

REOPEN_S = 5.0  # between two attempts to find a lost headset again
_NO_PICTURES = "The headset is back, but shows no pictures any more."


class Gear:
    """The one session, and the canvas it is drawn with where it is drawn at all (`pictures`). As a Renderer it is the
    headset's, whichever session that has now; without pictures it is none.

    window    whether there is a screen for a window beside it: SDL would open one without, that nobody sees
    undrawn   why a headset that came back is not drawn in any more; "": nothing is wrong with it
    Raises HeadsetError, RenderError; the first before anything is opened on the screen.
    """

    def __init__(self, pictures: bool, window: bool = True) -> None:
        self._canvas: Mirror | NoScreen | None = None
        self._renderer: HeadsetRenderer | None = None
        self.undrawn = ""
        if pictures:
            from game.render.canvas import open_canvas

            find_headset()  # where there is none, no window is opened to say so

            self._canvas = open_canvas(None if window else False)
        try:
            self.session = self._open()
        except BaseException:
            if self._canvas is not None:
                self._canvas.close()
            raise

    def _open(self) -> Session:
        session = open_session(graphics=self._canvas is not None)
        if self._canvas is not None:
            from game.render.headset import HeadsetRenderer

            try:
                self._renderer = HeadsetRenderer(session, self._canvas)
            except BaseException:
                session.close()
                raise
        return session

    def reopen(self) -> Session | None:
        """Another session after a lost one; None where there is still none. One that cannot be drawn in (`undrawn`) is
        not tried again: the window has the evening.
        """
        from game.render.renderer import RenderError

        if self.undrawn:
            return None
        if self._renderer is not None:
            self._renderer.close()
        self.session.close()
        try:
            self.session = self._open()
        except HeadsetError:
            return None
        except RenderError as error:
            self.undrawn = f"{_NO_PICTURES} ({error})"
            return None
        return self.session

    @property
    def words(self) -> str:
        """What a report calls it."""
        return f"headset {self.session.headset} by {self.session.runtime}"

    @property
    def on_a_screen_too(self) -> bool:
        """Whether there is a window beside it: for the questions before it is put on, and for whoever helps."""
        return self._canvas is not None and self._canvas.window is not None

    def on_screen(self, wanted: bool) -> None:
        """Whether the window shows the evening as a window does, and not what is seen in the headset."""
        if self._renderer is not None:
            self._renderer.on_screen = wanted

    # --- a Renderer

    @property
    def _drawing(self) -> HeadsetRenderer:
        assert self._renderer is not None, "this headset was opened without pictures"
        return self._renderer

    @property
    def software(self) -> bool:
        return self._drawing.software

    def wait(self) -> float:
        return self._drawing.wait()

    def show(self, before: DrawList, after: DrawList, alpha: float) -> None:
        self._drawing.show(before, after, alpha)

    def intents(self) -> tuple[Intent, ...]:
        return self._drawing.intents()

    def picture(self) -> np.ndarray | None:
        return self._drawing.picture()

    def still(self, drawlist: DrawList, width: int, height: int) -> np.ndarray:
        return self._drawing.still(drawlist, width, height)

    def close(self) -> None:
        """The pictures, the session, and last the OpenGL that the session draws with."""
        if self._renderer is not None:
            self._renderer.close()
        self.session.leave()
        self.session.close()
        if self._canvas is not None:
            self._canvas.close()


Aside = Callable[[Callable[[], "tuple[Learner, float]"]], "Future[tuple[Learner, float]]"]


def in_a_thread(work: Callable[[], tuple[Learner, float]]) -> Future[tuple[Learner, float]]:
    """Done beside the loop: a pose model takes seconds to load. A thread that hangs in a driver keeps nobody."""
    done: Future[tuple[Learner, float]] = Future()

    def run() -> None:
        try:
            found = work()
        except Exception as error:  # whatever it is, result() raises it again where somebody listens
            done.set_exception(error)
        else:
            done.set_result(found)

    Thread(target=run, name="opens the camera", daemon=True).start()
    return done


class Shown(Protocol):
    """What is asked of the show: whose poses it needs, and what it wants of the room."""

    @property
    def tracked_by(self) -> str: ...
    @property
    def watching(self) -> bool: ...
    @property
    def recentred(self) -> int: ...


class Worn:
    """A live PoseSource: the headset while it is on the head, the camera while the evening is on the screen.

    fused         headset and camera as one, where both are used at once
    open_camera   opens the camera when it is first needed, in a thread (`aside`): the loop goes on meanwhile. None:
                  there is none, or the fused source has it
    A headset that lies in somebody's hands says nothing. It is asked for again every few seconds after it was lost.
    Poses are stamped by one clock, whoever gave them.
    """

    lockstep = False
    ended = False  # what is lost may come back; the show knows when to stop waiting

    def __init__(
        self,
        show: Shown,
        gear: Gear,
        headset: Headset,
        fused: Fused | None,
        open_camera: Callable[[], Learner] | None,
        *,
        clock: Callable[[], float] = time.monotonic,
        aside: Aside = in_a_thread,
    ) -> None:
        source: Headset | Fused = headset if fused is None else fused
        self.provides: frozenset[Joint] = source.provides
        self._show, self._gear, self._source, self._headset, self._fused = show, gear, source, headset, fused
        self._own_camera = None if fused is None else fused.camera
        self._open_camera, self._camera, self._camera_late_s = open_camera, self._own_camera, 0.0
        self._clock, self._aside = clock, aside
        self._opening: Future[tuple[Learner, float]] | None = None
        self._began = clock()
        self._recentred = 0
        self._reopened_s = -REOPEN_S
        self._was_focused = False
        self._worn_s = 0.0  # when the headset was last gone by: what the camera saw before was seen for nobody
        self._sought_s, self._missed = -REOPEN_S, False  # when a camera was last to be opened; it was not there
        self._told: tuple[Notice, ...] = ()

    @property
    def looks(self) -> float:
        """Pictures a second in which a camera sought the body; 0 where none did."""
        return float(getattr(self._camera, "looks", 0.0))

    @property
    def summary(self) -> str:
        """How headset and camera went together, in a line; "" where one of them was alone from the start."""
        return "" if self._fused is None else self._fused.summary

    @property
    def _wearing(self) -> bool:
        return self._show.tracked_by == "headset"

    def poll(self) -> tuple[Pose, ...]:
        self._obey()
        self._mend()
        self._gear.on_screen(not self._wearing)
        if self._wearing:
            self._worn_s = self._clock() - self._began
            poses = self._source.poll()
            self._was_focused = self._was_focused or self._gear.session.focused
            return poses if self._was_focused else ()
        self._headset.poll()  # its session must go on being asked, or it takes us for dead
        self._find_camera()
        if self._camera is None:
            return ()
        poses = (replace(pose, t_s=pose.t_s + self._camera_late_s) for pose in self._camera.poll())
        return tuple(pose for pose in poses if pose.t_s >= self._worn_s)

    def notices(self) -> tuple[Notice, ...]:
        told, self._told = self._told, ()
        if self._wearing:
            return (*told, *self._source.notices())
        self._headset.notices()  # nobody wears it
        return (*told, *(self._camera.notices() if self._camera is not None else ()))

    def _find_camera(self) -> None:
        """Opens the camera when the screen first needs it. One that has gone meanwhile is told of and sought again: it
        must not end an evening that had its first half in the headset.
        """
        if self._camera is not None or self._open_camera is None:
            return
        now_s = self._clock()
        if self._opening is None and self._show.watching and now_s - self._sought_s >= REOPEN_S:
            self._sought_s = now_s
            self._opening = self._aside(self._opened)
        if self._opening is None or not self._opening.done():
            return
        opening, self._opening = self._opening, None
        try:
            self._camera, began_s = opening.result()
        except CameraError as error:
            if not self._missed:
                self._told += (Notice(now_s - self._began, "camera_lost", f"{error}"),)
            self._missed = True
            return
        self._camera_late_s = began_s - self._began
        if self._missed:
            self._told += (Notice(now_s - self._began, "camera_found", "The camera is there."),)

    def _opened(self) -> tuple[Learner, float]:
        """The camera, and when its own clock began."""
        assert self._open_camera is not None
        return self._open_camera(), self._clock()

    def _obey(self) -> None:
        """The room begins anew where the head is, when the show has asked for it."""
        if self._show.recentred == self._recentred:
            return
        self._recentred = self._show.recentred
        self._headset.recentre()

    def _mend(self) -> None:
        """Look for a headset that was lost, now and then."""
        if self._gear.session.lost is None or not self._wearing or self._clock() - self._reopened_s < REOPEN_S:
            return
        self._reopened_s = self._clock()
        was = self._gear.undrawn
        session = self._gear.reopen()
        if session is not None:
            self._headset.adopt(session)
        elif self._gear.undrawn != was:
            self._told += (Notice(self._reopened_s - self._began, "headset_lost", self._gear.undrawn),)

    def freeze(self) -> None:
        self._used.freeze()

    def thaw(self) -> None:
        self._used.thaw()

    @property
    def _used(self) -> Learner:
        return self._source if self._wearing or self._camera is None else self._camera

    def close(self) -> None:
        """Both sources; the session stays whose it is."""
        self._source.close()
        if self._opening is not None:  # it may come yet, and is let go by whoever brings it
            self._opening.add_done_callback(_let_go)
        if self._camera is not None and self._camera is not self._own_camera:
            self._camera.close()


def _let_go(opened: Future[tuple[Learner, float]]) -> None:
    if opened.exception() is None:
        opened.result()[0].close()
