"""One Monado for a run of tests, one scripted body and one session for each test.

tests/conftest.py takes them over for all.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest

from game.openxr import open_session
from tests.openxr_runtime.puppet import Puppet
from tests.openxr_runtime.service import Monado, installed

if TYPE_CHECKING:
    from game.openxr.session import Session

ROOT = Path(__file__).parents[2]
DEADLINE_S = 5.0
T = TypeVar("T")
_RIVAL = """
from game.openxr import open_session
from game.render.context import open_offscreen
context = open_offscreen()
with open_session(graphics=True, name="rival") as session:
    while session.lost is None:
        session.poll()
        frame = session.wait_frame()
        if frame is not None and session.begin_frame(frame):
            session.end_frame(frame)
"""


@pytest.fixture(scope="session")
def monado() -> Iterator[Monado]:
    """Fails, and does not skip, where there is none: whoever asks for these tests means them."""
    if why := installed():
        pytest.fail(why)
    with Monado() as service:
        yield service


@pytest.fixture
def puppet(monado: Monado) -> Iterator[Puppet]:
    body = Puppet(monado.port)
    body.reset()
    yield body
    body.reset()
    body.close()


@pytest.fixture
def session(monado: Monado) -> Iterator[Session]:
    """Headless, in focus."""
    with open_session() as opened:
        assert opened.reach_focus(DEADLINE_S)
        yield opened


def until(look: Callable[[], T], so: Callable[[T], bool] = bool, within_s: float = DEADLINE_S) -> T:
    """What `look` finds once it is `so`: a scripted pose crosses a socket and a shared memory, which takes a moment."""
    end = time.monotonic() + within_s
    while not so(found := look()):
        assert time.monotonic() < end, f"not within {within_s} s; at last: {found}"
        time.sleep(0.001)
    return found


def rival(monado: Monado) -> subprocess.Popen[bytes]:
    """Another program that draws: it is in front of ours until it is killed."""
    return subprocess.Popen([sys.executable, "-c", _RIVAL], cwd=ROOT, env=monado.environment, stderr=subprocess.DEVNULL)


def python(script: str, environment: dict[str, str], *before: str, within_s: float = 30.0) -> str:
    """What a Python of its own prints, both streams; fails with it where that Python does."""
    done = subprocess.run(
        [*before, sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True,
        timeout=within_s, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"ended with {done.returncode}:\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr
