"""A postcard from a whole evening: the program's own parts, from a recording to the file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pygame
import pytest
from rich.console import Console

from exercises import synthetic
from game import app
from game.choices import Wanted
from game.postcard import usual_folder
from game.progress.store import Store, data_folder
from game.scenes.evening import Evening
from game.scenes.results import Results
from game.tracking.replay import write_recording


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_PICTURES_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("UPSWING_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path


def test_usually_it_lies_with_the_users_pictures(home: Path) -> None:
    assert usual_folder() == home / "Pictures"


@pytest.mark.gl
@pytest.mark.slow
def test_an_evening_that_is_asked_for_a_card_leaves_one(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = Results.demonstrated

    def asking(results: Results, evening: Evening) -> str | None:
        first = any(button.id == "postcard" for panel in results.panels(evening) for button in panel.buttons)
        return "postcard" if first else usual(results, evening)

    monkeypatch.setattr(Results, "demonstrated", asking)
    film = home / "lifts.npz"
    write_recording(film, synthetic.mover("shoulder_abduction", (100.0,) * 8, 30.0, lead_s=3.0), fps=30.0)
    asked = Wanted(
        exercise="shoulder_abduction", sides="left", reps=2, source=str(film), screen="none",
        screenshots=home / "out", game="lanterns", seed=7,
    )  # fmt: skip
    out, err = (Console(record=True, width=300, quiet=True) for _ in range(2))
    app.play(asked, out, err)
    (path,) = (home / "out").glob("Upswing *.png")
    picture = pygame.surfarray.array3d(pygame.image.load(path)).swapaxes(0, 1)
    assert picture.shape == (1240, 1748, 3)
    sky = picture[100:300, 200:1500].astype(int)
    assert np.abs(np.diff(sky, axis=1)).max(axis=2).mean() < 4, "no plate and no words stand in the sky"
    assert [p for p in home.rglob("*.png") if p.parent != home / "out"] == []
    with Store.open(data_folder()) as store:
        stored = store.load("last")
    assert [intent.say for _, intent in stored.intents if intent.kind == "postcard"] == ["out"]
    app.replay("last", None, None, "none", None, out, err)
    assert len(list((home / "out").glob("Upswing *.png"))) == 1, "a replay writes none"
