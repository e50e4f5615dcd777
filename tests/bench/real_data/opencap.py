"""Five squats as OpenSim joint angles (OpenCap): no body to see, so the repetition judge is fed with the knee angle."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from exercises.definition import Exercise
from real_data.figures import peak_count
from real_data.judged import series
from real_data.page import section, table

TRUE_PEAKS_DEG = (78, 80, 81, 79, 87)  # right knee, of data/opencap_squat/README.md


def measure(shared: Path, catalogue: Mapping[str, Exercise]) -> dict[str, Any]:
    table = np.genfromtxt(shared / "data/opencap_squat/squats1_videoAndMocap.mot", skip_header=10, names=True)
    t_s, knee = np.asarray(table["time"], float), np.asarray(table["knee_angle_r"], float)
    rng = np.random.default_rng(1)
    noisy = knee + rng.normal(0.0, 4.0, len(knee))
    out = {}
    for name, angle in (
        ("as it is, 100 Hz", knee),
        ("with 4° of noise, 100 Hz", noisy),
        ("every third, 33 Hz", knee[::3]),
    ):
        times = t_s[::3] if len(angle) < len(t_s) else t_s
        done = series(catalogue["squat"], times, angle)
        out[name] = {"peaks": [e.peak_deg for e in done], "baseline": peak_count(angle)}
    return out


def page(rows: dict[str, Any]) -> str:
    """The section of docs/accuracy.md."""
    lines = []
    for name, r in rows.items():
        peaks = r["peaks"]
        fits = len(peaks) == len(TRUE_PEAKS_DEG)
        error = f"{np.mean(np.abs(np.array(peaks) - TRUE_PEAKS_DEG)):.1f}°" if fits else "–"
        lines.append((name, f"{len(peaks)} of 5", r["baseline"], ", ".join(f"{p:.0f}" for p in peaks), error))
    head = ("knee angle", "counted", "peak counting", "stated peaks", "mean error")
    return section("opencap", table=table(head, lines))
