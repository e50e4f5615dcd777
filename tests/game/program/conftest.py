"""The program as its users start it, with data and settings of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def upswing(tmp_path: Path) -> Run:
    def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
        home = {"UPSWING_DATA": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config"), "COLUMNS": "200"}
        environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")} | home | more
        return subprocess.run(
            [sys.executable, "-m", "game", *words], cwd=tmp_path, env=environment, capture_output=True, text=True,
            timeout=240, check=False,
        )  # fmt: skip

    return run
