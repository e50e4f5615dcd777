"""What can go wrong with kept sessions. Each says in one sentence what was expected and what was found.

* StoreError
  - NoKeyError           the key is gone, locked away, or others can read it
  - WrongKeyError        the key does not fit the store
  - DamagedError         the file is no store, or part of it cannot be read
  - TooNewError          a newer Upswing made it
  - CannotWriteError     full disk, read-only folder, or another program holds on to it
  - UnknownSessionError  no such session; suggests the nearest
"""

from __future__ import annotations


class StoreError(Exception):
    pass


class NoKeyError(StoreError):
    pass


class WrongKeyError(StoreError):
    pass


class DamagedError(StoreError):
    pass


class TooNewError(StoreError):
    pass


class CannotWriteError(StoreError):
    pass


class UnknownSessionError(StoreError):
    pass
