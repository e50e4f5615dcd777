from __future__ import annotations

import pytest

from game.render.pacing import Pacing


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.mark.parametrize("late", [0.0, 0.04])
def test_one_late_frame_costs_no_frame_of_the_second(late: float) -> None:
    clock = Clock()
    pacing = Pacing(lambda: clock.now, clock.sleep)
    for n in range(30):
        pacing.wait(30)
        clock.now += late if n == 10 else 0.01  # the frame's own work
    pacing.wait(30)
    assert clock.now == pytest.approx(1.0)


def test_after_a_stall_frames_do_not_come_in_a_heap() -> None:
    clock = Clock()
    pacing = Pacing(lambda: clock.now, clock.sleep)
    pacing.wait(30)
    clock.now = 10.0
    at_once = 0
    while clock.now == 10.0:
        pacing.wait(30)
        at_once += 1
    assert at_once <= 4
    assert clock.now == pytest.approx(10 + 1 / 30, abs=1 / 30)
