"""A scripted patient in a real OpenXR runtime, and before a camera of another clock and another room."""

from __future__ import annotations

import time

import numpy as np
import pytest

from exercises.pose import Joint
from exercises.synthetic import score
from game.tracking.fused import Fused
from game.tracking.headset import Headset
from tests.two_devices import Scripted, Setup, devices, turn
from tests.wearers import of_score, show

pytestmark = pytest.mark.xr


def test_a_headset_and_a_camera_are_lined_up_while_somebody_lifts_both_arms(session, puppet):
    written = score("shoulder_flexion", (90.0,) * 4, 90.0, side="both")
    points, looks = of_score(written)
    setup = Setup(offset_s=0.15, rotation=turn(12.0), scale=1.04, noise_m=0.015)
    film, _ = devices(written.t_s, points, setup)
    show(puppet, looks[0])
    headset = Headset(session)
    began = time.monotonic()
    with Fused(Scripted(film, lambda: time.monotonic() - began), headset) as source:
        ahead_s = began - headset._began
        poses, notices = [], []
        while (now := time.monotonic() - began) < written.t_s[-1]:
            show(puppet, looks[int(np.searchsorted(written.t_s, now, side="right")) - 1])
            poses += source.poll()
            notices += source.notices()
            time.sleep(0.004)
        assert [n.kind for n in notices if n.kind.startswith("sources")] == ["sources_parted", "sources_joined"]
        at = source.alignment
        assert at is not None
        assert abs(at.offset_s - (ahead_s + setup.offset_s)) < 0.020
        assert at.yaw_deg == pytest.approx(12.0, abs=3.0)
        together = [p for p in poses if p.left_hand is not None]
        assert len(together) > 100
        assert all(np.isfinite(p.points[[Joint.left_wrist, Joint.left_ankle]]).all() for p in together)
        assert 0.0 < source.latency_s < 0.3
