"""Which rate is asked for: the best that is held."""

from __future__ import annotations

from game.render.rates import Rates

OFFERED = (72.0, 80.0, 90.0, 120.0)


def play(rates: Rates, shown_hz: float, seconds: float, start_s: float = 0.0) -> list[float | None]:
    """Frames at `shown_hz`, one being due at the rate asked for; the rates that were changed to."""
    changed, n = [], 0
    while n / shown_hz < seconds:
        if rates.shown(start_s + n / shown_hz, 1 / (rates.wanted or shown_hz)):
            changed.append(rates.wanted)
        n += 1
    return changed


def test_the_best_rate_is_asked_for_first_and_kept_while_frames_come_in_time() -> None:
    rates = Rates(OFFERED, software=False)
    assert rates.wanted == 120
    assert play(rates, 120.0, 30.0) == []


def test_missed_frames_bring_the_next_lower_rate_until_it_is_held() -> None:
    rates = Rates(OFFERED, software=False)
    assert play(rates, 60.0, 4.0) == [90.0]  # every other frame of 120 a second comes late
    assert play(rates, 90.0, 20.0, 100.0) == []


def test_the_lowest_rate_is_kept_whatever_comes() -> None:
    rates = Rates((72.0, 90.0), software=False)
    assert play(rates, 20.0, 60.0) == [72.0]


def test_a_frame_missed_now_and_then_changes_nothing() -> None:
    rates = Rates(OFFERED, software=False)
    t = 0.0
    for n in range(2000):
        t += (2 if n % 50 == 0 else 1) / 120
        assert not rates.shown(t, 1 / 120)


def test_software_drawing_asks_for_the_lowest_that_is_comfortable() -> None:
    assert Rates((20.0, 60.0, 72.0, 90.0), software=True).wanted == 60
    assert Rates((20.0,), software=True).wanted == 20


def test_a_display_that_offers_no_choice_is_not_asked() -> None:
    rates = Rates((), software=False)
    assert rates.wanted is None
    assert play(rates, 30.0, 20.0) == []
