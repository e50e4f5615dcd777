"""The example of docs/new-minigame.md is a package like anybody's: found, checked, and played."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from game import library
from game.cli import cli
from game.minigames import conformance

PAGE = Path(__file__).parents[3] / "docs" / "new-minigame.md"


@pytest.fixture
def cairn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The page's code and entry point, installed as pip would: a module, and its .dist-info beside it."""
    text = PAGE.read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    (tmp_path / "cairn.py").write_text(code, encoding="utf-8")
    about = tmp_path / "cairn-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: cairn\nVersion: 1.0\n")
    entry = re.search(r"^cairn = \"(.*)\"$", text, re.MULTILINE)
    assert entry
    (about / "entry_points.txt").write_text(f"[{library.GAMES}]\ncairn = {entry.group(1)}\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield
    sys.modules.pop("cairn", None)


@pytest.mark.usefixtures("cairn")
def test_the_example_is_found_and_keeps_the_rules() -> None:
    assert "cairn" in library.games()
    assert [str(problem) for problem in conformance.check(library.game("cairn"), tried=["one lift"])] == []


@pytest.mark.usefixtures("cairn")
@pytest.mark.slow
def test_the_example_keeps_every_rule_and_says_so() -> None:
    said = CliRunner().invoke(cli, ["games", "check", "cairn"])
    assert said.exit_code == 0, said.output
