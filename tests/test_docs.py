"""What the documents show works: examples parse, commands exist, links lead somewhere."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from exercises import definition
from game.cli import cli
from game.doctor import apt_line

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "assets" / "LICENCES.md"])


def test_the_example_exercise_is_sound() -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", (ROOT / "docs/new-exercise.md").read_text(encoding="utf-8"), re.DOTALL)
    assert definition.parse(tomllib.loads(block), "new-exercise.md").id == "heel_to_seat"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_command_is_in_the_readme_and_has_help() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name, command in get_command(cli).commands.items():
        assert f"upswing {name}" in readme, f"README does not mention upswing {name}"
        assert command.help, f"{name} is missing its help"


def test_the_readme_names_the_line_that_the_doctor_prints() -> None:
    assert apt_line() in (ROOT / "README.md").read_text(encoding="utf-8")
    assert apt_line().removeprefix("apt install ") in (ROOT / ".ci/run").read_text(encoding="utf-8")


def test_every_asset_has_an_origin() -> None:
    licences = (ROOT / "assets/LICENCES.md").read_text(encoding="utf-8")
    folders = {path.name for path in (ROOT / "assets").iterdir() if path.is_dir()}
    assert all(f"`{folder}/" in licences for folder in folders), folders
