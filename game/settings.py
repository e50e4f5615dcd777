"""What this machine remembers about the patient's wishes: one small file, and defaults without it.

The file is JSON in the user's configuration folder. It holds no health data and no name but those the family entered.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, get_args

from game.drawlist import Body

FILE = "settings.json"
_RANGES = {"text_size": (1.0, 1.5), "volume": (0.0, 1.0), "camera": (0, 63)}


@dataclass(frozen=True, slots=True)
class Settings:
    """body: the figure on screen; whom_to_call: kept large on the help page; light_for: whose light it is tonight;
    text_size 1 as designed .. 1.5; volume 0..1; camera: index of the camera to open first; still: the scenery of the
    games stands still."""

    body: Body = "older_woman"
    whom_to_call: str = ""
    light_for: str = ""
    text_size: float = 1.0
    volume: float = 0.8
    camera: int = 0
    still: bool = False

    def __post_init__(self) -> None:
        if self.body not in get_args(Body):
            raise ValueError(f"body must be one of {', '.join(get_args(Body))}, got {self.body!r}")
        for name in ("whom_to_call", "light_for"):
            if not isinstance(value := getattr(self, name), str):
                raise ValueError(f"{name} must be words, got {value!r}")
        if not isinstance(self.still, bool):
            raise ValueError(f"still must be true or false, got {self.still!r}")
        for name, (low, high) in _RANGES.items():
            value = getattr(self, name)
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if not number or not low <= value <= high or (name == "camera" and not isinstance(value, int)):
                raise ValueError(f"{name} must be from {low} to {high}, got {value!r}")


def settings_path() -> Path:
    """Where the file lies on this system."""
    from platformdirs import user_config_path

    return user_config_path("upswing", appauthor=False) / FILE


def load(path: Path) -> tuple[Settings, str]:
    """The settings, and one sentence for the user where the file could not be used ("" where all is well).

    A broken file is moved aside as settings.json.broken, so that nothing typed by hand is lost, and the defaults hold.
    Entries this version does not know are left out.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings(), ""
    except (OSError, UnicodeDecodeError) as error:
        return Settings(), f"{path}: cannot be read ({error}); the usual settings are used."
    try:
        return _parse(json.loads(text)), ""
    except (json.JSONDecodeError, ValueError) as error:
        return Settings(), f"{path}: {error}; the usual settings are used{_moved_aside(path)}."


def _parse(mapping: Any) -> Settings:
    if not isinstance(mapping, dict):
        raise ValueError(f"expected a JSON object, found {type(mapping).__name__}")
    known = {field.name for field in fields(Settings)}
    return replace(Settings(), **{key: value for key, value in mapping.items() if key in known})


def _moved_aside(path: Path) -> str:
    aside = path.with_suffix(path.suffix + ".broken")
    try:
        os.replace(path, aside)
    except OSError as error:
        return f" (it stays where it is: {error.strerror})"
    return f", and the file is kept as {aside.name}"


def save(settings: Settings, path: Path) -> None:
    """Write the file whole or not at all. Raises OSError where the folder cannot be written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(asdict(settings), indent=2) + "\n", encoding="utf-8")
    os.replace(fresh, path)
