"""Where the program's own files lie: beside `game` in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent
ROOT = _HERE / "assets" if (_HERE / "assets").is_dir() else _HERE.parent / "assets"


class AssetMissingError(FileNotFoundError):
    """A file that the program brings with it is not there."""


def asset(name: str) -> Path:
    """The path of `assets/NAME`. Raises AssetMissingError, saying what is missing and what to do."""
    path = ROOT / name
    if not path.exists():
        raise AssetMissingError(f"the program's own file {name} is missing from {ROOT}: please install Upswing again")
    return path
