"""What goes wrong with headsets: nothing there, gone in mid-set, begun again. Nothing may hang; all has words."""

from __future__ import annotations

import ctypes
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from game.openxr import HeadsetLostError, Inbox, NoHeadsetError, NotCapableError, TakenError, open_session
from tests.openxr_runtime.fixtures import ROOT, python, until
from tests.openxr_runtime.puppet import Puppet
from tests.openxr_runtime.service import Monado

if TYPE_CHECKING:
    import moderngl
    import xr

    from game.openxr.session import Session

pytestmark = pytest.mark.xr

OPEN = """
from game.openxr import HeadsetError, open_session
try:
    open_session()
except HeadsetError as error:
    print("SAYS", type(error).__name__, error)
"""
PLAYS = """
from game.openxr import open_session
session = open_session()
assert session.reach_focus()
print("begun", flush=True)
while True:
    session.poll()
    session.look()
"""
VALIDATED = """
from game.openxr import open_session
{open}
with open_session(graphics={graphics}) as session:
    assert session.reach_focus(10)
    for _ in range(5):
        session.poll()
        session.look()
        session.controllers, session.display.rates_hz, session.display.rate_hz
        session.vibrate("left", 0.01, 0.5)
        session.recentre()
        frame = session.wait_frame()
        if frame is not None and session.begin_frame(frame):
            chains = [session.swapchain() for _ in range(2)]
            for chain in chains:
                chain.acquire()
                chain.release()
            session.end_frame(frame, list(zip(session.views(frame), chains)))
            for chain in chains:
                chain.close()
    assert session.leave()
print("done")
"""

OFFSCREEN = "from game.render.context import open_offscreen; context = open_offscreen()"
VALIDATION = {
    "XR_ENABLE_API_LAYERS": "XR_APILAYER_LUNARG_core_validation",
    "XR_CORE_VALIDATION_EXPORT_TYPE": "text",
}


def said(environment: dict[str, str], *before: str) -> str:
    (line,) = [line for line in python(OPEN, environment, *before).splitlines() if line.startswith("SAYS")]
    return line


def test_no_runtime_is_said(monado: Monado, tmp_path: Path) -> None:
    line = said(monado.environment | {"XR_RUNTIME_JSON": str(tmp_path / "none.json")})
    assert "NoRuntimeError No OpenXR runtime is installed or active" in line


def test_nobody_but_us_speaks_when_there_is_no_runtime(monado: Monado, tmp_path: Path) -> None:
    printed = python(OPEN, monado.environment | {"XR_RUNTIME_JSON": str(tmp_path / "none.json")})
    assert len(printed.splitlines()) == 1, printed


def test_a_runtime_that_does_not_run_is_said(monado: Monado, tmp_path: Path) -> None:
    line = said(monado.environment | {"XDG_RUNTIME_DIR": str(tmp_path)})
    assert "RuntimeDownError An OpenXR runtime is installed, but its service does not answer" in line


def test_no_libgl_is_said(monado: Monado) -> None:
    """As on a server without graphics: the library is there for nobody in this mount of the tree."""
    hide = 'for l in /usr/lib/*/lib{GL.so.1,GLX.so.0,OpenGL.so.0}; do mount --bind /dev/null "$l"; done; exec "$@"'
    line = said(monado.environment, "unshare", "--mount", "--propagation", "unchanged", "bash", "-c", hide, "_")
    assert "NoLibGLError" in line
    assert "apt install libgl1" in line


def test_no_headset_is_said(monado: Monado, monkeypatch: pytest.MonkeyPatch) -> None:
    """Monado always has one, if only a simulated one; so the answer is put into its mouth."""
    import xr

    def nothing(*_: object) -> None:
        raise xr.exception.FormFactorUnavailableError

    monkeypatch.setattr(xr, "get_system", nothing)
    with pytest.raises(NoHeadsetError, match="finds no headset"):
        open_session()


def test_a_runtime_that_cannot_track_without_pictures_is_said(monado: Monado, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Meta's runtime for Windows, which has no XR_MND_headless."""
    import xr

    offered = xr.enumerate_instance_extension_properties()
    fewer = [extension for extension in offered if extension.extension_name != b"XR_MND_headless"]
    monkeypatch.setattr(xr, "enumerate_instance_extension_properties", lambda: fewer)
    with pytest.raises(NotCapableError, match="--screen headset"):
        open_session()


def test_controllers_that_a_runtime_does_not_know_are_done_without(
    monado: Monado, puppet: Puppet, monkeypatch: pytest.MonkeyPatch
) -> None:
    import xr

    suggest = xr.suggest_interaction_profile_bindings

    def choosy(instance: xr.Instance, what: xr.InteractionProfileSuggestedBinding) -> None:
        if "htc" in xr.path_to_string(instance, what.interaction_profile):
            raise xr.exception.PathUnsupportedError
        suggest(instance, what)

    monkeypatch.setattr(xr, "suggest_interaction_profile_bindings", choosy)
    with open_session() as session:
        refused = {profile for profile, answer in session.suggested.items() if answer != "accepted"}
        assert refused == {"htc/vive_controller"}
        assert session.reach_focus()


def test_the_headset_is_taken_off_and_put_on_again(monado: Monado, monkeypatch: pytest.MonkeyPatch) -> None:
    """The runtime sets us aside and calls us back: the way of the states is the specification's, told by hand."""
    import xr

    done: list[str] = []
    monkeypatch.setattr(xr, "end_session", lambda _: done.append("end"))
    with open_session() as session:
        assert session.reach_focus()
        inbox = session.inbox()
        monkeypatch.setattr(xr, "begin_session", lambda *_: done.append("begin"))
        way = ("VISIBLE", "SYNCHRONIZED", "STOPPING", "IDLE", "READY", "SYNCHRONIZED", "VISIBLE", "FOCUSED")
        waiting = [event(session, xr.SessionState[name]) for name in way]

        def told(_: xr.Instance) -> xr.EventDataBuffer:
            if not waiting:
                raise xr.exception.EventUnavailable
            return waiting.pop(0)

        monkeypatch.setattr(xr, "poll_event", told)
        session.poll()
        assert done == ["end", "begin"]
        assert session.running
        assert session.focused
        kinds = [notice.kind for notice in inbox.notices() if not notice.kind.startswith("hand")]
        assert kinds == ["focus_lost", "hidden", "stopped", "shown", "focus_gained"]


def event(session: Session, state: xr.SessionState) -> xr.EventDataBuffer:
    import xr

    told = xr.EventDataSessionStateChanged(session=session.handle, state=state)
    buffer = xr.EventDataBuffer()
    ctypes.memmove(ctypes.byref(buffer), ctypes.byref(told), ctypes.sizeof(told))
    return buffer


def test_a_headset_that_is_unplugged_is_lost_and_a_closed_one_ended(
    monado: Monado, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two events that Monado does not send by itself."""
    import xr

    for state, kind in ((xr.SessionState.LOSS_PENDING, "lost"), (xr.SessionState.EXITING, "ended")):
        with open_session() as session:
            assert session.reach_focus()
            inbox = session.inbox()
            with monkeypatch.context() as patch:
                patch.setattr(xr, "poll_event", lambda _, s=session, to=state: event(s, to))
                session.poll()
            assert [notice.kind for notice in inbox.notices()][-1] == kind
            assert (session.lost is not None, session.ended) == (kind == "lost", kind == "ended")
            assert session.look() is None


def test_a_headset_that_is_taken_is_said(monado: Monado, monkeypatch: pytest.MonkeyPatch) -> None:
    import xr

    def full(*_: object) -> None:
        raise xr.exception.LimitReachedError

    with monkeypatch.context() as patch:
        patch.setattr(xr, "create_session", full)
        with pytest.raises(TakenError, match="Another program holds the headset"):
            open_session()
    with open_session() as session:  # and nothing was left behind
        assert session.reach_focus()
        with pytest.raises(TakenError, match="has a session with the headset already"):
            open_session()
        session.poll()
        assert session.lost is None


def gone(session: Session, inbox: Inbox, turn: Callable[[], object]) -> None:
    """Turns until the loss is noticed, then uses everything: no call hangs, and none raises but those that say so."""
    until(lambda: (turn(), session.lost)[1], within_s=5.0)
    began = time.monotonic()
    assert session.lost is not None
    assert [notice.say for notice in inbox.notices() if notice.kind == "lost"] == [session.lost]
    for _ in range(3):
        session.poll()
        assert session.look() is None
        assert session.wait_frame() is None
        session.vibrate("left", 0.1, 1.0)
        assert not session.recentre()
        assert session.controllers == (None, None)
        assert session.display.rates_hz == ()
    if not session.headless:
        with pytest.raises(HeadsetLostError):
            session.swapchain()
    assert not session.reach_focus(1.0)
    session.leave()
    session.close()
    session.close()
    assert time.monotonic() - began < 2.0


def test_the_service_is_killed_while_tracking_and_a_new_one_is_found() -> None:
    with Monado() as service:
        session = open_session()
        assert session.reach_focus()
        service.kill()
        gone(session, session.inbox(), lambda: (session.poll(), session.look()))
        service.start()
        with open_session() as again:
            assert again.reach_focus()
            assert again.look() is not None


@pytest.mark.parametrize("where", ["between", "drawing"])
def test_the_service_is_killed_while_drawing(where: str) -> None:
    from game.render.context import open_offscreen

    with Monado() as service, open_offscreen() as context:
        session = open_session(graphics=True)
        inbox = session.inbox()
        assert session.reach_focus()
        chain = session.swapchain()
        frame = session.wait_frame()
        assert frame is not None
        assert session.begin_frame(frame)
        if where == "drawing":
            chain.acquire()
            service.kill()
            views = session.views(frame)
            session.end_frame(frame, [(view, chain) for view in views] if views else ())
        else:
            session.end_frame(frame)
            service.kill()

        def turn() -> None:
            session.poll()
            due = session.wait_frame()
            if due is not None and session.begin_frame(due):
                session.end_frame(due)

        gone(session, inbox, turn)
        chain.close()
        assert _draws(context)


def test_a_runtime_that_lends_no_picture_is_lost_and_not_waited_for(
    monado: Monado, monkeypatch: pytest.MonkeyPatch
) -> None:
    import xr

    from game.render.context import open_offscreen

    asked_s = []

    def lends_none(chain: object, wanted: xr.SwapchainImageWaitInfo) -> None:
        asked_s.append(wanted.timeout * 1e-9)
        raise xr.exception.TimeoutExpired

    with open_offscreen(), open_session(graphics=True) as session:
        assert session.reach_focus()
        chain = session.swapchain()
        monkeypatch.setattr(xr, "wait_swapchain_image", lends_none)
        with pytest.raises(HeadsetLostError, match="gives no picture to draw in"):
            chain.acquire()
        assert session.lost is not None
        assert 0.5 < asked_s[0] < 5.0
        assert session.wait_frame() is None
        chain.close()


def _draws(context: moderngl.Context) -> bool:
    """The window's own picture still works when the headset is gone."""
    target = context.simple_framebuffer((4, 4))
    target.clear(1.0, 0.0, 0.0)
    return bytes(target.read(viewport=(0, 0, 1, 1))) == bytes((255, 0, 0))


def test_a_second_start_after_ours_has_crashed(monado: Monado, puppet: Puppet) -> None:
    first = subprocess.Popen(
        [sys.executable, "-c", PLAYS], cwd=ROOT, env=monado.environment, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert first.stdout is not None
    try:
        assert first.stdout.readline() == "begun\n"
    finally:
        first.kill()
        first.communicate()
    with open_session() as session:
        assert session.reach_focus()
        puppet.head((0.0, 1.1, 0.0)).send()
        until(session.look, lambda f: f is not None and f.head is not None and abs(f.head.position[1] - 1.1) < 1e-6)


def test_twenty_starts_in_a_row(monado: Monado) -> None:
    from game.render.context import open_offscreen

    with open_offscreen():
        for n in range(20):
            with open_session(graphics=bool(n % 2)) as session:
                assert session.reach_focus(), n
                found = session.look()
                assert found is not None
                assert found.head is not None


@pytest.mark.parametrize("graphics", [False, True])
def test_the_validation_layer_has_nothing_to_say(monado: Monado, graphics: bool) -> None:
    opened = OFFSCREEN if graphics else ""
    found = python(VALIDATED.format(open=opened, graphics=graphics), monado.environment | VALIDATION)
    assert "done" in found
    assert objections(found) == []


def objections(printed: str) -> list[str]:
    """What the layer held against us; VALID_DEBUG is its own coming and going."""
    assert "Core Validation Layer is initialized" in printed
    return [line for line in printed.splitlines() if "[VALID_" in line and "[VALID_DEBUG|" not in line]


def test_the_validation_layer_would_say_it(monado: Monado) -> None:
    """The trap that Monado lets pass: a bare ctypes array of structures that do not carry their type."""
    wrong = VALIDATED.format(open=OFFSCREEN, graphics=True).replace(
        "session.end_frame(", "import game.openxr.frames as f; f._part = bare; session.end_frame("
    )
    bare = "import xr\ndef bare(view, picture):\n    return (xr.CompositionLayerProjectionView * 1)()[0]\n"
    done = subprocess.run(
        [sys.executable, "-c", bare + wrong], cwd=ROOT, env=monado.environment | VALIDATION, capture_output=True,
        text=True, timeout=30, check=False,
    )  # fmt: skip
    assert objections(done.stdout + done.stderr)
