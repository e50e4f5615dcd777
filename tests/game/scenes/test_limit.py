"""The limit is drawn beforehand, where it can be worked out by head, and met with words instead of a higher lift."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from evenings import exercise, lifts, play, prescribed, routine

from exercises.routine import Dose
from exercises.session import Plan
from game.intents import Intent
from game.scenes.limit import BAR_M, limit_lines
from game.scenes.show import Show


def plan(id: str, sides: str = "left", low: float | None = None, high: float | None = None) -> Plan:
    return Plan(exercise(id), sides, Dose(1, 3), limit_low_deg=low, limit_high_deg=high)  # type: ignore[arg-type]


def test_ninety_degrees_to_the_side_is_an_upright_bar_level_with_the_shoulder() -> None:
    (bar,) = limit_lines(plan("shoulder_abduction", high=90.0))
    ends = np.asarray(bar.points)
    middle = ends.mean(axis=0)
    assert middle[0] < -0.5  # the patient's left
    assert middle[1] == pytest.approx(1.39, abs=0.08)  # 0.818 of 1.70 m
    assert np.linalg.norm(ends[1] - ends[0]) == pytest.approx(BAR_M)
    assert abs(ends[1, 0] - ends[0, 0]) > abs(ends[1, 1] - ends[0, 1])  # the hand goes straight up there


def test_a_smaller_limit_lies_lower_and_either_side_has_its_own() -> None:
    heights = [np.asarray(limit_lines(plan("shoulder_flexion", high=deg))[0].points)[:, 1].mean() for deg in (60, 90)]
    assert heights[0] < heights[1]
    both = limit_lines(plan("shoulder_abduction", "both", high=70.0))
    assert [line.id for line in both] == ["limit-left", "limit-right"]
    assert np.asarray(both[0].points)[:, 0].mean() == pytest.approx(-np.asarray(both[1].points)[:, 0].mean())


def test_a_movement_towards_less_has_its_limit_below() -> None:
    assert len(limit_lines(plan("knee_extension", low=45.0))) == 1
    assert limit_lines(plan("knee_extension", high=95.0)) == limit_lines(plan("knee_extension"))


def test_without_a_limit_nothing_is_drawn() -> None:
    assert limit_lines(plan("shoulder_abduction")) == ()


def test_the_limit_stands_while_calibrating_and_near_it_words_ask_to_come_down() -> None:
    limited = replace(prescribed(), limit_high_deg=95.0)  # the mover goes to 95
    lines: list[str] = []
    said: set[str] = set()

    def look(show: Show, n: int) -> tuple[Intent, ...]:
        if show.scene == "calibrate" and n % 6 == 0:
            drawn = show.draw()
            lines.append(" ".join(line.id for line in drawn.lines))
            said.update(panel.title for panel in drawn.panels)
        return ()

    play(routine(limited, demo=True), lifts(count=4), look, most_ticks=60 * 40)
    assert lines
    assert lines[0] == "limit-left"
    assert "High enough. Come down gently." in said
