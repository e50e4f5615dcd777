"""What smoothing costs on synthetic movements, as tests/bench/smoothing.py prints it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from exercises.definition import Exercise
from real_data.page import section


def measure(shared: Path, catalogue: Mapping[str, Exercise]) -> dict[str, Any]:
    del shared, catalogue  # it makes its own movements
    program = Path(__file__).resolve().parents[1] / "smoothing.py"
    done = subprocess.run([sys.executable, str(program)], capture_output=True, text=True, check=True)
    return {"said": done.stdout.rstrip()}


def page(found: dict[str, Any]) -> str:
    """The section of docs/accuracy.md."""
    return section("smoothing", said=found["said"])
