"""Whole evenings in a headset: `upswing play --source headset --screen headset` against a real OpenXR runtime, with a
scripted patient whose every lift is known.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pytest

from exercises.events import RepCompleted, SetEnded
from game.progress.store import Store, StoredSession
from tests.headset_evening import ROOT, Patient, Program
from tests.openxr_runtime.puppet import Puppet
from tests.openxr_runtime.service import Monado

pytestmark = pytest.mark.xr

T = TypeVar("T")
OFF_DEG = 3.0
TEN = (88.0, 80.0, 84.0, 91.0, 86.0, 82.0, 90.0, 79.0, 87.0, 85.0)
THREE = (88.0, 80.0, 84.0)
PRESCRIBED = """
[[prescriptions]]
exercise = "{exercise}"
sides = "{sides}"
game = "{game}"
dose = {{ sets = 1, reps = {reps}, rest_s = 5 }}
"""


def routine(folder: Path, *blocks: tuple[str, str, str, int]) -> Path:
    """A file with a block for each (exercise, sides, game, repetitions)."""
    asked = [
        PRESCRIBED.format(exercise=exercise, sides=sides, game=game, reps=reps)
        for exercise, sides, game, reps in blocks
    ]
    path = folder / "evening.toml"
    path.write_text('id = "evening"\ntitle = "An evening"\n' + "".join(asked), encoding="utf-8")
    return path


def worn(routine: Path, *more: str) -> list[str]:
    return ["play", "--routine", str(routine), "--source", "headset", "--screen", "headset", "--seed", "1", *more]


@contextmanager
def program(
    words: Sequence[str], service: Monado, folder: Path, *, screen: bool = False, **more: str
) -> Iterator[Program]:
    started = Program(words, service.environment, folder, screen=screen, **more)
    try:
        yield started
    finally:
        started.end()


def upswing(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    home = {"UPSWING_DATA": str(folder / "data"), "XDG_CONFIG_HOME": str(folder / "config"), "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "game", *words], cwd=folder, env=os.environ | home, capture_output=True, text=True,
        timeout=240, check=False,
    )  # fmt: skip


def stored(folder: Path, name: str = "last") -> StoredSession:
    with Store.open(folder / "data") as store:
        return store.load(name)


def of(session: StoredSession, kind: type[T]) -> list[tuple[int, T]]:
    """The events of a kind, each with its block."""
    return [(block, record) for _, block, record in session.records if isinstance(record, kind)]


def as_scripted(session: StoredSession, patient: Patient) -> np.ndarray:
    """How far each counted lift's peak is from the script, degrees; asserts that the lifts are those of the script."""
    script = [one for one in patient.lifted if one.scene == "play"]
    counted = of(session, RepCompleted)  # calibration has none
    assert [(block, done.side) for block, done in counted] == [(one.block, one.side) for one in script]
    return np.array([(done.peak_deg or np.nan) - one.peak_deg for (_, done), one in zip(counted, script, strict=True)])


def replayed(folder: Path) -> None:
    again = upswing(folder, "replay", "last", "--screen", "none")
    assert again.returncode == 0, again.stderr
    assert "the same as when it was played" in again.stdout


@pytest.mark.slow
def test_ten_raises_each_side_in_orchard_and_in_lanterns(monado: Monado, puppet: Puppet, tmp_path: Path) -> None:
    asked = routine(
        tmp_path, ("shoulder_flexion", "both", "orchard", 10), ("shoulder_abduction", "both", "lanterns", 10)
    )
    patient = Patient(puppet, (("shoulder_flexion", TEN), ("shoulder_abduction", TEN)))
    pictures = Path(os.environ.get("UPSWING_TEST_PICTURES", tmp_path / "pictures"))
    words = worn(asked, "--report", "report", "--screenshots", str(pictures))
    with program(words, monado, tmp_path) as played:
        played.plays(patient, 900.0)
        assert played.process.wait(60) == 0, played.where(patient)
    session = stored(tmp_path)
    assert session.because == "done"
    assert [(block, ended.full, ended.because) for block, ended in of(session, SetEnded)] == [
        (0, 20, "done"),
        (1, 20, "done"),
    ]
    assert Counter((block, done.side) for block, done in of(session, RepCompleted)) == {
        (block, side): 10 for block in (0, 1) for side in ("left", "right")
    }
    assert np.abs(as_scripted(session, patient)).max() <= OFF_DEG

    rows = list(csv.DictReader((tmp_path / "report/report.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 40
    assert (tmp_path / "report/report.pdf").read_bytes().startswith(b"%PDF")
    assert json.loads((tmp_path / "report/report.fhir.json").read_text())["resourceType"] == "Bundle"
    replayed(tmp_path)
    eyes_differ(pictures)


def eyes_differ(pictures: Path) -> None:
    """Both eyes are in every picture, side by side: the same scene, seen from two places."""
    import pygame

    taken = sorted(pictures.glob("*.png"))
    assert {"put-on", "calibrate", "play"} <= {path.stem.split("-", 1)[1].rsplit("-", 1)[0] for path in taken}
    for path in taken:
        pixels = pygame.surfarray.array3d(pygame.image.load(path)).astype(int)
        wide = pixels.shape[0] // 2
        left, right = pixels[:wide], pixels[wide:]
        assert left.std() > 5.0, path
        off = np.abs(left - right).mean()
        assert 0.1 < off < 40.0, (path, off)


# Shorter evenings: one arm, three lifts -------------------------------------------------------------------------------

ONE = (("shoulder_abduction", THREE),)
VALIDATION = {"XR_ENABLE_API_LAYERS": "XR_APILAYER_LUNARG_core_validation", "XR_CORE_VALIDATION_EXPORT_TYPE": "text"}
SHORT_S = 300.0


def short(folder: Path, game: str = "lanterns") -> list[str]:
    return worn(routine(folder, ("shoulder_abduction", "left", game, 3)))


def three_were_counted(played: Program, patient: Patient, folder: Path, within_deg: float = OFF_DEG) -> StoredSession:
    assert played.process.wait(60) == 0, played.where(patient)
    session = stored(folder)
    assert session.because == "done"
    assert [(block, ended.full, ended.because) for block, ended in of(session, SetEnded)] == [(0, 3, "done")]
    assert np.abs(as_scripted(session, patient)).max() <= within_deg
    return session


def after_lifts(patient: Patient, count: int, seen: dict[str, Any]) -> bool:
    """Whether the program has counted so many in the set, and the arm is down."""
    return bool(seen["scene"] == "play" and seen["full"] >= count and not patient.lifting)


def test_with_touch_controllers_and_nothing_for_the_validation_layer_to_say(
    monado: Monado, puppet: Puppet, tmp_path: Path
) -> None:
    patient = Patient(puppet, ONE)
    only = {"UPSWING_TEST_PROFILES": "oculus/touch_controller"}
    with program(short(tmp_path, "orchard"), monado, tmp_path, **only, **VALIDATION) as played:
        played.plays(patient, SHORT_S)
        three_were_counted(played, patient, tmp_path)
        assert played.seen["controllers"] == ["oculus/touch_controller"] * 2
    printed = played.output.read_text() + played.errors.read_text()
    assert "Core Validation Layer is initialized" in printed
    assert [line for line in printed.splitlines() if "[VALID_" in line and "[VALID_DEBUG|" not in line] == []
    replayed(tmp_path)


@pytest.mark.slow
def test_with_hands_alone_and_a_helper_at_the_keyboard(monado: Monado, puppet: Puppet, tmp_path: Path) -> None:
    patient = Patient(puppet, ONE, aims=False, fingers=True)
    with program(short(tmp_path), monado, tmp_path, screen=True) as played:
        played.plays(patient, SHORT_S)
        three_were_counted(played, patient, tmp_path)


def test_a_controller_that_falls_asleep_is_asked_for_and_the_set_goes_on(
    monado: Monado, puppet: Puppet, tmp_path: Path
) -> None:
    patient = Patient(puppet, ONE)
    asked: list[str] = []

    def sleeps(seen: dict[str, Any]) -> bool:
        if after_lifts(patient, 1, seen) and not asked:
            patient.asleep.add("left")
        if "left" in patient.asleep and seen["asked"] == "pause":
            asked.extend(seen["texts"])
            patient.asleep.clear()
        return False

    with program(short(tmp_path), monado, tmp_path) as played:
        played.plays(patient, SHORT_S, sleeps)
        three_were_counted(played, patient, tmp_path)
    assert "Take the left controller, or hold up your left hand." in asked


RIVAL = """
import sys
from game.openxr import open_session
from game.render.context import open_offscreen
context = open_offscreen()
with open_session(graphics=True, name="rival") as session:
    while True:
        session.poll()
        frame = session.wait_frame()
        if frame is not None and session.begin_frame(frame):
            session.end_frame(frame)
"""


@pytest.mark.slow
def test_another_program_in_front_pauses_and_the_set_goes_on_after_it(
    monado: Monado, puppet: Puppet, tmp_path: Path
) -> None:
    patient = Patient(puppet, ONE)
    rivals: list[subprocess.Popen[bytes]] = []
    paused: list[str] = []

    def in_front(seen: dict[str, Any]) -> bool:
        if after_lifts(patient, 1, seen) and not rivals:
            patient.waits = True
            rivals.append(subprocess.Popen([sys.executable, "-c", RIVAL], cwd=ROOT, env=monado.environment))
        if rivals and seen["asked"] == "pause" and not paused:
            paused.extend(seen["texts"])
            monado.control("-p", _number(monado, played.process.pid))
            patient.waits = False
        return False

    try:
        with program(short(tmp_path), monado, tmp_path) as played:
            played.plays(patient, SHORT_S, in_front)
            three_were_counted(played, patient, tmp_path)
    finally:
        for rival in rivals:
            rival.kill()
            rival.wait()
    assert "The headset is away." in paused


def _number(monado: Monado, process: int) -> str:
    """What Monado calls the program of this process."""
    (line,) = [line for line in monado.control().splitlines() if f"pid: {process}" in line]
    return line.split("id:")[1].split()[0]


def test_a_service_that_is_killed_and_comes_back_loses_nothing(tmp_path: Path) -> None:
    with Monado() as service:
        patient = Patient(Puppet(service.port), ONE)
        paused: list[str] = []

        def dies(seen: dict[str, Any]) -> bool:
            if after_lifts(patient, 2, seen) and not patient.waits and not paused:
                patient.waits = True
                patient.leaves()
                service.kill()
            if patient.waits and seen["asked"] == "pause":
                paused.extend(seen["texts"])
                service.start()
                patient.puppet, patient.waits = Puppet(service.port), False
            return False

        with program(short(tmp_path), service, tmp_path) as played:
            played.plays(patient, SHORT_S, dies)
            three_were_counted(played, patient, tmp_path)
        assert "The headset is away." in paused
        patient.puppet.close()


@pytest.mark.slow
def test_a_service_that_is_killed_for_good_leaves_what_was_judged(tmp_path: Path) -> None:
    """The window is the program's own from then on, and the helper at its keys ends the evening."""
    with Monado() as service:
        patient = Patient(Puppet(service.port), ONE, aims=False, answers={"pause": "stop"})

        def dies(seen: dict[str, Any]) -> bool:
            if after_lifts(patient, 2, seen) and not patient.waits:
                patient.waits = True
                patient.leaves()
                service.kill()
            return False

        with program(short(tmp_path), service, tmp_path, screen=True) as played:
            played.plays(patient, SHORT_S, dies)
            assert played.process.wait(60) == 0
            assert "The headset is away." in played.texts
        printed = played.output.read_text() + played.errors.read_text()
        assert "Traceback" not in printed
        assert "The headset has stopped answering" in printed
        session = stored(tmp_path)
        assert [done.full for _, done in of(session, SetEnded)] == [2]
        assert np.abs(as_scripted(session, patient)).max() <= OFF_DEG
        replayed(tmp_path)


@pytest.mark.slow
def test_a_second_start_after_a_crash_tells_of_the_first(monado: Monado, puppet: Puppet, tmp_path: Path) -> None:
    patient = Patient(puppet, ONE)
    with program(short(tmp_path), monado, tmp_path) as played:
        played.plays(patient, SHORT_S, lambda seen: after_lifts(patient, 2, seen))
        time.sleep(1.0)  # what may be lost
        played.process.kill()
        played.process.wait()
    again = Patient(puppet, ONE)
    with program(short(tmp_path), monado, tmp_path) as played:
        played.plays(again, SHORT_S)
        three_were_counted(played, again, tmp_path)
    (said,) = [line for line in played.output.read_text().splitlines() if "was cut off" in line]
    first = stored(tmp_path, said.split()[2])
    assert len(of(first, RepCompleted)) == 2
    assert np.abs(as_scripted(first, patient)).max() <= OFF_DEG
