"""Films drawn into a temporary file, tracked and deleted: only what the tracker saw and the truth are kept."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from filming.acting import Act, act, truth
from filming.scripts import FPS, Script
from filming.seeing import again, track
from filming.studio import HEIGHT, WIDTH, Studio, framed


def make(scripts: Sequence[Script], folder: Path) -> None:
    """Draw and track each film that is not there yet; the truth is written first, the recording when it is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    missing = [script for script in scripts if not (folder / f"{script.name}.npz").is_file()]
    if not missing:
        return
    studio = Studio()
    for n, wanted in enumerate(missing, 1):
        began = time.monotonic()
        played = act(wanted)
        script = framed(wanted, played)
        (folder / f"{script.name}.json").write_text(json.dumps(truth(script, played)), encoding="utf-8")
        with tempfile.TemporaryDirectory() as temporary:
            film = Path(temporary) / f"{script.name}.mp4"
            drawn(film, studio, script, played)
            track(film, folder / f"{script.name}.npz", FPS)
        print(f"{n}/{len(missing)} {script.name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    studio.close()


def make_again(folder: Path, out: Path) -> None:
    """Everything behind MediaPipe's eyes once more, into `out`: films whose landmarks were kept in `folder`."""
    out.mkdir(parents=True, exist_ok=True)
    for seen in sorted(folder.glob("film_*.seen.npz")):
        name = seen.name.removesuffix(".seen.npz")
        with tempfile.TemporaryDirectory() as temporary:
            again(seen, out / f"{name}.npz", Path(temporary), FPS)
        shutil.copyfile(folder / f"{name}.json", out / f"{name}.json")


def drawn(film: Path, studio: Studio, script: Script, played: Act) -> None:
    """Writes the film that the studio makes of what is played."""
    out = cv2.VideoWriter(str(film), cv2.VideoWriter_fourcc(*"mp4v"), FPS, (WIDTH, HEIGHT))
    for picture in studio.film(script, played):
        out.write(np.ascontiguousarray(picture))
    out.release()
