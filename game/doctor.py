"""What works on this machine, and the one line that installs what does not.

Every look that could crash, hang or chatter (a graphics driver, a camera, a library that lacks a part of the system)
runs in a Python of its own with a time limit, so the doctor itself needs nothing but the standard library and answers
within seconds on the barest machine. `checks()` gives data; showing it is the command line's work.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.metadata
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from game.assets import ROOT, AssetMissingError, asset

LIMIT_S = 15.0  # a busy machine loads MediaPipe in 5 s; a driver that hangs is told by this
NEEDED_MB = 200  # an hour of poses is about 10 MB; the rest is room for reports and for the system itself
MEDIAPIPE = "0.10.33"  # the last release that opens no network connection
MODELS = {  # sha256
    "pose_landmarker_lite.task": "3533cc61b5288b2f7674ad991771363b4a5cf7af2fb599bddaa5a1d020e030df",
    "pose_landmarker_full.task": "08af1b3df56f1666910e6097513695cfdfd9ce2567b9b4b0127a26ca8c265aac",
}
FILM = "films/demo_shoulder_abduction.mp4"
PARTS = (
    "numpy", "mediapipe", "opencv-contrib-python", "pygame-ce", "moderngl", "sqlcipher3", "keyring", "platformdirs",
    "typst", "fhir.resources", "typer", "rich",
)  # fmt: skip
# Tried on a bare Debian 12, one by one: OpenCV wants libxcb, libGL and GLib, drawing off screen libEGL, and MediaPipe's
# tasks libGLESv2. Mesa's software driver comes with libgl1.
LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGLESv2.so.2": "libgles2",
    "libxcb.so.1": "libxcb1",
}
SOFTWARE = ("llvmpipe", "softpipe", "swrast", "swiftshader", "software")


@dataclass(frozen=True, slots=True)
class Check:
    """ok: True works; False must be mended before playing; None not here, and the game does without.
    found: what is there, in words. fix: what to do, "" where nothing is to be done."""

    name: str
    ok: bool | None
    found: str
    fix: str = ""


def apt_line() -> str:
    """The one line that brings a bare Debian or Ubuntu all system libraries that Upswing needs."""
    return "apt install " + " ".join(LIBRARIES.values())


def checks() -> tuple[Check, ...]:
    """Everything, in the order of a list to read; a few seconds, at most about LIMIT_S. Nothing is measured: see
    game/model_choice.py."""
    with ThreadPoolExecutor(max_workers=3) as pool:
        apart = {name: pool.submit(_apart, name, LOOKS[name][0]) for name in ("silence", *LOOKS)}
        here = (models(), live_model(), files())
        seen = {name: future.result() for name, future in apart.items()}
    return (parts(), *here, *(seen[name] for name in LOOKS))


# --- looked at here: the standard library is enough ----------------------------------------------------------------


def parts(version: Callable[[str], str] = importlib.metadata.version) -> Check:
    """Python and the packages, by what is installed; `version` raises PackageNotFoundError for what is not."""
    found, wrong = [f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"], []
    for part in PARTS:
        try:
            found.append(f"{part} {version(part)}")
        except importlib.metadata.PackageNotFoundError:
            wrong.append(part)
    if "mediapipe" not in wrong and version("mediapipe") != MEDIAPIPE:
        wrong.append(f"mediapipe=={MEDIAPIPE}")
    if wrong:
        return Check("Python", False, f"not as needed: {', '.join(wrong)}", f"pip install {' '.join(map(repr, wrong))}")
    return Check("Python", True, ", ".join(found))


def models(folder: Path | None = None) -> Check:
    """The two pose models, byte for byte."""
    folder, wrong = folder or ROOT / "models", []
    for name, expected in MODELS.items():
        try:
            digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        except OSError as error:
            wrong.append(f"{name} cannot be read ({error.strerror})")
        else:
            if digest != expected:
                wrong.append(f"{name} is not the file it should be")
    if wrong:
        return Check("pose models", False, "; ".join(wrong), "install Upswing again")
    return Check("pose models", True, f"{len(MODELS)} models, each the right one")


def live_model(path: Path | None = None) -> Check:
    """Which pose model a camera is played with, and what was measured for that."""
    try:
        from game.model_choice import choice_path, here, load

        now, found = here(""), load(path or choice_path())
    except ImportError as error:  # a package that `parts` names
        return Check("live model", None, f"not known without {error.name}", "install Upswing again")
    kept = [c.said for c in found if c.machine_and_parts == now.machine_and_parts]
    if kept:
        return Check("live model", True, f"{'; '.join(kept)} (`upswing doctor --measure` measures again)")
    fix = "the first `upswing play` with a camera measures it in a few seconds, or now: `upswing doctor --measure`"
    return Check("live model", None, "not measured on this computer yet", fix)


def files(root: Path = ROOT) -> Check:
    """What the game draws and sounds with."""
    wanted = {
        "fonts": ("AtkinsonHyperlegible-Regular.ttf", "AtkinsonHyperlegible-Bold.ttf"),
        "people": ("woman.glb", "man.glb", "older_woman.glb", "older_man.glb"),
        "sounds": ("kalimba_d4.ogg", "bow_d3.ogg", "water.ogg"),
        "meshes": ("lantern.glb", "jetty.glb"),
    }
    missing = [
        f"{folder}/{name}" for folder, names in wanted.items() for name in names if not (root / folder / name).is_file()
    ]
    if missing:
        return Check("own files", False, f"missing: {', '.join(missing)}", "install Upswing again")
    counts = ", ".join(f"{sum(1 for _ in (root / folder).iterdir())} in {folder}" for folder in wanted)
    return Check("own files", True, counts)


def disk(folder: Path, free: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free) -> Check:
    """Room where sessions are kept; `folder` need not exist yet."""
    there = next((p for p in (folder, *folder.parents) if p.is_dir()), Path("/"))
    megabytes = free(there) // 1_000_000
    if megabytes < NEEDED_MB:
        return Check("disk", False, f"{megabytes} MB free for {folder}", f"make room: {NEEDED_MB} MB are needed")
    return Check("disk", True, f"{megabytes / 1000:.1f} GB free for {folder}")


def data_folder() -> Path:
    from game.progress.store import data_folder as of_the_user

    return of_the_user()


# --- looked at apart: in a Python of its own -----------------------------------------------------------------------


def libraries(load: Callable[[str], object] = ctypes.CDLL) -> Check:
    """Parts of the system that a bare Linux lacks."""
    if sys.platform != "linux":
        return Check("system libraries", True, "none needed on this system")
    missing = []
    for name in LIBRARIES:
        try:
            load(name)
        except OSError:
            missing.append(name)
    if not missing:
        return Check("system libraries", True, ", ".join(LIBRARIES))
    debian = shutil.which("apt-get") is not None
    fix = apt_line() if debian else f"install what brings {', '.join(missing)} (on Debian: {apt_line()})"
    return Check("system libraries", False, f"missing: {', '.join(missing)}", fix)


def camera(devices: Iterable[Path] | None = None) -> Check:
    """Whether a webcam gives a picture. The picture is thrown away unseen."""
    if devices is None and sys.platform == "linux":
        devices = sorted(Path("/dev").glob("video*"))
    if devices is not None:
        devices = list(devices)
        if not devices:
            return Check("camera", None, "none is connected", "connect one, or play a film with --source FILE")
        if not any(os.access(device, os.R_OK | os.W_OK) for device in devices):
            return Check(
                "camera",
                False,
                f"{devices[0]} may not be opened by you",
                "sudo usermod -aG video $USER, then log in again",
            )
    from game.tracking.camera import first_picture, open_webcam

    for number in range(4):
        picture = first_picture(open_webcam(number))
        if picture is not None:
            return Check("camera", True, f"camera {number} gives {picture.shape[1]}x{picture.shape[0]}")
    return Check(
        "camera", None, "one is there but gives no picture", "close other programs that use it, or connect it again"
    )


def window() -> Check:
    """Whether a window with OpenGL opens, tried with a hidden one."""
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return Check("window", None, "there is no screen", "without one `upswing play` plays the demo off screen")
    import moderngl
    import pygame

    pygame.display.init()
    if pygame.display.get_driver() in ("offscreen", "dummy"):  # where no screen answers SDL turns to these unasked
        return Check("window", None, "a screen is named but does not answer", "without one the demo plays off screen")
    for attribute, value in (
        (pygame.GL_CONTEXT_MAJOR_VERSION, 3), (pygame.GL_CONTEXT_MINOR_VERSION, 3),
        (pygame.GL_CONTEXT_PROFILE_MASK, pygame.GL_CONTEXT_PROFILE_CORE),
    ):  # fmt: skip
        pygame.display.gl_set_attribute(attribute, value)
    try:
        pygame.display.set_mode((64, 64), pygame.OPENGL | pygame.DOUBLEBUF | pygame.HIDDEN)
    except pygame.error as error:
        return Check(
            "window", False, f"no window with OpenGL 3.3 opens: {error}", "install the driver of the graphics card"
        )
    name = moderngl.create_context(require=330).info["GL_RENDERER"]
    return Check("window", True, f"{pygame.display.get_driver()}, drawn by {by_whom(name)}")


def drawing() -> Check:
    """Whether pictures can be drawn without a window."""
    import moderngl

    off_screen = {"backend": "egl", "libgl": "libGL.so.1", "libegl": "libEGL.so.1"} if sys.platform == "linux" else {}
    context = moderngl.create_context(standalone=True, require=330, **off_screen)
    return Check("drawing", True, f"off screen by {by_whom(context.info['GL_RENDERER'])}")


def by_whom(renderer: str) -> str:
    """The renderer's name, and what it means for the player."""
    soft = any(word in renderer.lower() for word in SOFTWARE)
    return f"{renderer} ({'the processor: simpler water, 30 pictures a second' if soft else 'the graphics card'})"


def sound() -> Check:
    """Whether the loudspeaker opens and every sound can be read."""
    import numpy as np

    from game.audio import Audio, DeviceError
    from game.drawlist import Camera, Cue, DrawList

    try:
        audio = Audio.open(0.0)
    except DeviceError as error:
        return Check("sound", None, str(error), "connect a loudspeaker and choose it in the system's settings")
    names = sorted(path.stem for path in asset("sounds").glob("*.ogg"))
    audio.show(DrawList(camera=Camera(np.eye(4)), cues=tuple(Cue(name, name) for name in names)))
    audio.close()
    if audio.lost or audio.unreadable:
        broken = ", ".join(audio.unreadable) or "the player ended by itself"
        return Check("sound", False, f"cannot be read: {broken}", "install Upswing again")
    return Check("sound", True, f"a loudspeaker opens; {len(names)} sounds can be read")


def film() -> Check:
    """The bundled demonstration."""
    import cv2

    capture = cv2.VideoCapture(str(asset(FILM)))
    good, picture = capture.read()
    lasts_s = capture.get(cv2.CAP_PROP_FRAME_COUNT) / max(capture.get(cv2.CAP_PROP_FPS), 1)
    if not good:
        return Check("demo film", False, f"{FILM} cannot be decoded", "install Upswing again")
    return Check("demo film", True, f"{lasts_s:.0f} s, {picture.shape[1]}x{picture.shape[0]}")


def store(folder: Path | None = None) -> Check:
    """Whether sessions can be kept encrypted. Nothing is made in the user's folder that was not there before."""
    from game.progress import key
    from game.progress.store import FILE, Store, StoreError

    folder = folder or data_folder()
    try:
        if (folder / FILE).exists():
            Store.open(folder).close()
            place = key.read_place(folder)
            where = "in the keyring" if place and place.place == "keyring" else f"in {folder / key.KEY_FILE}"
            return Check("store", True, f"{folder}, encrypted, its key {where}")
        with tempfile.TemporaryDirectory() as scratch:
            Store.open(Path(scratch), _NoRing()).close()
    except StoreError as error:
        return Check("store", False, str(error), "")
    there = next(p for p in (folder, *folder.parents) if p.is_dir())
    if not os.access(there, os.W_OK | os.X_OK):
        return Check("store", False, f"{there} may not be written to", "set UPSWING_DATA to a folder of your own")
    ring = key.system_ring()
    where = "in the keyring" if ring else "in a file only you can read (there is no keyring here)"
    return Check("store", True, f"none yet; it will be made in {folder}, encrypted, its key {where}")


class _NoRing:
    """A keyring that takes nothing, so that a trial store leaves no trace in the user's own."""

    def get_password(self, service: str, username: str) -> str | None:
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        return None


def headset() -> Check:
    """Which headset is there, and by which runtime; nothing is begun in it. Only who has one needs one."""
    from game.openxr import HeadsetError, NoPyopenxrError, find_headset

    try:
        found = find_headset()
    except NoPyopenxrError as error:
        return Check("headset", None, str(error), "only for playing in a headset: pip install 'upswing[headset]'")
    except HeadsetError as error:
        return Check("headset", None, str(error), "only for playing in a headset; without one the screen is used")
    return Check("headset", True, f"{found}: `upswing play --source headset`")


def silence() -> Check:
    """Whether the library that reads the body asks for the network, while it is loaded and while it looks at a picture.

    Seen are Python's own calls and, on Linux, sockets left open by any part; the project's tests watch every call.
    """
    tried = listen()
    import mediapipe
    import numpy as np
    from mediapipe.tasks.python import vision
    from mediapipe.tasks.python.core.base_options import BaseOptions

    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(asset(f"models/{next(iter(MODELS))}")))
    )
    with vision.PoseLandmarker.create_from_options(options) as landmarker:
        black = np.zeros((120, 160, 3), np.uint8)
        landmarker.detect(mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=black))
        tried += open_sockets()
    if tried:
        return Check("network", False, f"MediaPipe tried: {', '.join(tried)}", f"pip install mediapipe=={MEDIAPIPE}")
    return Check("network", True, f"nothing was tried while MediaPipe {importlib.metadata.version('mediapipe')} worked")


def listen() -> list[str]:
    """From now on every use of the network by Python code in this process is added to the list, in words.

    A socket between programs of this machine (AF_UNIX: a keyring, a loudspeaker, a screen) is not network use.
    """
    heard: list[str] = []

    def hook(event: str, args: tuple[object, ...]) -> None:
        if event in ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind"):
            if isinstance(args[1], tuple):  # an internet address; a path is AF_UNIX
                heard.append(f"{event} {args[1]}")
        elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "urllib.Request"):
            heard.append(f"{event} {args[0]}")

    sys.addaudithook(hook)
    return heard


def open_sockets() -> list[str]:
    """Internet sockets this process holds open, whatever code made them; Linux only, elsewhere ()."""
    if not Path("/proc/self/net").is_dir():
        return []
    mine = set()
    for entry in Path("/proc/self/fd").iterdir():
        try:
            target = os.readlink(entry)
        except FileNotFoundError:  # the descriptor that listed the folder
            continue
        if target.startswith("socket:["):
            mine.add(target[8:-1])
    found = []
    for table in ("tcp", "tcp6", "udp", "udp6"):
        path = Path("/proc/self/net") / table
        rows = path.read_text().splitlines()[1:] if path.exists() else []
        found += [f"{table} socket to {row.split()[2]}" for row in rows if row.split()[9] in mine]
    return found


# name: (what the check is called, what looks)
LOOKS: dict[str, tuple[str, Callable[[], Check]]] = {
    "libraries": ("system libraries", libraries),
    "camera": ("camera", camera),
    "window": ("window", window),
    "drawing": ("drawing", drawing),
    "sound": ("sound", sound),
    "film": ("demo film", film),
    "store": ("store", store),
    "disk": ("disk", lambda: disk(data_folder())),
    "headset": ("headset", headset),
    "silence": ("network", silence),
}


def _apart(name: str, title: str, limit_s: float = LIMIT_S, python: str = sys.executable) -> Check:
    """Run LOOKS[name] in a Python of its own. A crash or a missing part is an answer, too."""
    paths = [str(Path(__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths), "PYGAME_HIDE_SUPPORT_PROMPT": "1"}
    try:
        done = subprocess.run(
            [python, "-W", "ignore", "-m", "game.doctor", name],
            capture_output=True, text=True, errors="replace", timeout=limit_s, env=environment, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return Check(title, False, f"no answer within {limit_s:g} s")
    lines = [line for line in done.stdout.splitlines() if line.startswith('{"name"')]
    if done.returncode == 0 and lines:
        return Check(**json.loads(lines[-1]))
    if done.returncode < 0:
        return Check(
            title, False, f"it crashed (signal {-done.returncode})", "a driver is at fault: bring the system up to date"
        )
    said = [line for line in done.stderr.splitlines() if line and not line.startswith(" ")]
    reason = said[-1] if said else f"it ended with {done.returncode}"
    return Check(title, False, reason, apt_line() if _lacks_library(reason) else "")


def _lacks_library(reason: str) -> bool:
    """Whether the loader's words are about a part of the system, in Python's, glcontext's or SDL's manner."""
    missing = ("cannot open shared object", ".so", "OpenGL / GLES library", "EGL library")
    return sys.platform == "linux" and any(words in reason for words in missing)


def _answer(name: str) -> None:
    """For `python -m game.doctor NAME`: one line of JSON. What cannot be imported is an answer; anything else is seen
    by whoever asked as this process's last words."""
    title, look = LOOKS[name]
    try:
        check = look()
    except AssetMissingError as error:
        check = Check(title, False, str(error), "install Upswing again")
    except ImportError as error:
        check = Check(title, False, str(error), apt_line() if _lacks_library(str(error)) else "pip install upswing")
    except OSError as error:  # ctypes says so when a library's library is missing
        check = Check(title, False, str(error), apt_line() if _lacks_library(str(error)) else "")
    sys.stdout.write(json.dumps(asdict(check)) + "\n")


if __name__ == "__main__":
    _answer(sys.argv[1])
