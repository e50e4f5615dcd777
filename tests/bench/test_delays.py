"""What the bench of delays reckons with, on times whose answer is known."""

from __future__ import annotations

import time
from collections import deque
from types import SimpleNamespace

import pytest
from latency import Delays

from exercises.pose import unseen


def test_a_pose_is_judged_with_its_tick_and_drawn_with_the_first_frame_after_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = {"s": 0.0}
    monkeypatch.setattr(time, "monotonic", lambda: now["s"])
    source = SimpleNamespace(taken=deque([(0.4, 0.6), (0.5, 0.6), (10.0, 10.06)]))  # (captured, handed on)
    show = SimpleNamespace(scene="play")
    delays = Delays(source, show, since_s=2.0)  # type: ignore[arg-type]
    pose = unseen(0.0)
    now["s"] = 10.07
    delays.judged(0, (pose, pose), (), ())  # one was from before the session, the next too early to count
    source.taken.append((10.03, 10.09))
    now["s"] = 10.10
    delays.judged(1, (pose,), (), ())
    now["s"] = 10.13
    delays.drawn(show, 2)
    now["s"] = 10.20
    delays.drawn(show, 3)  # nothing new is in this one
    assert not source.taken
    first, second = delays.rows
    assert first[0] == second[0] == "play"
    assert first[1:] == pytest.approx((0.06, 0.07, 0.13))
    assert second[1:] == pytest.approx((0.06, 0.07, 0.10))


def test_what_is_asked_between_sets_does_not_count() -> None:
    source = SimpleNamespace(taken=deque([(10.0, 10.06)]))
    delays = Delays(source, SimpleNamespace(scene="rest"), since_s=2.0)  # type: ignore[arg-type]
    delays.judged(0, (unseen(0.0),), (), ())
    delays.drawn(None, 1)
    assert delays.rows == []
