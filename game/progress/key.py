"""The key of the store: in the keyring of the system, or where there is none in a file only the user can read.

Beside the store lies `keyplace.json`, which holds no secret: where the key is ("keyring" or "file"), the name it has
there, and a check (a one-way digest of the key) that tells a wrong key from a damaged store. Once it exists it is
obeyed: a keyring that is locked today never leads to a second key.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import stat
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar

from game.progress.errors import CannotWriteError, NoKeyError, WrongKeyError

SERVICE = "upswing"
PLACE_FILE = "keyplace.json"
KEY_FILE = "key"
KEY_BYTES = 32
PATIENCE_S = 3.0  # a keyring answers in milliseconds, or it waits for a person who is not there

# Silent when unlocked. KWallet and others may open a window of their own, and a patient would not know what it asks.
SILENT = {
    "keyring.backends.SecretService.Keyring",
    "keyring.backends.Windows.WinVaultKeyring",
    "keyring.backends.macOS.Keyring",
}
T = TypeVar("T")


class Ring(Protocol):
    """What we use of a `keyring` backend."""

    def get_password(self, service: str, username: str) -> str | None: ...
    def set_password(self, service: str, username: str, password: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Place:
    place: Literal["keyring", "file"]
    name: str
    check: str


def key_of(folder: Path, ring: Ring | None = None, fresh: bool = True) -> bytes:
    """The 32 bytes that open the store of `folder`, made if there is no store yet (`fresh`).

    Raises NoKeyError where a key should be and is not, cannot be reached now, or could be read by others.
    """
    place = read_place(folder)
    if place is None:
        if not fresh and not (folder / KEY_FILE).exists():
            raise NoKeyError(
                f"{folder} holds stored sessions but not where their key is kept: expected {PLACE_FILE} beside them"
            )
        place = _settle(folder, ring)
    key = _read_key_file(folder / KEY_FILE) if place.place == "file" else _ring_key(ring, place, folder)
    if check_of(key) != place.check:
        raise WrongKeyError(
            f"the key found for {folder} is not the one its sessions were stored with; they are left as they are"
        )
    return key


def check_of(key: bytes) -> str:
    """Tells two keys apart and gives nothing of them away."""
    return hashlib.blake2b(key, digest_size=8, person=b"upswing check").hexdigest()


def read_place(folder: Path) -> Place | None:
    path = folder / PLACE_FILE
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        place = Place(found["place"], found["name"], found["check"])
    except FileNotFoundError:
        return None
    except OSError as error:
        raise NoKeyError(f"{path} cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise NoKeyError(f"{path} does not say where the key is: expected place, name and check as JSON") from error
    if place.place not in ("keyring", "file"):
        raise NoKeyError(f"{path}: place must be keyring or file, found {place.place!r}")
    return place


def _settle(folder: Path, ring: Ring | None) -> Place:
    """Make a key, put it where it belongs and write down where that is. Of two programs at once the first one wins."""
    key = secrets.token_bytes(KEY_BYTES)
    name = f"sessions-{secrets.token_hex(4)}"
    ring = ring or system_ring()
    if not (folder / KEY_FILE).exists() and ring is not None and _kept(ring, name, key):
        place = Place("keyring", name, check_of(key))
    else:
        create_once(folder / KEY_FILE, key.hex().encode() + b"\n")
        place = Place("file", KEY_FILE, check_of(_read_key_file(folder / KEY_FILE)))
    text = json.dumps({"place": place.place, "name": place.name, "check": place.check}) + "\n"
    if create_once(folder / PLACE_FILE, text.encode()):
        return place
    settled = read_place(folder)
    if settled is None:
        raise NoKeyError(f"{folder / PLACE_FILE} was taken away while it was read")
    return settled


def _kept(ring: Ring, name: str, key: bytes) -> bool:
    """Whether the keyring has taken the key and gives it back."""
    try:
        _soon(lambda: ring.set_password(SERVICE, name, key.hex()))
        return _soon(lambda: ring.get_password(SERVICE, name)) == key.hex()
    except NoKeyError:
        return False  # no keyring that works here: the file is the documented other place


def _ring_key(ring: Ring | None, place: Place, folder: Path) -> bytes:
    ring = ring or system_ring()
    if ring is None:
        raise NoKeyError(
            f"the key of {folder} is in this computer's keyring, locked or not running: unlock it and try again"
        )
    text = _soon(lambda: ring.get_password(SERVICE, place.name))
    if text is None:
        raise NoKeyError(f"the key of {folder} is not in the computer's keyring (under {place.name})")
    return _key_from(text, f"the keyring's entry {place.name}")


def _read_key_file(path: Path) -> bytes:
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="ascii")
    except FileNotFoundError as error:
        raise NoKeyError(f"the key file {path} is gone: without it the stored sessions cannot be opened") from error
    except OSError as error:
        raise NoKeyError(f"the key file {path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise NoKeyError(f"the key file {path} holds no key: expected {2 * KEY_BYTES} hexadecimal digits") from error
    # Windows has no such bits; there the user's own profile folder keeps others out.
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise NoKeyError(
            f"the key file {path} can be read by others (mode {mode & 0o777:o}): expected 600; chmod 600 mends it"
        )
    return _key_from(text, f"the key file {path}")


def _key_from(text: str, where: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise NoKeyError(f"{where} holds no key: expected {2 * KEY_BYTES} hexadecimal digits")
    return key


def create_once(path: Path, content: bytes) -> bool:
    """Write a file that only the user can read, whole or not at all; False where it was there already."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return _link_once(draft, path)
    except OSError as error:
        raise CannotWriteError(f"{path} cannot be written: {error.strerror}") from error
    finally:
        draft.unlink(missing_ok=True)


def _link_once(draft: Path, path: Path) -> bool:
    try:
        os.link(draft, path)  # unlike a rename it fails where the file exists
    except FileExistsError:
        return False
    except OSError:  # a file system without links (exFAT)
        if path.exists():
            return False
        draft.rename(path)
    return True


def system_ring() -> Ring | None:
    """The keyring of this computer, or None where there is none that answers at once and asks nothing."""
    import keyring
    from keyring.backends.chainer import ChainerBackend

    found: Any = _soon(keyring.get_keyring, None)
    candidates = found.backends if isinstance(found, ChainerBackend) else [found]
    for ring in candidates:
        name = f"{type(ring).__module__}.{type(ring).__qualname__}"
        if name in SILENT and (not name.startswith("keyring.backends.SecretService") or _soon(_unlocked, False)):
            return ring
    return None


def _unlocked() -> bool:
    """Whether the Secret Service's collection is open: asking it for a password while locked opens a window."""
    import secretstorage

    try:
        connection = secretstorage.dbus_init()
        return not secretstorage.get_default_collection(connection).is_locked()
    except secretstorage.exceptions.SecretStorageException:
        return False


_REFUSE: Any = object()


def _soon(ask: Callable[[], T], otherwise: Any = _REFUSE) -> T:
    """The answer of a keyring within PATIENCE_S, else `otherwise`, else NoKeyError: D-Bus may never answer."""
    answers: list[T] = []
    troubles: list[Exception] = []

    def run() -> None:
        try:
            answers.append(ask())
        except Exception as error:  # backends raise what they like; it is passed on below
            troubles.append(error)

    thread = threading.Thread(target=run, daemon=True, name="keyring")
    thread.start()
    thread.join(PATIENCE_S)
    if answers:
        return answers[0]
    if otherwise is not _REFUSE:
        return otherwise
    because = str(troubles[0]) if troubles else f"no answer within {PATIENCE_S:g} s"
    raise NoKeyError(f"this computer's keyring does not give the key: {because}")
