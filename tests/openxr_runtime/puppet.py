"""Moves the head and the two controllers of Monado's "remote" driver: the scripted patient of the headset tests.

Monado 25.0.0 listens on TCP and greets with two states (the one it resets to, the latest). Every state written to it is
the present one from then on. A state is 376 bytes, little-endian, headed `mndrmt3`; the layout is read from the sources
of that version and is no stable interface, so its size and its head are checked on meeting.

Poses are in STAGE space: metres, +Y up, -Z ahead, the floor at 0; quaternions are x, y, z, w.
"""

from __future__ import annotations

import ctypes
import socket
import time
from collections.abc import Sequence
from typing import Self

MAGIC = b"mndrmt3"
SIZE = 376
IDENTITY = (0.0, 0.0, 0.0, 1.0)


class PoseBytes(ctypes.LittleEndianStructure):
    _fields_ = (("rotation", ctypes.c_float * 4), ("position", ctypes.c_float * 3))


class ViewBytes(ctypes.LittleEndianStructure):
    _fields_ = (("fov", ctypes.c_float * 4), ("pose", PoseBytes), ("spare", ctypes.c_uint32))


class HeadBytes(ctypes.LittleEndianStructure):
    _fields_ = (
        ("views", ViewBytes * 2),
        ("center", PoseBytes),
        ("per_view_data_valid", ctypes.c_bool),
        ("spare", ctypes.c_bool * 3),
    )


class ControllerBytes(ctypes.LittleEndianStructure):
    _fields_ = (
        ("pose", PoseBytes),
        ("linear_velocity", ctypes.c_float * 3),
        ("angular_velocity", ctypes.c_float * 3),
        ("curl", ctypes.c_float * 5),  # little, ring, middle, index, thumb; 0 straight, 1 bent
        ("trigger", ctypes.c_float),
        ("squeeze", ctypes.c_float),
        ("squeeze_force", ctypes.c_float),
        ("thumbstick", ctypes.c_float * 2),
        ("trackpad_force", ctypes.c_float),
        ("trackpad", ctypes.c_float * 2),
        ("hand_tracking_active", ctypes.c_bool),
        ("active", ctypes.c_bool),
        ("system_click", ctypes.c_bool),
        ("system_touch", ctypes.c_bool),
        ("a_click", ctypes.c_bool),
        ("a_touch", ctypes.c_bool),
        ("b_click", ctypes.c_bool),
        ("b_touch", ctypes.c_bool),
        ("trigger_click", ctypes.c_bool),
        ("trigger_touch", ctypes.c_bool),
        ("thumbstick_click", ctypes.c_bool),
        ("thumbstick_touch", ctypes.c_bool),
        ("trackpad_touch", ctypes.c_bool),
        ("spare", ctypes.c_bool * 3),
    )


class StateBytes(ctypes.LittleEndianStructure):
    _fields_ = (
        ("magic", ctypes.c_char * 8),
        ("head", HeadBytes),
        ("left", ControllerBytes),
        ("right", ControllerBytes),
    )


class Puppet:
    """One scripted body. Change `state` (or call `head`, `hand`), then `send`; the runtime shows it within 3 ms."""

    def __init__(self, port: int, within_s: float = 5.0) -> None:
        assert ctypes.sizeof(StateBytes) == SIZE
        end = time.monotonic() + within_s
        while True:
            try:
                self._socket = socket.create_connection(("127.0.0.1", port), timeout=within_s)
                break
            except ConnectionRefusedError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.01)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._first = self._read()
        self._read()
        self.state = StateBytes.from_buffer_copy(self._first)
        self.state.magic = MAGIC

    def _read(self) -> bytes:
        found = b""
        while len(found) < SIZE:
            part = self._socket.recv(SIZE - len(found))
            if not part:
                raise ConnectionError(f"Monado's greeting has {SIZE} bytes in version 25.0.0, not {len(found)}")
            found += part
        return found

    def reset(self) -> None:
        """As Monado starts: standing head at 1.6 m, both controllers half a metre ahead."""
        self.state = StateBytes.from_buffer_copy(self._first)
        self.state.magic = MAGIC
        self.send()

    def head(self, position: Sequence[float], rotation: Sequence[float] = IDENTITY) -> Self:
        self.state.head.center.position[:] = position
        self.state.head.center.rotation[:] = rotation
        return self

    def hand(self, side: str, position: Sequence[float], rotation: Sequence[float] = IDENTITY) -> Self:
        controller = getattr(self.state, side)
        controller.pose.position[:] = position
        controller.pose.rotation[:] = rotation
        return self

    def send(self) -> None:
        self._socket.sendall(bytes(self.state))

    def close(self) -> None:
        self._socket.close()
