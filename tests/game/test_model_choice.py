"""Which model a camera is played with: measured once, kept, asked again where the machine is another."""

from __future__ import annotations

import io
import json
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from game import doctor, equipment, model_choice
from game.drawlist import Camera as View
from game.drawlist import DrawList
from game.model_choice import Choice, here, keep, live_model, load, processor
from game.tracking import trial
from game.tracking.trial import Trial

PICTURE = DrawList(View(np.eye(4)))
DRAWN = "by the processor, in a window"


class Screen:
    """A renderer that counts what it was shown."""

    software = True

    def __init__(self) -> None:
        self.shown = 0

    def show(self, before: DrawList, after: DrawList, alpha: float) -> None:
        self.shown += 1

    def wait(self) -> float:
        return 0.0


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "upswing" / "pose_model.json"
    monkeypatch.setattr(model_choice, "choice_path", lambda: path)
    return path


@pytest.fixture
def rates(monkeypatch: pytest.MonkeyPatch) -> list[Trial]:
    """What trials will find, each taken once; a trial draws one frame."""
    coming: list[Trial] = []

    def tried(film: Path, meanwhile: object) -> Trial:
        assert film.is_file()
        meanwhile()
        return coming.pop(0)

    monkeypatch.setattr(trial, "tried", tried)
    return coming


def asked(full_screen: bool = False) -> tuple[str, str]:
    said = Console(file=io.StringIO(), width=300)
    model = live_model(Screen(), PICTURE, full_screen, said)
    return model, said.file.getvalue()


@pytest.mark.parametrize(
    ("full", "lite", "model"),
    [
        (29.5, 29.5, "full"),
        (20.0, 30.0, "full"),
        (19.9, 30.0, "lite"),
        (12.0, 15.0, "lite"),
        (12.0, 14.9, "full"),  # lite would cost accuracy and bring next to nothing
    ],
)
def test_full_where_it_keeps_up_or_lite_is_hardly_faster(full: float, lite: float, model: str) -> None:
    assert Trial(full, lite).model == model


def test_the_first_time_is_measured_and_said_and_the_second_is_not(path: Path, rates: list[Trial]) -> None:
    rates.append(Trial(full=11.2, lite=26.4))
    model, said = asked()
    assert model == "lite"
    assert said.splitlines() == [
        "Seeing how fast this computer is: some seconds, this once.",
        f"Pose model lite: measured full 11, lite 26 poses a second, drawn {DRAWN}.",
    ]
    (kept,) = json.loads(path.read_text())
    assert kept == {
        "model": "lite", "full_poses_s": 11.2, "lite_poses_s": 26.4, "machine": processor(), "cpus": here("").cpus,
        "mediapipe": "0.10.33", "upswing": here("").upswing, "drawn": DRAWN,
    }  # fmt: skip
    assert asked() == ("lite", "")  # no trial was left to take


def test_full_screen_is_measured_by_itself(path: Path, rates: list[Trial]) -> None:
    rates += [Trial(25.0, 29.0), Trial(9.0, 20.0)]
    assert asked()[0] == "full"
    assert asked(full_screen=True)[0] == "lite"
    assert (asked()[0], asked(full_screen=True)[0]) == ("full", "lite")
    assert len(load(path)) == 2


@pytest.mark.parametrize("other", [{"machine": "a"}, {"cpus": 77}, {"mediapipe": "0.9"}, {"upswing": "0.0"}])
def test_another_machine_or_version_is_measured_again_and_the_old_choice_goes(
    path: Path, rates: list[Trial], other: dict
) -> None:
    keep(replace(here(DRAWN, Trial(5.0, 20.0)), **other), path)
    rates.append(Trial(28.0, 29.0))
    assert asked()[0] == "full"
    assert [c.model for c in load(path)] == ["full"]


@pytest.mark.parametrize("text", ["", "{", "[1]", '[{"model": "heavy"}]', '{"a": 1}', "\udcff"])
def test_a_file_that_cannot_be_read_is_measured_over(path: Path, rates: list[Trial], text: str) -> None:
    path.parent.mkdir()
    path.write_bytes(text.encode(errors="surrogateescape"))
    rates.append(Trial(28.0, 29.0))
    assert asked()[0] == "full"
    assert len(load(path)) == 1


def test_a_folder_that_cannot_be_written_is_said_and_nobody_is_kept_waiting(path: Path, rates: list[Trial]) -> None:
    path.parent.write_text("a file where the folder should be")
    rates.append(Trial(28.0, 29.0))
    model, said = asked()
    assert model == "full"
    assert "it will be measured again next time" in said


def test_a_choice_of_rates_that_are_no_numbers_is_no_choice(path: Path) -> None:
    keep(here(DRAWN, Trial(28.0, 29.0)), path)
    path.write_text(path.read_text().replace("28.0", '"fast"'))
    assert load(path) == ()


def test_the_doctor_shows_the_choice_and_does_not_measure(path: Path) -> None:
    assert doctor.live_model(path).ok is None
    assert "doctor --measure" in doctor.live_model(path).fix
    keep(here(DRAWN, Trial(28.0, 29.0)), path)
    check = doctor.live_model(path)
    assert check.ok is True
    assert check.found.startswith(f"full: measured full 28, lite 29 poses a second, drawn {DRAWN}")
    keep(replace(here(DRAWN, Trial(28.0, 29.0)), machine="a borrowed one"), path, only=True)
    assert doctor.live_model(path).ok is None


def test_the_processor_is_named(tmp_path: Path) -> None:
    info = tmp_path / "cpuinfo"
    info.write_text(
        "processor\t: 0\nmodel name\t: Quick CPU @ 2 GHz\nprocessor\t: 1\nmodel name\t: Quick CPU @ 2 GHz\n"
    )
    assert processor(info).startswith("Quick CPU @ 2 GHz ")
    assert processor(tmp_path / "absent")


def test_a_film_is_never_asked_about_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    from game.choices import Wanted, choose_routine, make_show
    from game.scenes.opening import Opening

    def never() -> str:
        raise AssertionError("a film's model does not depend on the machine")

    routine = choose_routine(Wanted(source="demo"), live=False)
    source, _, model = equipment.open_source("demo", None, routine, make_show(routine, 1, Opening()), never)
    source.close()
    assert model == "full"


@pytest.mark.slow
def test_an_evening_with_a_camera_is_played_with_the_model_that_was_measured_and_says_so(
    path: Path, rates: list[Trial], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of `upswing play` but the window and the webcam, in whose places stand a screen that closes when the camera
    has been looked at, and the demo film."""
    from game import app, choices
    from game.assets import asset
    from game.intents import Intent
    from game.progress.store import Store, data_folder
    from game.tracking import camera
    from game.tracking.trial import FilmAsWebcam

    class Closing(Screen):
        def intents(self) -> tuple[Intent, ...]:
            return (Intent("quit"),) if self.shown > 200 else ()

        def wait(self) -> float:
            time.sleep(0.01)
            return 0.01

        def close(self) -> None: ...

    monkeypatch.setenv("UPSWING_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(choices, "find_camera", lambda *_: 0)
    monkeypatch.setattr(choices, "choose_screen", lambda _: "window")
    monkeypatch.setattr(camera, "open_webcam", lambda _: partial(FilmAsWebcam, asset(model_choice.FILM)))
    monkeypatch.setattr(equipment, "open_renderer", lambda *_: Closing())
    rates.append(Trial(full=11.0, lite=26.0))
    said = Console(file=io.StringIO(), width=300)
    for _ in range(2):
        app.play(choices.Wanted(), said, said)
    lines = said.file.getvalue().splitlines()
    assert len([line for line in lines if line.startswith("Seeing how fast")]) == 1
    assert len([line for line in lines if line.endswith("pictures a second with the lite model")]) == 2
    with Store.open(data_folder()) as store:
        assert {store.load(stub.id).versions["pose_model"] for stub in store.sessions()} == {"lite"}


def test_a_choice_says_where_it_holds() -> None:
    a = Choice("full", 25.0, 30.0, "m", 2, "1", "2", DRAWN)
    assert a.holds_for(replace(a, full_poses_s=1.0, model="lite"))
    assert not a.holds_for(replace(a, drawn="by the graphics card, in a window"))
