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
from typing import TypeVar

import numpy as np
import pytest

from exercises.events import RepCompleted, SetEnded
from exercises.headset import half_width_deg
from game.library import exercises
from game.progress.assessing import assessments
from game.progress.store import Store, StoredSession
from tests.headset_evening import ANOTHER, NECK_DEG, ROOT, Mishap, Patient, Program, befalls
from tests.openxr_runtime.fixtures import rival
from tests.openxr_runtime.puppet import Puppet
from tests.openxr_runtime.service import Monado

pytestmark = pytest.mark.xr

T = TypeVar("T")
CATALOGUE = exercises()
OFF_DEG = 3.0
PATIENCE_S = 900.0  # a machine that is busy drops time, and an evening takes so much longer
TEN = (88.0, 80.0, 84.0, 91.0, 86.0, 82.0, 90.0, 79.0, 87.0, 85.0)
THREE = (88.0, 80.0, 84.0)
PRESCRIBED = """
[[prescriptions]]
exercise = "{exercise}"
sides = "{sides}"
game = "{game}"
dose = {{ sets = 1, reps = {reps}, rest_s = 5 }}
"""


NECK = """
[[tests]]
test = "neck_range"
neck_diagnosis = false
"""


def routine(folder: Path, *blocks: tuple[str, str, str, int], tests: str = "") -> Path:
    """A file with a block for each (exercise, sides, game, repetitions), and functional tests before them."""
    asked = [
        PRESCRIBED.format(exercise=exercise, sides=sides, game=game, reps=reps)
        for exercise, sides, game, reps in blocks
    ]
    path = folder / "evening.toml"
    path.write_text('id = "evening"\ntitle = "An evening"\n' + tests + "".join(asked), encoding="utf-8")
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
def test_ten_raises_each_side_in_orchard_and_three_in_lanterns(monado: Monado, puppet: Puppet, tmp_path: Path) -> None:
    asked = routine(
        tmp_path, ("shoulder_flexion", "both", "orchard", 10), ("shoulder_abduction", "both", "lanterns", 3)
    )
    patient = Patient(puppet, (("shoulder_flexion", TEN), ("shoulder_abduction", THREE)))
    pictures = Path(os.environ.get("UPSWING_TEST_PICTURES", tmp_path / "pictures"))
    words = worn(asked, "--report", "report", "--screenshots", str(pictures))
    with program(words, monado, tmp_path) as played:
        played.plays(patient, PATIENCE_S)
        assert played.process.wait(60) == 0, played.where(patient)
    session = stored(tmp_path)
    assert session.because == "done"
    assert [(block, ended.full, ended.because) for block, ended in of(session, SetEnded)] == [
        (0, 20, "done"),
        (1, 6, "done"),
    ]
    assert Counter((block, done.side) for block, done in of(session, RepCompleted)) == {
        (block, side): lifts for block, lifts in enumerate((10, 3)) for side in ("left", "right")
    }
    assert np.abs(as_scripted(session, patient)).max() <= OFF_DEG

    rows = list(csv.DictReader((tmp_path / "report/report.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 26
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


# Shorter evenings, with what may befall them --------------------------------------------------------------------------

LEFT, THREE_LEFT = ("shoulder_abduction", "left"), (("shoulder_abduction", THREE),)
VALIDATION = {"XR_ENABLE_API_LAYERS": "XR_APILAYER_LUNARG_core_validation", "XR_CORE_VALIDATION_EXPORT_TYPE": "text"}
AWAY = "The headset is away."


def sets_of(session: StoredSession) -> list[tuple[int, int]]:
    """Of every set its block, and how many full lifts it had."""
    return [(block, ended.full) for block, ended in of(session, SetEnded)]


def test_touch_controllers_one_asleep_another_program_in_front_and_the_validation_layer_says_nothing(
    monado: Monado, puppet: Puppet, tmp_path: Path
) -> None:
    patient = Patient(puppet, THREE_LEFT)
    rivals: list[subprocess.Popen[bytes]] = []
    asleep = Mishap(1, lambda: patient.asleep.add("left"), patient.asleep.clear)
    in_front = Mishap(
        2,
        lambda: rivals.append(rival(monado)),
        lambda: monado.give_back(played.process.pid),
    )
    words = worn(routine(tmp_path, (*LEFT, "orchard", 3)))
    only = {"UPSWING_TEST_PROFILES": "oculus/touch_controller"}
    try:
        with program(words, monado, tmp_path, **only, **VALIDATION) as played:
            played.plays(patient, PATIENCE_S, befalls(patient, asleep, in_front))
            assert played.process.wait(60) == 0, played.where(patient)
            assert played.seen["controllers"] == ["oculus/touch_controller"] * 2
    finally:
        for other in rivals:
            other.kill()
            other.wait()
    assert "Take the left controller, or hold up your left hand." in asleep.said
    assert AWAY in in_front.said
    session = stored(tmp_path)
    assert session.because == "done"
    assert sets_of(session) == [(0, 3)]
    assert np.abs(as_scripted(session, patient)).max() <= OFF_DEG
    printed = played.output.read_text() + played.errors.read_text()
    assert "Core Validation Layer is initialized" in printed
    assert [line for line in printed.splitlines() if "[VALID_" in line and "[VALID_DEBUG|" not in line] == []
    replayed(tmp_path)


@pytest.mark.slow
def test_a_service_that_dies_and_a_program_that_crashes_lose_nothing_and_hands_alone_begin_again(
    tmp_path: Path,
) -> None:
    """The second evening is played with hands alone and a helper at the keys, whose the window is from the moment on
    when the service is gone for good: they end it.
    """
    with Monado() as service:
        patient = Patient(Puppet(service.port), THREE_LEFT)

        def dies() -> None:
            patient.leaves()
            service.kill()

        def comes_back() -> None:
            service.start()
            patient.puppet = Puppet(service.port)

        mended, crash = Mishap(1, dies, comes_back), Mishap(2, lambda: None)
        befall = befalls(patient, mended, crash)
        with program(worn(routine(tmp_path, (*LEFT, "lanterns", 3))), service, tmp_path) as played:
            played.plays(patient, PATIENCE_S, lambda seen: befall(seen) or crash.at_s is not None)
            time.sleep(1.0)  # what may be lost
            played.process.kill()
            played.process.wait()
        assert AWAY in mended.said
        patient.puppet.close()

        does = (*THREE_LEFT, ("shoulder_flexion", THREE))
        again = Patient(Puppet(service.port), does, aims=False, fingers=True)

        def gone_for_good() -> None:
            again.answers["pause"] = "stop"
            again.leaves()
            service.kill()

        gone = Mishap(1, gone_for_good, block=1)
        asked = routine(tmp_path, (*LEFT, "lanterns", 3), ("shoulder_flexion", "left", "orchard", 3))
        with program(worn(asked), service, tmp_path, screen=True) as played:
            played.plays(again, PATIENCE_S, befalls(again, gone))
            assert played.process.wait(60) == 0, played.where(again)
    printed = played.output.read_text() + played.errors.read_text()
    assert "Traceback" not in printed
    (said,) = [line for line in printed.splitlines() if "was cut off" in line]
    first = stored(tmp_path, said.split()[2])
    assert len(of(first, RepCompleted)) == 2
    assert np.abs(as_scripted(first, patient)).max() <= OFF_DEG

    assert AWAY in gone.said
    assert "The headset has stopped answering" in printed
    second = stored(tmp_path)
    assert sets_of(second) == [(0, 3), (1, 1)]
    assert second.because == "patient"
    assert np.abs(as_scripted(second, again)).max() <= OFF_DEG
    replayed(tmp_path)


@pytest.mark.slow
def test_a_neck_is_measured_and_a_taller_body_plays_until_the_service_is_gone_for_good(tmp_path: Path) -> None:
    """Without a window nobody can be told anything any more: after 40 seconds it is over, and kept."""
    with Monado() as service:
        does = (*THREE_LEFT, ("shoulder_flexion", THREE))
        patient = Patient(Puppet(service.port), does, body=ANOTHER)

        def gone_for_good() -> None:
            patient.leaves()
            service.kill()

        gone = Mishap(1, gone_for_good, block=1)
        asked = routine(tmp_path, (*LEFT, "orchard", 3), ("shoulder_flexion", "left", "lanterns", 3), tests=NECK)
        with program(worn(asked), service, tmp_path) as played:
            played.plays(patient, PATIENCE_S, befalls(patient, gone))
            assert played.process.wait(60) == 0, played.where(patient)
            assert gone.at_s is not None
            assert time.monotonic() - gone.at_s < 60.0
    printed = played.output.read_text() + played.errors.read_text()
    assert "Traceback" not in printed
    assert "If the headset stops answering for 40 seconds" in printed
    assert "The headset has stopped answering" in printed
    session = stored(tmp_path)
    (neck,) = assessments(session)
    assert [how for _, how in neck.trials] == ["done"] * 6
    np.testing.assert_allclose([one.value for one in neck.results], NECK_DEG, atol=OFF_DEG)
    assert sets_of(session) == [(0, 3), (1, 1)]
    assert session.because == "absent"
    off = np.abs(as_scripted(session, patient))
    assert off[:3].max() <= half_width_deg(CATALOGUE["shoulder_abduction"])
    assert off[3] <= half_width_deg(CATALOGUE["shoulder_flexion"])
