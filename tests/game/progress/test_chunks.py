"""Poses come back bit for bit, whatever is missing in them."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from made_sessions import body

from exercises.pose import Joint, Pose, Rigid, unseen
from game.progress import chunks
from game.progress.errors import DamagedError

N = len(Joint)
POINTS = hnp.arrays(np.float32, (N, 3), elements=st.floats(width=32))
RIGID = st.none() | st.builds(Rigid, hnp.arrays(np.float64, (3,)), hnp.arrays(np.float64, (4,)))
POSES = st.builds(
    Pose,
    t_s=st.floats(0, 1e5),
    points=POINTS,
    confidence=hnp.arrays(np.float32, (N,), elements=st.floats(0, 1, width=32)),
    image=st.none() | hnp.arrays(np.float32, (N, 2), elements=st.floats(width=32)),
    head=RIGID,
    left_hand=RIGID,
    right_hand=RIGID,
    camera_yaw_deg=st.floats(),
)


def bits(pose: Pose) -> list[bytes | None]:
    out: list[bytes | None] = []
    for field in dataclasses.fields(Pose):  # all of them: a field added to Pose and forgotten in a chunk fails here
        value = getattr(pose, field.name)
        if isinstance(value, Rigid):
            out += [value.position.tobytes(), value.rotation.tobytes()]
        else:
            out.append(None if value is None else np.asarray(value).tobytes())
    return out


@settings(deadline=None)  # a busy machine is no fault of ours
@given(st.lists(st.tuples(st.integers(0, 10**7), POSES), max_size=4))
def test_poses_come_back_bit_for_bit(seen: list[tuple[int, Pose]]) -> None:
    back = chunks.unpack(chunks.pack([tick for tick, _ in seen], [pose for _, pose in seen]))
    assert [tick for tick, _ in back] == [tick for tick, _ in seen]
    assert [bits(pose) for _, pose in back] == [bits(pose) for _, pose in seen]


def test_an_unseen_body_takes_next_to_nothing() -> None:
    assert len(chunks.pack(range(30), [unseen(i / 30) for i in range(30)])) < 1000


@pytest.mark.parametrize("harm", [lambda b: b[:-9], lambda b: b"no" + b[2:], lambda b: b""])
def test_harmed_bytes_are_told(harm) -> None:
    with pytest.raises(DamagedError, match="a second of stored poses cannot be read"):
        chunks.unpack(harm(chunks.pack([0, 1], [body(0.0), body(0.1)])))
