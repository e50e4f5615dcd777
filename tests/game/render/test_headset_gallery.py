"""The pictures of both eyes as a command: what it shows, and what it says where nothing can be shown."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from exercises.headset import headset_allows
from game import gallery, library
from game.headset_gallery import game_exercises, pairs
from game.minigames.interface import fits
from game.render.distance import KEPT_M, _split
from game.render.scene import of
from game.render.stereo import disjoint
from tests.openxr_runtime.fixtures import monado, puppet
from tests.openxr_runtime.puppet import Puppet

__all__ = ["monado", "puppet"]


def test_without_a_headset_it_says_so_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XR_RUNTIME_JSON", str(tmp_path / "none.json"))
    with pytest.raises(SystemExit, match=r"^No pictures from a headset: .+\.?$"):
        gallery.in_headset(tmp_path, "", 7)
    assert not list(tmp_path.glob("*.png"))


def test_every_game_that_can_be_worn_is_shown_with_what_is_its_own() -> None:
    found = {name: exercise for name, _, exercise in game_exercises()}
    assert {"lanterns", "orchard"} <= set(found)
    assert found["orchard"].signal == "reach"
    for name, exercise in found.items():
        assert headset_allows(exercise) is None
        assert fits(library.games()[name](), exercise) is None


@pytest.mark.xr
def test_a_pair_shows_the_scene_to_either_eye(puppet: Puppet) -> None:
    found = pairs("lanterns", side=96)
    name, picture = next(found)
    found.close()  # type: ignore[attr-defined]
    assert name == "lanterns-seat-seat"
    assert picture.shape == (96, 192, 3)
    left, right = picture[:, :96].astype(int), picture[:, 96:].astype(int)
    assert left.std() > 10
    assert 0 < np.abs(left - right).mean() < 20


def test_boxes_that_touch_are_drawn_as_one() -> None:
    assert disjoint([(10, 10, 20, 20), (100, 10, 120, 20)], 0) == [(10, 10, 20, 20), (100, 10, 120, 20)]
    assert disjoint([(10, 10, 20, 20), (30, 10, 40, 20), (18, 12, 32, 14)], 0) == [(10, 10, 40, 20)]
    assert disjoint([(0, 0, 10, 10)], 3) == [(0, 0, 13, 13)]  # never beyond the sheet


def test_software_keeps_leaves_far_up_and_nothing_on_the_ground() -> None:
    near, kept = _split(of("forest"))
    scene = of("forest")
    for name, many in scene.far.items():
        assert len(near[name]) + len(kept[name]) == len(many) + len(scene.distant.get(name, ()))
    assert len(near["grass"]) == len(scene.far["grass"])
    eye = np.array([0.0, 1.2, 0.0])
    assert len(near["leaves"]) < len(scene.far["leaves"])
    far = np.linalg.norm(kept["leaves"][:, 12:15] - eye, axis=1)
    assert far.min() >= KEPT_M
    assert (np.diff(np.linalg.norm(near["stone"][:, 12:15] - eye, axis=1)) >= 0).all()  # the nearest first
