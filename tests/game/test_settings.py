"""Settings: defaults without a file, the same back, and nothing lost when the file is broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.settings import Settings, load, save


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load(tmp_path / "settings.json") == (Settings(), "")


def test_what_was_saved_comes_back(tmp_path: Path) -> None:
    wished = Settings("man", "Ada, 555 0100", "Grandpa Ömer", 1.25, 0.3, 2)
    save(wished, tmp_path / "new folder" / "settings.json")
    assert load(tmp_path / "new folder" / "settings.json") == (wished, "")
    assert [path.name for path in (tmp_path / "new folder").iterdir()] == ["settings.json"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "Expecting property name"),
        ("[1]", "expected a JSON object, found list"),
        ('{"volume": 11}', "volume must be from 0.0 to 1.0, got 11"),
        ('{"volume": true}', "volume must be from 0.0 to 1.0, got True"),
        ('{"camera": 0.5}', "camera must be from 0 to 63, got 0.5"),
        ('{"body": "cat"}', "body must be one of woman, man, older_woman, older_man, got 'cat'"),
        ('{"light_for": 3}', "light_for must be words, got 3"),
    ],
)
def test_a_broken_file_is_kept_aside_and_said_in_a_sentence(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(text)
    settings, sentence = load(path)
    assert settings == Settings()
    assert told in sentence
    assert "settings.json.broken" in sentence
    assert "\n" not in sentence
    assert (tmp_path / "settings.json.broken").read_text() == text
    assert load(path) == (Settings(), "")


def test_a_file_of_a_newer_version_still_reads(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"body": "woman", "hologram": true}')
    assert load(path) == (Settings(body="woman"), "")


def test_bytes_that_are_no_text_are_said_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(b"\xff\xfe\x00")
    settings, sentence = load(path)
    assert settings == Settings()
    assert "cannot be read" in sentence
