"""What needs neither runtime nor pyopenxr: the room's arithmetic, the inbox, and the sentences when all is missing."""

from __future__ import annotations

import importlib
import math
import subprocess
import sys

import numpy as np
import pytest

from exercises.pose import Rigid
from game.openxr import Inbox, NoLibGLError, NoPyopenxrError, Notice, Press, open_session
from game.openxr.room import after, apply, below, compose, heading_deg, inverse


def turned(axis: str, degrees: float) -> tuple[float, float, float, float]:
    half = math.radians(degrees) / 2
    x, y, z = (math.sin(half) if name == axis else 0.0 for name in "xyz")
    return (x, y, z, math.cos(half))


def test_a_quarter_turn_to_the_left_takes_ahead_to_the_left() -> None:
    motion = Rigid((1.0, 2.0, 3.0), turned("y", 90))
    np.testing.assert_allclose(apply(motion, (0, 0, -1)), (0, 2, 3), atol=1e-12)
    np.testing.assert_allclose(apply(motion, np.array([(0, 0, -1), (1, 0, 0)])), [(0, 2, 3), (1, 2, 2)], atol=1e-12)


def test_there_and_back_is_nowhere() -> None:
    motion = Rigid((1.0, 2.0, 3.0), after(turned("y", 30), turned("x", 50)))
    nowhere = compose(motion, inverse(motion))
    np.testing.assert_allclose(nowhere.position, 0, atol=1e-12)
    np.testing.assert_allclose(nowhere.rotation, (0, 0, 0, 1), atol=1e-12)


@pytest.mark.parametrize("yaw", [-170, -90, 0, 45, 179])
@pytest.mark.parametrize("pitch", [-90, -85, -40, 0, 60, 90])
def test_heading_is_the_yaw_whatever_the_nod(yaw: float, pitch: float) -> None:
    assert heading_deg(after(turned("y", yaw), turned("x", pitch))) == pytest.approx(yaw, abs=1e-6)


def test_a_head_lying_on_its_side_and_looking_at_the_floor_still_has_a_heading() -> None:
    assert heading_deg(after(turned("y", 30), after(turned("x", -90), turned("z", 5)))) is not None


def test_the_room_begins_on_the_floor_below_the_head_and_looks_where_it_looks() -> None:
    head = Rigid((2.0, 1.2, -3.0), after(turned("y", 90), turned("x", -20)))
    space_from_room = below(head, 0.0)
    assert space_from_room is not None
    in_room = compose(inverse(space_from_room), head)
    np.testing.assert_allclose(in_room.position, (0, 1.2, 0), atol=1e-12)
    np.testing.assert_allclose(in_room.rotation, turned("x", -20), atol=1e-12)


def test_each_listener_takes_its_own() -> None:
    one, other = Inbox(), Inbox(at_most=1)
    for inbox in (one, other):
        inbox.put(Notice(1.0, "lost", "gone"))
        inbox.put(Press(2.0, "left", "trigger", True))
        inbox.put(Press(3.0, "left", "trigger", False))
    assert [press.down for press in one.presses()] == [True, False]
    assert [press.down for press in other.presses()] == [False]
    assert one.presses() == ()
    assert [notice.kind for notice in one.notices()] == ["lost"]


def test_without_the_package_the_sentence_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xr", None)
    with pytest.raises(NoPyopenxrError, match=r"pip install 'upswing\[headset\]'"):
        open_session()


def test_without_libgl_the_sentence_names_the_system_s_package(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(name: str) -> None:
        raise AttributeError("'NoneType' object has no attribute 'glXGetCurrentContext'")  # as pyopenxr really does

    monkeypatch.setattr(importlib, "import_module", fails)
    with pytest.raises(NoLibGLError, match="apt install libgl1"):
        open_session()


def test_nothing_loads_openxr_until_a_session_is_opened() -> None:
    program = "import sys, game.openxr, game.cli; print([name for name in ('xr', 'OpenGL') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
