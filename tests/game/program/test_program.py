"""The program as it is called: whole evenings, their reports and replays, bad input and exit codes."""

from __future__ import annotations

import csv
import importlib.util
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from exercises import synthetic
from game.assets import asset
from game.cli import cli
from game.tracking.replay import write_recording
from tests.game.program.conftest import Run

Asked = Callable[..., Result]
PEAK_DEG = 100.0


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The same in this process, for what ends before anything heavy begins."""
    monkeypatch.chdir(tmp_path)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("UPSWING_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return lambda *words: CliRunner().invoke(cli, words, catch_exceptions=False)


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """Twelve lifts of the left arm to the side, each to PEAK_DEG: practice, three for calibration, a set."""
    path = tmp_path / "lifts.npz"
    write_recording(path, synthetic.mover("shoulder_abduction", (PEAK_DEG,) * 12, 30.0, lead_s=3.0), fps=30.0)
    return path


def played(upswing: Any, recording: Path, *more: str) -> Any:
    asked = ("play", "--source", str(recording), "--exercise", "shoulder_abduction", "--side", "left", "--reps", "4")
    return upswing(*asked, "--screen", "none", *more)


def said_once(done: subprocess.CompletedProcess[str] | Result, code: int, *words: str) -> None:
    """One sentence on stderr, the exit code, and no traceback."""
    assert (done.exit_code if isinstance(done, Result) else done.returncode) == code, done.stderr
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("upswing: ")
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in lines[0]


def test_an_evening_is_kept_reported_and_replayed_the_same(upswing: Run, recording: Path, tmp_path: Path) -> None:
    done = played(upswing, recording, "--report", "out")
    assert done.returncode == 0, done.stderr
    assert "4 of 4 lifts" in done.stdout
    assert (tmp_path / "out/report.pdf").read_bytes().startswith(b"%PDF")
    rows = list(csv.DictReader((tmp_path / "out/report.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 4
    assert json.loads((tmp_path / "out/report.fhir.json").read_text())["resourceType"] == "Bundle"
    assert not list(tmp_path.rglob("*.png")), "pictures come only with --screenshots"

    again = upswing("replay", "last", "--screen", "none")
    assert again.returncode == 0, again.stderr
    assert "the same as when it was played" in again.stdout

    listed = upswing("sessions")
    assert "Arm lift to the side" in listed.stdout
    assert upswing("report", "last", "--csv", "again.csv").returncode == 0
    assert (tmp_path / "again.csv").read_bytes() == (tmp_path / "out/report.csv").read_bytes()


@pytest.mark.slow
def test_a_routine_is_demonstrated_from_what_is_bundled(upswing: Run, tmp_path: Path) -> None:
    """Two exercises by two sides in two worlds, and a quiet passage, to the end, from recordings."""
    block = '[[prescriptions]]\nexercise = "{}"\nsides = "{}"\ngame = "{}"\ndose = {{ sets = 1, reps = 2 }}\n'
    text = 'id = "r"\ntitle = "R"\n' + block.format("sh_scaption", "right", "orchard")
    text += block.format("knee_extension", "left", "lanterns") + "[[prescriptions]]\nminutes = 1\n"
    (tmp_path / "r.toml").write_text(text)
    done = upswing("play", "--routine", "r.toml", "--source", "demo", "--screen", "none", "--report", "out")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("2 of 2 lifts in 1 set") == 2
    assert "Quiet waves: 60 seconds" in done.stdout
    rows = list(csv.DictReader((tmp_path / "out/report.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [(row["exercise"], row["side"]) for row in rows] == [("sh_scaption", "right")] * 2 + [
        ("knee_extension", "left")
    ] * 2
    again = upswing("replay", "last", "--screen", "none")
    assert "the same as when it was played" in again.stdout, again.stderr


def test_a_demonstration_says_what_it_cannot_show(asked: Asked) -> None:
    done = asked("play", "--exercise", "heel_slide", "--game", "lanterns", "--source", "demo", "--screen", "none")
    said_once(done, 1, "cannot show heel_slide", "sh_scaption")


@pytest.mark.slow
def test_pictures_of_the_game_are_taken_where_asked(upswing: Run, recording: Path, tmp_path: Path) -> None:
    done = played(upswing, recording, "--screenshots", "pictures")
    assert done.returncode == 0, done.stderr
    scenes = {path.stem.split("-")[1] for path in (tmp_path / "pictures").glob("*.png")}
    assert {"welcome", "calibrate", "play", "results"} <= scenes


@pytest.mark.slow
def test_a_session_that_was_cut_off_is_offered_at_the_next_start(upswing: Run, recording: Path, tmp_path: Path) -> None:
    asked = [sys.executable, "-m", "game", "play", "--source", str(recording), "--exercise", "shoulder_abduction"]
    environment = os.environ | {"UPSWING_DATA": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    playing = subprocess.Popen(
        [*asked, "--screen", "none"], cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True
    )
    assert playing.stdout is not None
    for line in playing.stdout:
        if "playing" in line:
            break
    playing.kill()
    playing.wait()
    playing.stdout.close()
    done = played(upswing, recording)
    assert "was cut off. What was saved is kept" in done.stdout
    assert done.stdout.count("kept as") == 1
    assert len([line for line in upswing("sessions").stdout.splitlines() if "Arm lift" in line]) == 2


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("play", "--exercise", "shoulder_abductoin"), "did you mean shoulder_abduction?"),
        (("play", "--routine", "gentl"), "did you mean gentle?"),
        (("play", "--game", "lantern", "--source", "demo"), "did you mean lanterns?"),
        (("exercises", "show", "squad"), "did you mean squat?"),
        (("games", "check", "lantrens"), "did you mean lanterns?"),
        (("play", "--side", "left"), "go with --exercise"),
    ],
)
def test_misuse_suggests_the_nearest_and_exits_2(asked: Asked, words: tuple[str, ...], hint: str) -> None:
    said_once(asked(*words), 2, hint)


def test_an_option_that_does_not_exist_is_misuse(asked: Asked) -> None:
    assert asked("play", "--exercice", "squat").exit_code == 2


def test_a_broken_routine_names_the_place(asked: Asked, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('id = "x"\ntitle = "X"\n[[prescriptions]]\nexercise = "squad"\n')
    said_once(asked("play", "--routine", "mine.toml"), 1, "mine.toml: prescriptions[0].exercise", '"squat"')
    (tmp_path / "mine.toml").write_text("id = ")
    said_once(asked("play", "--routine", "mine.toml"), 1, "mine.toml: expected TOML")


def test_a_broken_exercise_names_the_place(asked: Asked, tmp_path: Path) -> None:
    text = (Path(synthetic.__file__).parent / "catalog/squat.toml").read_text()
    (tmp_path / "squat.toml").write_text(text.replace("limit_high_deg = 150.0", "limit_high_deg = 900.0"))
    said_once(asked("exercises", "check", "squat.toml"), 1, "squat.toml: phases[0].limit_high_deg", "900")


@pytest.mark.parametrize("content", [b"", b"no film at all" * 99], ids=["empty", "text"])
def test_what_is_no_film_is_said(asked: Asked, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.mp4").write_bytes(content)
    said_once(asked("analyze", "x.mp4", "--exercise", "squat"), 1, "x.mp4")


def test_a_missing_film_and_a_folder_are_said(asked: Asked, tmp_path: Path) -> None:
    said_once(asked("analyze", "gone.mp4", "--exercise", "squat"), 1, "gone.mp4")
    said_once(asked("analyze", ".", "--exercise", "squat"), 1, "folder")


def test_a_corrupt_recording_is_said(asked: Asked, recording: Path) -> None:
    recording.write_bytes(recording.read_bytes()[:2000])
    said_once(asked("analyze", str(recording), "--exercise", "squat"), 1, "lifts.npz")


def test_a_recording_is_measured(asked: Asked, recording: Path) -> None:
    done = asked("analyze", str(recording), "--exercise", "shoulder_abduction", "--side", "left", "--json", "-")
    assert done.exit_code == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["schema"] == "upswing.analysis/1"
    peaks = [repetition["peak_deg"] for repetition in said["repetitions"]]
    assert np.allclose(peaks, PEAK_DEG, atol=2.0)
    assert len(peaks) == 12
    short = asked(
        "analyze", str(recording), "--exercise", "shoulder_abduction", "--target", "120", "--json", "-", "--no-progress"
    )
    said = json.loads(short.stdout)
    assert (len(said["repetitions"]), len(said["partial_repetitions"])) == (0, 12)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_said_before_anything_is_played(
    asked: Asked, recording: Path, tmp_path: Path
) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    said_once(played(asked, recording, "--report", "locked/out"), 1, "locked/out")


def test_a_place_that_cannot_be_a_folder_is_said_before_anything_is_played(asked: Asked, recording: Path) -> None:
    said_once(played(asked, recording, "--report", f"{recording}/out"), 1, "lifts.npz/out")


def test_a_missing_model_is_said(asked: Asked, tmp_path: Path) -> None:
    """A copy of the program whose models were deleted."""
    root = asset("models").parents[1]
    for name in ("game", "exercises"):
        (tmp_path / name).symlink_to(root / name if (root / name).is_dir() else root.parent / name)
    (tmp_path / "assets").mkdir()
    film = asset("films/demo_shoulder_abduction.mp4")
    code = (
        "import game.assets; from pathlib import Path; game.assets.ROOT = Path('assets');"
        f"from game.cli import cli; cli(['analyze', {str(film)!r}, '--exercise', 'shoulder_abduction'])"
    )
    environment = os.environ | {"UPSWING_DATA": str(tmp_path / "data"), "COLUMNS": "200"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    said_once(done, 1, "pose_landmarker_full.task")


def test_what_only_a_therapist_may_prescribe_is_not_played_without(asked: Asked) -> None:
    said_once(asked("play", "--source", "demo", "--exercise", "sl_squat"), 1, "prescribed")


def test_a_headset_is_not_pretended(asked: Asked) -> None:
    """Here is no runtime, nor perhaps the package to look for one, and no camera to go on with."""
    done = asked("play", "--source", "headset", "--screen", "window")
    said_once(done, 1, "OpenXR runtime" if importlib.util.find_spec("xr") else "upswing[headset]")


def test_what_is_not_for_a_headset_is_said_with_the_reason_and_where_it_can_be_played(asked: Asked) -> None:
    done = asked("play", "--source", "headset", "--exercise", "squat")
    said_once(done, 1, "Small knee bend", "legs", "camera")


def test_a_headset_shows_nothing_of_somebody_it_does_not_track(asked: Asked) -> None:
    said_once(asked("play", "--source", "camera", "--screen", "headset"), 1, "--source headset or fused")
    said_once(asked("play", "--source", "headset", "--screen", "none"), 1, "screen")


def test_a_routine_is_checked_and_shown_in_plain_words(asked: Asked, upswing: Run, tmp_path: Path) -> None:
    file = tmp_path / "r.toml"
    text = """id = "r"\ntitle = "A routine"\n[[prescriptions]]\nexercise = "shoulder_abduction"\nsides = "left"
limit_high_deg = 70\n[prescriptions.dose]\nsets = 3\nreps = 6\nrest_s = 20\n[[prescriptions]]\nexercise = "squat"\n"""
    file.write_text(text)
    assert "is a sound routine: A routine (2 exercises)" in asked("routine", "check", str(file)).stdout
    shown = " ".join(upswing("routine", "show", str(file)).stdout.replace("│", " ").split())
    for words in ("3 sets of 6", "not above 70°", "yes, seated", "the whole body"):
        assert words in shown, shown
    file.write_text(text.replace("reps = 6", "reps = 600"))
    said_once(asked("routine", "check", str(file)), 1, "r.toml", "reps", "600")
    file.write_text(text.replace("sets = 3", "sets = 3\n").replace("limit_high_deg = 70", 'game = "nosuch"'))
    said_once(asked("routine", "check", str(file)), 1, "r.toml", "prescriptions[0].game", "nosuch")


def test_nobody_can_answer_a_camera_without_a_screen(asked: Asked) -> None:
    """Here no camera is found, which is said; where one is, the sentence is about the screen."""
    done = asked("play", "--source", "camera", "--screen", "none")
    said_once(done, 1, "--s")


# what a shell begins in the background ignores the signal, and so would what this test begins
_INTERRUPTIBLE = """
import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module("game", run_name="__main__")
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_ctrl_c_in_the_middle_keeps_the_session(upswing: Run, tmp_path: Path) -> None:
    home = {"UPSWING_DATA": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config"), "COLUMNS": "200"}
    with subprocess.Popen(
        [sys.executable, "-c", _INTERRUPTIBLE, "play", "--source", "demo", "--screen", "none"],
        cwd=tmp_path, env=os.environ | home, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as playing:  # fmt: skip
        assert playing.stdout is not None
        while "calibrating" not in (line := playing.stdout.readline()):
            assert line, "ended before anything was lifted"
        playing.send_signal(signal.SIGINT)
        _, said = playing.communicate(timeout=60)
    assert playing.returncode == 130
    lines = [line for line in said.splitlines() if line.strip()]
    assert len(lines) == 1, said
    assert lines[0].startswith("upswing: stopped. It is kept: `upswing report 20")
    listed = upswing("sessions")
    assert "patient" in listed.stdout
