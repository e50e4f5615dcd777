"""Both eyes' pictures of whole evenings in a headset, one with each game: `python -m game.gallery OUT --headset`.

The runtime gives its eyes (their field and how far they are apart) and takes the pictures; head and hands are those of
a mover whose angles are known, so that the pictures are the same wherever the headset lies.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from exercises import synthetic
from exercises.definition import Exercise
from exercises.headset import headset_allows
from exercises.pose import Joint, Pose, Rigid
from game import library
from game.drawlist import DrawList
from game.minigames.interface import fits
from game.openxr import HeadsetError, open_session
from game.openxr.data import SIDES, Frame, Hand, Looked, Side, View
from game.openxr.room import compose, inverse, quaternion
from game.pictures import write_png
from game.render.canvas import Mirror, NoScreen, open_canvas
from game.render.headset import HeadsetRenderer
from game.scenes.moments import worn_by, worn_moments
from game.scenes.wearing import hands_low
from game.tracking.placement import placement

if TYPE_CHECKING:
    from game.minigames.interface import MiniGame
    from game.openxr.session import Session

SIDE = 960  # pixels of an eye
_PALM_M = 0.08  # from the wrist to where a hand holds
_FRAMES, _WITHIN_S = 2, 20.0


class Played:
    """The session with a wearer who is played: a Session in all but head and hands."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.pose: Pose | None = None

    def __getattr__(self, name: str) -> object:
        return getattr(self._session, name)

    def look(self, t_s: float | None = None) -> Looked | None:
        pose = self.pose
        if pose is None:
            return self._session.look(t_s)
        left, right = (_hand(pose, side) for side in SIDES)
        return Looked(time.monotonic() if t_s is None else t_s, pose.head, pose.head is not None, left, right)

    def views(self, frame: Frame) -> tuple[View, View] | None:
        eyes, real = self._session.views(frame), self._session.look(frame.t_s)
        head = None if self.pose is None else self.pose.head
        if eyes is None or real is None or real.head is None or head is None:
            return eyes
        moved = compose(head, inverse(real.head))
        left, right = (replace(eye, pose=compose(moved, eye.pose)) for eye in eyes)
        return (left, right)


def _hand(pose: Pose, side: Side) -> Hand:
    """A hand held as the forearm goes, its thumb up."""
    wrist, elbow = (pose.points[Joint[f"{side}_{name}"]] for name in ("wrist", "elbow"))
    held = pose.left_hand if side == "left" else pose.right_hand
    if held is None or not np.isfinite([*wrist, *elbow]).all():
        return Hand()
    along = (wrist - elbow) / np.linalg.norm(wrist - elbow)
    ahead = np.array([0.0, 0.0, -1.0]) if abs(along[1]) > 0.7 else np.array([0.0, 1.0, 0.0])
    thumb = ahead - along * (ahead @ along)
    thumb = thumb / np.linalg.norm(thumb)
    at = wrist + _PALM_M * along
    grip = Rigid(at, quaternion(np.stack([np.cross(along, thumb), -along, -thumb], axis=1)))
    aim = Rigid(at, quaternion(np.stack([np.cross(along, thumb), thumb, -along], axis=1)))
    return Hand(grip, aim, tracked=True, active=True)


def game_exercises() -> Iterator[tuple[str, Callable[[], MiniGame], Exercise]]:
    """Each game that can be played in a headset, with the exercise that leads it there: the first whose signal the
    fewest games take, so that each is seen at what is its own, of those that begin with the hands low: the seat is
    taken like that.
    """
    catalogue, games = library.exercises(), library.games()
    known = [catalogue[id] for id in synthetic.PEAKS_DEG if id in catalogue and _begins_low(id)]
    takers = Counter(signal for make in games.values() for signal in make().takes)
    for name, make in games.items():
        worn = [each for each in known if headset_allows(each) is None and fits(make(), each) is None]
        if worn:
            yield name, make, min(worn, key=lambda each: takers[each.signal])


def _begins_low(id: str) -> bool:
    return hands_low(worn_by(synthetic.mover(id, (synthetic.PEAKS_DEG[id],), lead_s=1.0))[0])


def pairs(game: str = "", seed: int = 7, side: int = SIDE) -> Iterator[tuple[str, np.ndarray]]:
    """(name, (H, 2W, 3) picture) of every moment that a wearer sees in an evening with each game, or with one.

    Raises HeadsetError where there is no runtime or no headset, RenderError without OpenGL.
    """
    canvas = open_canvas(window=False)
    try:
        with open_session(graphics=True) as session:
            if not session.reach_focus(_WITHIN_S):
                raise HeadsetError("The headset was found, but does not show anything: put it on, or wake it.")
            played = Played(session)
            for name, make, exercise in game_exercises():
                if game in ("", name):
                    yield from _evening(name, played, canvas, make, exercise, seed, side)
    finally:
        canvas.close()


def _evening(
    name: str,
    played: Played,
    canvas: Mirror | NoScreen,
    make: Callable[[], MiniGame],
    exercise: Exercise,
    seed: int,
    side: int,
) -> Iterator[tuple[str, np.ndarray]]:
    renderer = HeadsetRenderer(cast("Session", played), canvas, (side, side))
    try:
        for moment, drawn, played.pose in worn_moments(exercise, lambda _: make(), placement, seed=seed):
            yield f"{name}-{moment}", _shown(renderer, drawn)
    finally:
        renderer.close()


def _shown(renderer: HeadsetRenderer, drawn: DrawList) -> np.ndarray:
    """Both eyes' pictures of a list, which a runtime takes when it likes."""
    end, before = time.monotonic() + _WITHIN_S, renderer.drawn
    while renderer.drawn < before + _FRAMES:
        if renderer.lost is not None or time.monotonic() > end:
            raise HeadsetError(renderer.lost or "The headset takes no pictures: is it worn, and in front?")
        renderer.intents()
        renderer.wait()
        renderer.show(drawn, drawn, 1.0)
    picture = renderer.picture()
    assert picture is not None
    return picture


def write_pairs(out: Path, game: str = "", seed: int = 7) -> list[np.ndarray]:
    """Writes each pair to the folder `out`; the pictures, for a contact sheet. Raises as `pairs`, and OSError."""
    pictures = []
    for name, picture in pairs(game, seed):
        write_png(picture, out / f"headset-{name}.png")
        pictures.append(picture)
    return pictures
