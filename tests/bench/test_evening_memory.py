"""Five minutes of play, as the bench of an hour plays them: every dropped tick is in the log, and nothing piles up."""

from __future__ import annotations

import evening_memory as bench
import pytest


@pytest.mark.slow
def test_five_minutes_keep_memory_flat_and_log_every_dropped_tick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "STALL_EVERY_S", 100.0)
    found = bench.played(5.0, ["lanterns", "orchard"], draws=False, trace=False, look_every_s=60.0)
    assert found.ticks == 5 * 3600
    assert found.dropped == pytest.approx(2 * (bench.STALL_S * 60 - 15 + 60 / bench.FRAMES_A_SECOND), abs=20)
    assert found.logged == found.dropped
    assert found.poses == pytest.approx(5 * 60 * bench.POSES_A_SECOND, rel=0.02)
    assert found.growth_mb < 30.0, "worlds, sounds and tables that are read on the way; an hour is the bench's affair"


def test_an_hour_has_every_game_in_turn_and_is_long_enough() -> None:
    asked = bench.hour(60.0, ["lanterns", "tide"]).prescriptions
    assert [one.game for one in asked[:4]] == ["lanterns", "tide", "lanterns", "tide"]
    assert len(asked) >= 30
