"""What the benches reckon with, on numbers whose answer is known; and that a bench without its data says so."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from real_data.figures import agreement, area_under_curve, left_out, peak_count
from real_data.page import ORDER, section, table, whole

BENCH = Path(__file__).parent


def test_agreement_of_a_shifted_series_is_its_shift() -> None:
    a = agreement([12.0, 22.0, 32.0, float("nan")], [10.0, 20.0, 30.0, 40.0])
    assert (a.n, a.bias, a.rmse, a.mae) == (3, 2.0, 2.0, 2.0)
    assert a.rmse_unbiased == pytest.approx(0.0)
    assert a.r == pytest.approx(1.0)


def test_area_under_curve_counts_pairs_and_halves_ties() -> None:
    positive = np.array([False, False, True, True])
    assert area_under_curve(np.array([1.0, 2.0, 3.0, 4.0]), positive) == 1.0
    assert area_under_curve(np.array([1.0, 3.0, 2.0, 4.0]), positive) == 0.75
    assert area_under_curve(np.ones(4), positive) == 0.5


def test_peaks_are_counted_through_small_ripple() -> None:
    t = np.linspace(0.0, 5.0, 500, endpoint=False)
    assert peak_count(50.0 - 50.0 * np.cos(2.0 * np.pi * t) + 5.0 * np.sin(40.0 * np.pi * t)) == 5
    assert peak_count(np.full(10, np.nan)) == 0


def test_the_left_out_group_is_not_learned_from() -> None:
    """A column that tells the classes apart the other way round in one group misleads there: nothing of it was seen."""
    rng = np.random.default_rng(0)
    group = np.repeat(np.arange(4), 50)
    positive = rng.random(200) < 0.5
    sense = np.where(group == 3, -1.0, 1.0)
    rows = (np.where(positive, 1.0, -1.0) * sense + rng.normal(0.0, 0.5, 200))[:, None]
    score = left_out(rows, positive, group)
    assert area_under_curve(score[group < 3], positive[group < 3]) > 0.9
    assert area_under_curve(score[group == 3], positive[group == 3]) < 0.1


def test_every_part_has_words_with_a_place_for_its_tables() -> None:
    places = {
        "clips": ("n", "targets", "folders", "views", "movements", "lite", "calibration", "kinds", "clips"),
        "held_out": ("n", "targets", "groups", "kinds", "films"),
        "ui_prmd": ("counts", "peaks", "correctness", "subjects"),
        "films": ("table",),
        "opencap": ("table",),
        "keraal": ("table",),
        "headset": ("people", "few", "heights", "mean", "p90", "allowed", "untold", "table"),
        "fused": ("films", "joined", "first", "offset", "most", "residual", "p95", "scales", "table"),
        "smoothing": ("said",),
    }
    sections = {name: section(name, **{place: f"<{place} of {name}>" for place in places[name]}) for name in ORDER}
    page = whole(sections, "1.2.3")
    assert "MediaPipe 1.2.3" in page
    assert all(f"<{place} of {name}>" in page for name in ORDER for place in places[name])
    assert table(("a", "b"), [(1, "x")]) == "| a | b |\n| --- | --- |\n| 1 | x |"


def test_without_data_the_bench_says_so_and_writes_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(BENCH / "accuracy.py"), "--shared", str(tmp_path), "--write"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert done.stdout.startswith("skipped: there is no data")
