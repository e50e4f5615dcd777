"""Each check by what is passed in, the whole by running it, and a machine without anything by taking things away."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from game import doctor
from game.assets import ROOT
from game.doctor import Check


def test_everything_is_looked_at_and_every_answer_is_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("UPSWING_DATA", str(tmp_path / "data"))
    found = doctor.checks()
    names = [check.name for check in found]
    assert names == [
        "Python", "pose models", "live model", "own files", "system libraries", "camera", "window", "drawing",
        "sound", "demo film", "store", "disk", "headset", "network",
    ]  # fmt: skip
    assert all(check.found and "Traceback" not in check.found and "\n" not in check.found for check in found)
    assert all(check.fix for check in found if check.ok is None)
    assert {check.name for check in found if check.ok is False} == set()
    assert not (tmp_path / "data").exists()  # looking leaves nothing behind


def test_a_store_that_is_there_is_opened_and_its_key_s_place_named(tmp_path: Path) -> None:
    from game.progress.store import Store

    Store.open(tmp_path, doctor._NoRing()).close()
    assert doctor.store(tmp_path) == Check("store", True, f"{tmp_path}, encrypted, its key in {tmp_path / 'key'}")
    (tmp_path / "key").unlink()
    assert doctor.store(tmp_path).ok is False


def test_the_models_are_the_right_ones_byte_for_byte(tmp_path: Path) -> None:
    assert doctor.models().ok is True
    for name in doctor.MODELS:
        shutil.copy(ROOT / "models" / name, tmp_path)
    with (tmp_path / "pose_landmarker_lite.task").open("r+b") as file:
        file.seek(1000)
        file.write(b"\0\1\2")
    (tmp_path / "pose_landmarker_full.task").unlink()
    check = doctor.models(tmp_path)
    assert check.ok is False
    assert "pose_landmarker_lite.task is not the file it should be" in check.found
    assert "pose_landmarker_full.task cannot be read" in check.found


def test_the_hashes_are_those_of_the_models_handed_over() -> None:
    for name, expected in doctor.MODELS.items():
        assert hashlib.sha256((ROOT / "models" / name).read_bytes()).hexdigest() == expected


def test_a_missing_file_of_the_game_is_named(tmp_path: Path) -> None:
    for folder in ("fonts", "people", "sounds", "meshes"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    assert doctor.files(tmp_path).ok is True
    (tmp_path / "sounds" / "water.ogg").unlink()
    assert doctor.files(tmp_path) == Check("own files", False, "missing: sounds/water.ogg", "install Upswing again")


def test_packages_are_told_by_what_is_installed() -> None:
    def version(part: str) -> str:
        if part == "typst":
            raise importlib.metadata.PackageNotFoundError(part)
        return "0.10.35"

    check = doctor.parts(version)
    assert check.ok is False
    assert check.fix == "pip install 'typst' 'mediapipe==0.10.33'"
    assert doctor.parts().ok is True


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere none is needed")
def test_missing_libraries_are_named_with_the_one_line() -> None:
    def load(name: str) -> None:
        if name in ("libGL.so.1", "libEGL.so.1"):
            raise OSError(f"{name}: cannot open shared object file: No such file or directory")

    check = doctor.libraries(load)
    assert check.ok is False
    assert check.found == "missing: libGL.so.1, libEGL.so.1"
    assert "apt install libgl1 libglib2.0-0 libegl1 libgles2 libxcb1" in check.fix
    assert doctor.libraries(lambda name: None).ok is True


def test_the_renderer_and_the_doctor_give_the_same_line() -> None:
    context = pytest.importorskip("game.render.context")
    assert doctor.apt_line() == context.APT_LINE


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    check = doctor.disk(tmp_path / "not" / "yet", free=lambda path: 12_345_678)
    assert check.ok is False
    assert check.found.startswith("12 MB free")
    assert doctor.disk(tmp_path, free=lambda path: 10**10).ok is True


def test_no_camera_is_no_fault(tmp_path: Path) -> None:
    assert doctor.camera([]).ok is None


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may open anything")
def test_a_camera_one_may_not_open_is_told_with_the_way_out(tmp_path: Path) -> None:
    device = tmp_path / "video0"
    device.touch(mode=0o000)
    check = doctor.camera([device])
    assert check.ok is False
    assert "video" in check.fix


@pytest.mark.skipif(sys.platform != "linux", reason="names a screen in X11's manner")
def test_a_screen_that_does_not_answer_is_no_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """SDL would open its own off-screen driver instead and call it a window."""
    monkeypatch.setenv("DISPLAY", ":7177")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("SDL_VIDEODRIVER", raising=False)
    assert doctor._apart("window", "window").ok is None


@pytest.mark.parametrize(
    ("name", "soft"), [("llvmpipe (LLVM 15.0.6, 256 bits)", True), ("Mesa Intel(R) UHD 620", False)]
)
def test_software_and_graphics_card_are_told_apart(name: str, soft: bool) -> None:
    assert ("processor" in doctor.by_whom(name)) == soft


# --- apart --------------------------------------------------------------------------------------------------------


def script(folder: Path, body: str) -> str:
    """A stand-in for Python that answers, crashes or hangs."""
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.skipif(os.name != "posix", reason="a shell script stands in for Python")
@pytest.mark.parametrize(
    ("body", "found", "mends"),
    [
        ("kill -SEGV $$", "it crashed (signal 11)", False),
        ("exec sleep 5", "no answer within 0.5 s", False),
        ("echo 'Exception: libGL.so.1 not loaded' >&2; exit 1", "Exception: libGL.so.1 not loaded", True),
        ("echo 'ValueError: something else' >&2; exit 1", "ValueError: something else", False),
    ],
    ids=["crash", "hang", "missing library", "other"],
)
def test_a_look_that_goes_wrong_is_an_answer(body: str, found: str, mends: bool, tmp_path: Path) -> None:
    began = time.monotonic()
    check = doctor._apart("drawing", "drawing", limit_s=0.5 if "sleep" in body else 20, python=script(tmp_path, body))
    assert (check.ok, check.found) == (False, found)
    assert (doctor.apt_line() in check.fix) == (mends and sys.platform == "linux")
    assert time.monotonic() - began < 20


@pytest.mark.skipif(sys.platform != "linux", reason="takes libraries away in Linux's manner")
def test_it_runs_where_nothing_heavy_can_be_imported(tmp_path: Path) -> None:
    """Stand-ins in front of the real packages fail to import the way they do on a bare Debian."""
    for name in ("cv2", "mediapipe", "moderngl"):
        (tmp_path / f"{name}.py").write_text(
            "raise ImportError('libGL.so.1: cannot open shared object file: No such file or directory')\n"
        )
    program = "from game import doctor\nfor c in doctor.checks(): print(c.ok, c.name, c.found, '|', c.fix)"
    paths = os.pathsep.join((str(tmp_path), str(ROOT.parent)))
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=90, cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": paths, "UPSWING_DATA": str(tmp_path / "data")},
    )  # fmt: skip
    failed = [line for line in done.stdout.splitlines() if line.startswith("False")]
    assert [line.split(" lib")[0] for line in failed] == ["False drawing", "False demo film", "False network"]
    assert all(line.endswith(doctor.apt_line()) for line in failed)


def test_importing_it_loads_nothing_heavy() -> None:
    heavy = "{'numpy', 'cv2', 'mediapipe', 'pygame', 'moderngl', 'sqlcipher3'}"
    program = f"import sys, game.doctor; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT.parent)
    assert done.stdout.strip() == "[]"


# --- the network monitor ------------------------------------------------------------------------------------------


def test_the_monitor_hears_the_network_and_not_the_machine_s_own_sockets() -> None:
    program = (
        "import socket\nfrom game.doctor import listen\nheard = listen()\n"
        "a, b = socket.socketpair(); a.send(b'x')\nprint(len(heard))\n"
        "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.sendto(b'x', ('127.0.0.1', 9))\nprint(len(heard))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT.parent)
    assert done.stdout.split() == ["0", "1"]


@pytest.mark.skipif(not Path("/proc/self/net/tcp").exists(), reason="reads Linux's tables")
def test_a_socket_held_open_is_found() -> None:
    before = doctor.open_sockets()
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        assert len(doctor.open_sockets()) == len(before) + 1
    assert doctor.open_sockets() == before


def test_a_headset_is_named_and_where_there_is_none_the_reason_is(monkeypatch: pytest.MonkeyPatch) -> None:
    from game import openxr

    monkeypatch.setattr(openxr, "find_headset", lambda: "Remote HMD, by Monado")
    found = doctor.headset()
    assert found.ok is True
    assert found.found.startswith("Remote HMD, by Monado")

    def none() -> str:
        raise openxr.NoHeadsetError("Monado runs, but finds no headset.")

    monkeypatch.setattr(openxr, "find_headset", none)
    found = doctor.headset()
    assert found.ok is None
    assert found.found == "Monado runs, but finds no headset."
