"""No network, and no picture but the game's own (docs/privacy.md).

Two monitors watch at once: Python's audit hook (tests/watched.py), and where there is strace the kernel's own account
of every network call and every opened file, by any library and any thread. Each is first shown to catch what it is for.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[1]
PLAY = ("-m", "game", "play", "--source", "demo", "--screen", "none", "--report")
# Names that a picture or film could hide behind, and the first bytes by which one is known whatever its name.
PICTURE_NAMES = re.compile(
    r"\.(png|jpe?g|bmp|gif|tiff?|webp|ppm|pgm|pnm|heic|avif|exr|hdr|mp4|avi|mkv|mov|webm|yuv)$", re.I
)
PICTURE_BYTES = re.compile(
    rb"\x89PNG|\xff\xd8\xff|GIF8|BM.{4}\0\0\0\0|II\*\0|MM\0\*|RIFF....(WEBP|AVI )|P[1-6]\s|....ftyp|\x1a\x45\xdf\xa3",
    re.S,
)
# Judged one by one. AF_UNIX joins programs of one machine, AF_NETLINK asks the kernel which devices there are: no byte
# leaves the machine by either. The one path by which AF_UNIX would mean the network is a name service's.
HARMLESS = ("AF_UNIX", "AF_NETLINK")
NAME_SERVICE = re.compile(r"resolve|mdns|avahi|lookupd", re.I)


@dataclass(frozen=True)
class Seen:
    """What a watched run did. `traced`: strace watched as well. `network`: every attempt. `written`: files opened for
    writing, whether they are still there or not, and what lies in the run's folder afterwards."""

    code: int
    said: str
    traced: bool
    network: list[str]
    written: set[Path]
    folder: Path

    def pictures(self) -> set[Path]:
        """Files that are a picture or a film by name or by first bytes."""
        return {p for p in self.written if PICTURE_NAMES.search(p.name) or PICTURE_BYTES.match(first_bytes(p))}


def first_bytes(path: Path) -> bytes:
    return path.read_bytes()[:64] if path.is_file() else b""


def can_trace() -> bool:
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False).returncode == 0


CAN_TRACE = can_trace()
traced = pytest.mark.skipif(not CAN_TRACE, reason="needs strace (apt install strace) and the right to trace")


def watched(folder: Path, *command: str, trace: bool = CAN_TRACE, limit_s: float = 1500) -> Seen:
    """Run Python with `command` in a home of its own inside `folder`, under both monitors."""
    home, work, temp = folder / "home", folder / "work", folder / "tmp"
    for place in (home, work, temp):
        place.mkdir(parents=True)
    hooks, calls = folder / "hooks.jsonl", folder / "calls"
    run = [sys.executable, str(ROOT / "tests" / "watched.py"), str(hooks), *command]
    if trace:
        only = "trace=%network,open,openat,openat2,creat,rename,renameat,renameat2,link,linkat"
        run = ["strace", "-f", "--seccomp-bpf", "-qq", "-s", "400", "-e", only, "-o", str(calls), *run]
    environment = {
        k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "DISPLAY", "WAYLAND", "DBUS", "MPL"))
    }
    environment |= {
        "HOME": str(home), "TMPDIR": str(temp), "UPSWING_DATA": str(home / "data"), "PYTHONPATH": str(ROOT),
        "SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy", "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    done = subprocess.run(
        run, cwd=work, env=environment, capture_output=True, text=True, errors="replace", timeout=limit_s, check=False
    )
    network, opened = [], set()
    for line in hooks.read_text().splitlines():
        kind, what = json.loads(line)
        network += [what] if kind == "network" else []
        opened |= {Path(what)} if kind == "write" else set()
    if trace:
        text = calls.read_text(errors="replace")
        network += network_calls(text)
        opened |= {work / path for path in paths_written(text)}
    left = {p for place in (home, work, temp) for p in place.rglob("*") if p.is_file()}
    return Seen(done.returncode, done.stdout + done.stderr, trace, network, (opened | left) - {hooks, calls}, folder)


def network_calls(log: str) -> list[str]:
    """The calls of a strace log that reach or could reach beyond this machine."""
    found = []
    for line in log.splitlines():
        call = re.search(r"\b(socket|connect|sendto|sendmsg|sendmmsg|bind|listen)\((.*)", line)
        if not call:
            continue
        families = set(re.findall(r"\bAF_\w+", call[2])) - {"AF_UNSPEC"}
        if families - set(HARMLESS) or (call[1] == "connect" and NAME_SERVICE.search(call[2])):
            found.append(call[0])
    return found


def paths_written(log: str) -> set[str]:
    """Every path of a strace log that was opened for writing, or that something was renamed or linked to."""
    opened = r'\b(?:open|openat|openat2)\([^"]*"([^"]*)", [^)]*(?:O_WRONLY|O_RDWR|O_CREAT)'
    renamed = r'\b(?:creat\("|(?:rename|link)\w*\(.*"[^"]*", [^"]*")([^"]*)"'
    return {call[1] for pattern in (opened, renamed) for line in log.splitlines() if (call := re.search(pattern, line))}


# --- the monitors can fail ----------------------------------------------------------------------------------------

CONNECT = "import socket; s = socket.socket(); s.settimeout(1)\ntry: s.connect(('127.0.0.1', 9))\nexcept OSError: pass"
LOOK_UP = "import socket\ntry: socket.getaddrinfo('localhost', 80)\nexcept OSError: pass"
# the same connection made by C code, which Python's hook cannot see
IN_C = (
    "import ctypes, struct; c = ctypes.CDLL(None); fd = c.socket(2, 1, 0)\n"
    "c.connect(fd, struct.pack('=HH4s8x', 2, 0x0900, bytes([127, 0, 0, 1])), 16)"
)
LOCAL = "import socket; a, b = socket.socketpair(); a.send(b'x'); socket.socket(socket.AF_UNIX)"
WITH_CV2 = "import cv2, numpy; cv2.imwrite('frame.png', numpy.zeros((48, 64, 3), 'uint8'))"
GONE_AGAIN = "import os; open('frame.jpg', 'wb').write(bytes(9)); os.remove('frame.jpg')"
DISGUISED = WITH_CV2 + "; import os; os.rename('frame.png', 'frame.dat')"


@pytest.mark.parametrize("program", [CONNECT, LOOK_UP], ids=["connect", "name look-up"])
def test_the_hook_catches_python_that_uses_the_network(program: str, tmp_path: Path) -> None:
    assert watched(tmp_path, "-c", program, trace=False).network


@traced
@pytest.mark.parametrize("program", [CONNECT, IN_C], ids=["Python", "C"])
def test_the_trace_catches_any_code_that_uses_the_network(program: str, tmp_path: Path) -> None:
    seen = watched(tmp_path, "-c", program)
    assert any("AF_INET" in call for call in seen.network), seen.said


@traced
def test_the_trace_lets_sockets_within_the_machine_be(tmp_path: Path) -> None:
    seen = watched(tmp_path, "-c", LOCAL)
    assert seen.code == 0, seen.said
    assert seen.network == []


@pytest.mark.parametrize("program", [WITH_CV2, DISGUISED, GONE_AGAIN], ids=["OpenCV", "by another name", "and removed"])
def test_a_picture_that_is_written_is_found(program: str, tmp_path: Path) -> None:
    seen = watched(tmp_path, "-c", program, trace=False)
    assert seen.code == 0, seen.said
    assert len(seen.pictures()) == 1


@traced
def test_a_picture_outside_the_run_s_own_folders_is_found_by_the_trace(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "frame"
    program = (
        WITH_CV2.replace("frame.png", f"{elsewhere}.png") + f"; import os; os.rename('{elsewhere}.png', '{elsewhere}')"
    )
    assert {p.name for p in watched(tmp_path, "-c", program).pictures()} == {"frame.png", "frame"}


def test_a_log_is_read_rightly() -> None:
    log = (
        "12 socket(AF_INET6, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_TCP) = 3\n"
        '12 connect(3, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("1.2.3.4")}, 16) = -1 EINPROGRESS\n'
        '13 connect(4, {sa_family=AF_UNIX, sun_path="/run/user/0/bus"}, 110) = 0\n'
        '13 connect(4, {sa_family=AF_UNIX, sun_path="/run/systemd/resolve/io.systemd.Resolve"}, 42) = 0\n'
        "14 socket(AF_NETLINK, SOCK_RAW|SOCK_CLOEXEC, NETLINK_ROUTE) = 5\n"
        '14 openat(AT_FDCWD, "a.txt", O_RDONLY|O_CLOEXEC) = 3\n'
        '14 openat(AT_FDCWD, "b.txt", O_WRONLY|O_CREAT|O_TRUNC, 0666) = 3\n'
        '14 rename("b.txt", "c.png") = 0\n'
    )
    assert len(network_calls(log)) == 3
    assert paths_written(log) == {"b.txt", "c.png"}


# --- what is promised ---------------------------------------------------------------------------------------------

LOOK_AT_A_FILM = """
import cv2, mediapipe, numpy as np
from mediapipe.tasks.python import vision
from mediapipe.tasks.python.core.base_options import BaseOptions
from game.assets import asset
options = vision.PoseLandmarkerOptions(
    base_options=BaseOptions(model_asset_path=str(asset("models/pose_landmarker_lite.task"))))
film = cv2.VideoCapture(str(asset("films/demo_shoulder_abduction.mp4")))
found = 0
with vision.PoseLandmarker.create_from_options(options) as landmarker:
    for _ in range(20):
        rgb = cv2.cvtColor(film.read()[1], cv2.COLOR_BGR2RGB)
        picture = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=rgb)
        found += bool(landmarker.detect(picture).pose_landmarks)
print("found", found)
"""


LOOK_AS_THE_GAME_DOES = """
import sys, time
from functools import partial
from game.assets import asset
from game.tracking.camera_process import CameraProcess
from game.tracking.trial import FilmAsWebcam
found = 0
with CameraProcess(partial(FilmAsWebcam, asset("films/demo_shoulder_abduction.mp4")), "lite") as camera:
    while found < 20:
        found += len(camera.poll())
        time.sleep(0.01)
assert "mediapipe" not in sys.modules
print("found", found)
"""


@traced  # Python's hook watches one process, the kernel this one's children too
def test_the_camera_s_own_process_keeps_its_pictures(tmp_path: Path) -> None:
    seen = watched(tmp_path, "-c", LOOK_AS_THE_GAME_DOES)
    assert seen.code == 0, seen.said
    assert "found " in seen.said
    calls = (tmp_path / "calls").read_text(errors="replace")
    assert "pose_landmarker_lite.task" in calls  # the process was watched
    assert seen.network == []
    assert seen.pictures() == set()


def test_mediapipe_loads_and_sees_without_the_network(tmp_path: Path) -> None:
    seen = watched(tmp_path, "-c", LOOK_AT_A_FILM)
    assert seen.code == 0, seen.said
    assert "found 20" in seen.said
    assert seen.network == []
    assert seen.pictures() == set()


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """A whole demonstration, played from the filmed person to the written report."""
    folder = tmp_path_factory.mktemp("evening")
    seen = watched(folder, *PLAY, str(folder / "work" / "report"))
    assert seen.code == 0, seen.said
    return seen


@pytest.mark.slow
def test_a_whole_evening_opens_no_connection(evening: Seen) -> None:
    assert evening.network == []
    assert any(p.name == "report.pdf" for p in evening.written), evening.said  # it was whole


@pytest.mark.slow
def test_only_pictures_of_the_game_are_written_and_only_where_they_were_asked_for(evening: Seen) -> None:
    asked_for = evening.folder / "work" / "report"
    assert evening.pictures()
    assert {p for p in evening.pictures() if p.parent != asked_for} == set()


@pytest.mark.slow
def test_no_picture_and_no_report_shows_the_film(evening: Seen) -> None:
    """The pictures are drawn: none is like any moment of the film. The report holds no picture at all."""
    import cv2
    from pypdf import PdfReader

    frames = np.stack([standardised(frame) for frame in moments(ROOT / "assets/films/demo_shoulder_abduction.mp4")])
    for path in sorted(evening.pictures()):
        picture = cv2.imread(str(path))
        assert picture is not None
        assert (frames @ standardised(picture)).max() < 0.8, path.name
    camera_like = cv2.resize(next(iter(moments(ROOT / "assets/films/demo_shoulder_abduction.mp4"))), (1280, 720))
    assert (frames @ standardised(camera_like)).max() > 0.99  # the measure can fail
    report = next(p for p in evening.written if p.name == "report.pdf")
    assert [image for page in PdfReader(report).pages for image in page.images] == []


def moments(film: Path) -> list[np.ndarray]:
    import cv2

    capture, found = cv2.VideoCapture(str(film)), []
    while capture.grab():
        if len(found) * 30 == capture.get(cv2.CAP_PROP_POS_FRAMES) - 1:
            found.append(capture.retrieve()[1])
    return found


def standardised(picture: np.ndarray) -> np.ndarray:
    """A picture as a unit vector without mean (64 x 48 grey), so that a product of two is their correlation."""
    import cv2

    small = (
        cv2.resize(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), (64, 48), interpolation=cv2.INTER_AREA)
        .astype(float)
        .ravel()
    )
    small -= small.mean()
    return small / np.linalg.norm(small)


def begins(film: Path, shorter: Path, frames: int) -> None:
    """Writes the first `frames` of a film."""
    import cv2

    whole = cv2.VideoCapture(str(film))
    size = tuple(int(whole.get(side)) for side in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT))
    written = cv2.VideoWriter(str(shorter), cv2.VideoWriter.fourcc(*"mp4v"), whole.get(cv2.CAP_PROP_FPS), size)
    for _ in range(frames):
        written.write(whole.read()[1])
    written.release()


@pytest.mark.slow
def test_measuring_a_film_writes_no_picture(tmp_path: Path) -> None:
    film, answer = tmp_path / "begins.mp4", tmp_path / "work" / "answer.json"
    begins(ROOT / "assets/films/demo_shoulder_abduction.mp4", film, frames=300)
    what = ("--exercise", "shoulder_abduction", "--model", "lite", "--no-progress", "--json", str(answer))
    seen = watched(tmp_path, "-m", "game", "analyze", str(film), *what)
    assert seen.code == 0, seen.said
    assert answer in seen.written
    assert seen.network == []
    assert seen.pictures() == set()
