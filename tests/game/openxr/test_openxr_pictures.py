"""A session that draws: frames, both eyes, another program in front."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pytest

from game.openxr import NotCapableError, State, open_session
from tests.openxr_runtime.fixtures import ROOT, python, rival, until
from tests.openxr_runtime.puppet import Puppet
from tests.openxr_runtime.service import Monado

if TYPE_CHECKING:
    import moderngl

    from game.openxr.session import Session

pytestmark = pytest.mark.xr

DRAWS = """
from game.openxr import open_session
{open}
with open_session(graphics=True) as session:
    assert session.reach_focus(10), session.states
    chains = [session.swapchain((64, 48)) for _ in range(2)]
    def target(chain, image):
        return context.framebuffer([context.external_texture(image, chain.size, 4, 0, "f1")])
    targets = [[target(chain, image) for image in chain.images] for chain in chains]
    for _ in range(3):
        frame = session.wait_frame()
        session.poll()
        assert session.begin_frame(frame)
        for chain, lent in zip(chains, targets):
            index = chain.acquire()
            lent[index].clear(0.0, 1.0, 0.0)
            assert lent[index].read(viewport=(0, 0, 1, 1)) == bytes((0, 255, 0))
            chain.release()
        session.end_frame(frame, list(zip(session.views(frame), chains)))
    assert session.lost is None
    for chain in chains:
        chain.close()
    assert session.leave(), session.states
print("shown")
"""
WINDOW = "from game.render.window import Window; window = Window((320, 240)); context = window._context"
OFFSCREEN = "from game.render.context import open_offscreen; context = open_offscreen()"


@pytest.fixture(scope="module")
def context() -> Iterator[moderngl.Context]:
    from game.render.context import open_offscreen

    opened = open_offscreen()
    yield opened
    opened.release()


@pytest.fixture
def drawing(monado: Monado, context: moderngl.Context) -> Iterator[Session]:
    with context, open_session(graphics=True) as opened:
        assert opened.reach_focus()
        yield opened


def empty_frame(session: Session) -> State:
    session.poll()
    frame = session.wait_frame()
    if frame is not None and session.begin_frame(frame):
        session.end_frame(frame)
    return session.state


def test_from_idle_to_exiting_with_pictures(drawing: Session) -> None:
    assert drawing.leave()
    way = ["idle", "ready", "synchronized", "visible", "focused", "visible", "synchronized", "stopping", "idle"]
    assert drawing.states == [*way, "exiting"]


def test_a_frame_says_when_it_is_shown_and_where_the_eyes_are_then(drawing: Session, puppet: Puppet) -> None:
    puppet.head((0.1, 1.2, -0.3)).send()

    def looked() -> float:
        frame = drawing.wait_frame()
        assert frame is not None
        assert frame.render
        assert 0 < frame.t_s - time.monotonic() < 0.2
        assert frame.period_s == pytest.approx(0.05)
        assert drawing.begin_frame(frame)
        views = drawing.views(frame)
        drawing.end_frame(frame)
        assert views is not None
        left, right = views
        np.testing.assert_allclose(right.pose.position - left.pose.position, (0.063, 0, 0), atol=1e-6)
        assert left.fov_deg[0] < 0 < left.fov_deg[1]
        assert left.fov_deg[3] < 0 < left.fov_deg[2]
        return float((left.pose.position + right.pose.position)[1] / 2)

    until(looked, lambda height: abs(height - 1.2) < 1e-6)


@pytest.mark.parametrize("screen", ["offscreen", "window"])
def test_pictures_are_drawn_in_the_runtime_s_own_textures(monado: Monado, screen: str) -> None:
    """By way of EGL off screen, and of GLX in pygame's window."""
    before = (str(ROOT / "tests/openxr_runtime/with-xvfb"),) if screen == "window" else ()
    opened = WINDOW if screen == "window" else OFFSCREEN
    assert "shown" in python(DRAWS.format(open=opened), monado.environment, *before)


def test_a_swapchain_is_what_was_asked_for(drawing: Session) -> None:
    chain = drawing.swapchain((96, 64))
    assert (chain.size, chain.samples, chain.srgb) == ((96, 64), 1, True)
    assert len(set(chain.images)) == len(chain.images) >= 2
    chain.close()
    assert drawing.swapchain().size == drawing.display.eye_size == (320, 240)


def test_frames_left_open_are_ended_and_wrong_ones_refused(drawing: Session) -> None:
    first = drawing.wait_frame()
    second = drawing.wait_frame()  # the first was never begun
    assert first is not None
    assert second is not None
    with pytest.raises(ValueError, match="not the last one"):
        drawing.begin_frame(first)
    assert drawing.begin_frame(second)
    third = drawing.wait_frame()  # the second was never ended
    assert third is not None
    assert drawing.begin_frame(third)
    drawing.end_frame(third)
    assert drawing.lost is None


def test_the_display_s_rate(drawing: Session) -> None:
    assert drawing.display.rates_hz == (20.0,)  # Monado's null compositor
    assert drawing.display.rate_hz == 20.0
    assert not drawing.display.ask_rate(90.0)


def test_pictures_need_a_context_that_is_current(monado: Monado) -> None:
    script = "from game.openxr import open_session\nopen_session(graphics=True)"
    with pytest.raises(AssertionError, match="needs an OpenGL context that is current"):
        python(script, monado.environment)


def test_a_session_without_pictures_makes_none(session: Session) -> None:
    with pytest.raises(NotCapableError):
        session.swapchain()


def test_another_program_takes_the_focus_and_gives_it_back(monado: Monado, drawing: Session, puppet: Puppet) -> None:
    inbox = drawing.inbox()
    puppet.state.left.trigger = 1.0
    puppet.send()
    until(lambda: (empty_frame(drawing), inbox.presses())[1])
    inbox.notices()
    other = rival(monado)
    try:
        until(lambda: empty_frame(drawing), lambda state: state == State.synchronized, within_s=15.0)
        assert [n.kind for n in inbox.notices() if not n.kind.startswith("hand")] == ["focus_lost", "hidden"]
        assert [(p.button, p.down) for p in inbox.presses()] == [("trigger", False)]
        found = drawing.look()
        assert found is not None
        assert found.head is not None
        assert (found.left.active, found.left.trigger) == (False, 0.0)
        monado.control("-p", _number(monado, os.getpid()))
        until(lambda: empty_frame(drawing), lambda state: state == State.focused)
        assert [n.kind for n in inbox.notices() if not n.kind.startswith("hand")] == ["shown", "focus_gained"]
        until(lambda: (empty_frame(drawing), drawing.look())[1], lambda f: f is not None and f.left.active)
        assert [(p.button, p.down) for p in inbox.presses()] == [("trigger", True)]
    finally:
        other.kill()
        other.wait()


def _number(monado: Monado, process: int) -> str:
    (line,) = [line for line in monado.control().splitlines() if f"pid: {process}" in line]
    return line.split("id:")[1].split()[0]
