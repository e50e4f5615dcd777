"""The trial itself, with the real follower on the real demo film."""

from __future__ import annotations

import time
from functools import partial

import numpy as np
import pytest
from tests_films import DEMO
from webcams import Broken

from game.assets import asset
from game.tracking.camera_process import CameraProcess
from game.tracking.source import TrackingError
from game.tracking.trial import FilmAsWebcam, tried


@pytest.mark.slow
def test_both_models_are_tried_while_something_is_drawn() -> None:
    drawn = []
    began = time.monotonic()
    found = tried(asset(DEMO), lambda: drawn.append(time.sleep(0.01)), seconds=0.6, warm_s=0.3)
    took = time.monotonic() - began
    assert 1.8 < took < 20
    assert len(drawn) > 20
    for rate in (found.full, found.lite):
        assert 2 < rate < 40  # 30 pictures a second are handed on; a burst may be counted late


def test_the_film_is_handed_on_at_its_own_speed_and_over_again(tmp_path: object) -> None:
    webcam = FilmAsWebcam(asset(DEMO))
    began = time.monotonic()
    pictures = [webcam.read() for _ in range(16)]
    assert 0.4 < time.monotonic() - began < 1.5  # the first at once, then one every thirtieth of a second
    webcam._film.set(1, 10**6)  # its end
    ok, again = webcam.read()
    webcam.release()
    assert ok
    assert np.array_equal(again, pictures[0][1])


def test_what_the_follower_raises_is_not_taken_for_slowness() -> None:
    make = partial(CameraProcess, partial(FilmAsWebcam, asset(DEMO)), make_watcher=Broken)
    with pytest.raises(TrackingError, match="no model"):
        tried(asset(DEMO), lambda: time.sleep(0.01), make_camera=make)
