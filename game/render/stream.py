"""Vertices that are other ones in each frame."""

from __future__ import annotations

import moderngl
import numpy as np


class Stream:
    """A vertex array whose buffer is written anew each frame."""

    def __init__(
        self, context: moderngl.Context, of: moderngl.Program, layout: str, names: tuple[str, ...], floats: int
    ) -> None:
        self._context, self._program, self._layout, self._names, self._floats = context, of, layout, names, floats
        self._room_for = 0
        self._index_room = 0

    def fill(self, rows: np.ndarray, triangles: np.ndarray | None = None) -> None:
        indices = 0 if triangles is None else triangles.size
        if len(rows) > self._room_for or indices > self._index_room:
            self._room_for = max(64, 2 * len(rows))
            self._index_room = 2 * indices
            self._buffer = self._context.buffer(reserve=self._room_for * self._floats * 4, dynamic=True)
            self._index = self._context.buffer(reserve=self._index_room * 4, dynamic=True) if indices else None
            self.array = self._context.vertex_array(
                self._program, [(self._buffer, self._layout, *self._names)], self._index
            )
        self._buffer.orphan()
        self._buffer.write(np.ascontiguousarray(rows, np.float32).tobytes())
        if self._index is not None and triangles is not None:
            self._index.write(triangles.astype(np.uint32).tobytes())
