"""Where the key lies, and what happens where it does not."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from game.progress import key
from game.progress.errors import CannotWriteError, NoKeyError, WrongKeyError


class Ring:
    """A keyring in memory, which may be locked."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise RuntimeError("locked")
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.locked:
            raise RuntimeError("locked")
        self.held[service, username] = password


def test_the_keyring_has_the_key_and_the_folder_does_not(tmp_path: Path) -> None:
    ring = Ring()
    made = key.key_of(tmp_path, ring)
    assert len(made) == 32
    assert key.key_of(tmp_path, ring) == made
    assert list(ring.held.values()) == [made.hex()]
    assert [path.name for path in tmp_path.iterdir()] == [key.PLACE_FILE]
    assert made.hex() not in (tmp_path / key.PLACE_FILE).read_text()


def test_a_keyring_that_is_locked_later_never_leads_to_a_second_key(tmp_path: Path) -> None:
    ring = Ring()
    made = key.key_of(tmp_path, ring)
    ring.locked = True
    with pytest.raises(NoKeyError, match="keyring does not give the key: locked"):
        key.key_of(tmp_path, ring)
    ring.locked = False
    assert key.key_of(tmp_path, ring) == made
    ring.held.clear()
    with pytest.raises(NoKeyError, match="is not in the computer's keyring"):
        key.key_of(tmp_path, ring)


def test_a_keyring_locked_from_the_start_means_a_file_only_the_user_can_read(tmp_path: Path) -> None:
    ring = Ring()
    ring.locked = True
    made = key.key_of(tmp_path, ring)
    assert (tmp_path / "key").read_text().strip() == made.hex()
    if os.name == "posix":
        assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    ring.locked = False
    assert key.key_of(tmp_path, ring) == made  # and so it stays


def test_a_keyring_that_never_answers_is_not_waited_for(tmp_path: Path) -> None:
    class Deaf(Ring):
        def set_password(self, service: str, username: str, password: str) -> None:
            time.sleep(30)

    before = time.monotonic()
    key.key_of(tmp_path, Deaf())
    assert time.monotonic() - before < key.PATIENCE_S + 1
    assert (tmp_path / "key").exists()


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    made = key.key_of(tmp_path)
    (tmp_path / "key").chmod(0o640)
    with pytest.raises(NoKeyError, match=r"can be read by others \(mode 640\): expected 600"):
        key.key_of(tmp_path)
    (tmp_path / "key").chmod(0o600)
    assert key.key_of(tmp_path) == made


def test_a_key_that_is_gone_or_spoiled_is_not_replaced(tmp_path: Path) -> None:
    key.key_of(tmp_path)
    (tmp_path / "key").write_text("short")
    with pytest.raises(NoKeyError, match="holds no key: expected 64 hexadecimal digits"):
        key.key_of(tmp_path)
    (tmp_path / "key").unlink()
    with pytest.raises(NoKeyError, match="is gone"):
        key.key_of(tmp_path)
    (tmp_path / key.PLACE_FILE).unlink()
    with pytest.raises(NoKeyError, match="holds stored sessions but not where their key is kept"):
        key.key_of(tmp_path, fresh=False)
    (tmp_path / key.PLACE_FILE).write_text("{}")
    with pytest.raises(NoKeyError, match="does not say where the key is"):
        key.key_of(tmp_path)


def test_a_start_that_was_cut_off_after_the_key_goes_on_with_it(tmp_path: Path) -> None:
    made = key.key_of(tmp_path)
    (tmp_path / key.PLACE_FILE).unlink()
    assert key.key_of(tmp_path, Ring()) == made


def test_of_two_first_starts_one_key_stays(tmp_path: Path) -> None:
    made = key.key_of(tmp_path)
    assert not key.create_once(tmp_path / "key", b"another")
    assert key.key_of(tmp_path) == made
    assert sorted(path.name for path in tmp_path.iterdir()) == ["key", key.PLACE_FILE]


def test_the_check_tells_keys_apart_without_giving_them_away(tmp_path: Path) -> None:
    made = key.key_of(tmp_path)
    place = json.loads((tmp_path / key.PLACE_FILE).read_text())
    assert place["check"] == key.check_of(made) != key.check_of(bytes(32))
    (tmp_path / "key").write_text("0" * 64)
    with pytest.raises(WrongKeyError):
        key.key_of(tmp_path)


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CannotWriteError, match="cannot be written: No such file"):
        key.create_once(tmp_path / "nowhere" / "key", b"x")


def test_looking_for_a_keyring_ends_soon_and_asks_nothing() -> None:
    before = time.monotonic()
    ring = key.system_ring()
    assert time.monotonic() - before < 2 * key.PATIENCE_S + 1
    assert ring is None or f"{type(ring).__module__}.{type(ring).__qualname__}" in key.SILENT
