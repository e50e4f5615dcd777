"""Who is followed: the nearest, then that same one."""

from __future__ import annotations

import numpy as np

from exercises import frames
from exercises.synthetic import body
from game.tracking.following import Facing, Glimpse, Watcher, around, closer_looks, is_same, nearest
from game.tracking.landmarks import Body, Box

PICTURE = np.zeros((480, 640, 3), np.uint8)


def person(x: float = 0.667, tall: float = 0.6, away: bool = False) -> Body:
    """Somebody standing with the trunk at `x` image heights from the left, `tall` image heights high."""
    room = body()
    points = (room - frames.hips(room)) * np.array([-1.0, 1.0, -1.0])
    image = np.stack([points[:, 0], -points[:, 1]], axis=-1) * tall / 1.7 + np.array([x, 0.5])
    seen = Body(points, image, np.ones(33))
    if away:
        return Body(frames.seen_from_behind(points), frames.mirrored(image), seen.confidence)
    return seen


class Room:
    """A finder over people who are known: gives those whose trunk lies in the box, at most `most`, in this order."""

    def __init__(self, *people: Body, most: int = 1) -> None:
        self.people, self.most, self.asked, self.forgot = people, most, [], 0

    def bodies(self, picture: np.ndarray, box: Box | None = None) -> tuple[Body, ...]:
        self.asked.append(box)
        height = picture.shape[0]
        inside = [
            p for p in self.people
            if box is None or box.left <= p.image[:, 0].mean() * height < box.right
        ]  # fmt: skip
        return tuple(inside[: self.most])

    def forget(self) -> None:
        self.forgot += 1

    def close(self) -> None:
        pass


def test_nearness_is_image_heights_per_metre() -> None:
    assert abs(person(tall=0.6).nearness - 0.6 / 1.7) < 1e-6
    assert nearest((person(tall=0.3), person(tall=0.6), person(tall=0.5))).nearness > 0.35
    assert nearest(()) is None


def test_the_nearest_is_chosen_and_kept() -> None:
    small, large = person(x=0.3, tall=0.3), person(x=0.9, tall=0.6)
    watcher = Watcher(Room(small, large, most=1), Room(small, large, most=2))
    first = watcher.look(PICTURE, 0.0, None, False)
    assert first is large
    even_larger = person(x=0.35, tall=0.75)
    watcher = Watcher(Room(even_larger, large, most=1), Room(even_larger, large, most=2))
    assert watcher.look(PICTURE, 0.1, Glimpse(0, 0.0, large), False) is large


def test_where_the_followed_one_was_is_searched_first() -> None:
    one = person(tall=0.3)
    room = Room(one)
    assert Watcher(room, Room(one, most=2)).look(PICTURE, 0.1, Glimpse(0, 0.0, one), False) is one
    box = room.asked[0]
    assert box is not None
    assert box.right - box.left < 300
    assert box == around(one, 640, 480)
    assert around(person(tall=0.9), 480, 480) == Box(0, 0, 480, 480)


def test_the_box_stays_while_the_body_is_well_inside_and_the_follower_looks_afresh_now_and_then() -> None:
    me = person(tall=0.4)
    room = Room(me, person(x=0.75, tall=0.4))
    watcher = Watcher(room, Room(me, most=2))
    for n in range(31):
        watcher.look(PICTURE, n / 30, Glimpse(n, n / 30, me), False)
    assert len(set(room.asked)) == 1
    assert room.forgot == 3  # at first, and after every 15 pictures
    nudged = Glimpse(31, 31 / 30, person(x=0.70, tall=0.4))
    watcher.look(PICTURE, 32 / 30, nudged, False)
    assert len(set(room.asked)) == 1
    watcher.look(PICTURE, 33 / 30, Glimpse(33, 33 / 30, person(x=1.0, tall=0.4)), False)
    assert len(set(room.asked)) == 2
    assert room.forgot == 4
    watcher.look(PICTURE, 2.0, Glimpse(34, 34 / 30, person(x=1.0, tall=0.4)), False)
    assert room.forgot >= 5  # a gap of most of a second


def test_somebody_else_is_never_the_followed_one() -> None:
    me, other = person(x=0.4), person(x=1.0)
    watcher = Watcher(Room(other), Room(other, most=2))
    assert watcher.look(PICTURE, 0.1, Glimpse(0, 0.0, me), False) is None
    assert not is_same(other, me, 0.1)
    assert is_same(other, me, 2.0)  # two seconds are enough for that step
    assert not is_same(person(x=0.4, tall=0.3), me, 2.0)  # but not to be twice as far away


def test_a_person_in_the_background_does_not_take_over_at_once() -> None:
    me, background = person(tall=0.6), person(tall=0.25)
    watcher = Watcher(Room(background), Room(background, most=2))
    assert watcher.look(PICTURE, 5.0, Glimpse(0, 0.0, me), False) is None
    assert watcher.look(PICTURE, 20.0, Glimpse(0, 0.0, me), False) is background
    back = Watcher(Room(me), Room(me, most=2))
    assert back.look(PICTURE, 5.0, Glimpse(0, 0.0, me), False) is me


def test_parts_are_searched_only_when_asked() -> None:
    class OnlyInParts(Room):
        def bodies(self, picture: np.ndarray, box: Box | None = None) -> tuple[Body, ...]:
            return super().bodies(picture, box) if box else ()

    far = person(x=0.667, tall=0.2)
    watcher = Watcher(OnlyInParts(far), OnlyInParts(far, most=2))
    assert watcher.look(PICTURE, 0.0, None, False) is None
    assert watcher.look(PICTURE, 0.0, None, True) is far
    for width, height in ((640, 480), (1920, 1080), (1080, 1920)):
        boxes = closer_looks(width, height)
        assert 2 <= len(boxes) <= 6
        assert all(0 <= b.left < b.right <= width and 0 <= b.top < b.bottom <= height for b in boxes)


def test_a_front_taken_for_a_back_is_undone_but_a_turned_patient_is_believed() -> None:
    facing = Facing()
    front, back = person(), person(away=True)
    assert facing.read(0.0, front) is front
    undone = facing.read(0.1, back)
    assert np.allclose(undone.points, front.points)
    assert np.allclose(undone.image, front.image)
    assert facing.read(3.05, back) is not back
    assert facing.read(3.2, back) is back
    assert facing.read(3.3, front) is front
    assert facing.read(3.4, back) is not back
