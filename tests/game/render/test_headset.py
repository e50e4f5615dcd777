"""Both eyes in a real session: through Monado, with OpenGL off screen and in a window."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from game.drawlist import COLOURS, Button, DrawList, Panel
from game.intents import Intent
from game.openxr import open_session
from game.render.canvas import NoScreen, open_canvas
from game.render.headset import HeadsetRenderer
from tests.game.render.drawn import ball, game_camera, view
from tests.openxr_runtime.fixtures import ROOT, python, rival, until
from tests.openxr_runtime.puppet import Puppet
from tests.openxr_runtime.service import Monado

if TYPE_CHECKING:
    from game.openxr.session import Session

pytestmark = pytest.mark.xr

SIDE = 480
HALF_FIELD = np.tan(0.742)  # Monado's remote headset: 0.742 rad to either side
PX_PER_TAN, UP_PX_PER_TAN = SIDE / 2 / HALF_FIELD, SIDE / 2 / np.tan(0.779)  # and 0.779 up and down
APART_M = 0.063
SITTING = (0.0, 1.2, 0.0)
ASKED = view().with_panels(Panel("ask", title="Did that hurt?", buttons=(Button("yes", "Yes"), Button("no", "No"))))
# 100 frames of everything that is drawn, in a window or without a screen
EVENING = """
import numpy as np
from game.openxr import open_session
from game.render.canvas import open_canvas
from game.render.headset import HeadsetRenderer
from game.drawlist import Button, Panel
from tests.game.render.drawn import ball, game_camera, view
canvas = open_canvas({window})
with open_session(graphics=True) as session:
    assert session.reach_focus(10)
    renderer = HeadsetRenderer(session, canvas, (96, 96))
    for n in range({frames}):
        drawn = view(None, ball("a", 0, 1.2, -2, 0.1 + 0.001 * n, (1, 1, 1, 1)), hour=n / 200)
        drawn = drawn.with_panels(Panel("ask", title="Lift slowly.", buttons=(Button("yes", "Yes"),)))
        renderer.intents()
        renderer.wait()
        renderer.show(drawn, drawn, 1.0)
    assert renderer.lost is None and renderer.picture().shape == (96, 192, 3)
    assert canvas.window is None or canvas.window.view_from_window is not None  # it mirrors
    renderer.close()
canvas.close()
print("shown")
"""


@pytest.fixture(scope="module")
def canvas() -> Iterator[NoScreen]:
    opened = open_canvas(window=False)
    assert isinstance(opened, NoScreen)
    yield opened
    opened.close()


@pytest.fixture
def session(monado: Monado, puppet: Puppet, canvas: NoScreen) -> Iterator[Session]:
    puppet.head(SITTING).hand("left", (-0.3, -3.0, 0.5)).hand("right", (0.3, -3.0, 0.5)).send()  # out of sight
    with canvas.context, open_session(graphics=True) as opened:
        assert opened.reach_focus(10)
        seen = until(opened.look, lambda s: s is not None and s.head is not None and s.head.position[1] < 1.21)
        assert seen is not None
        assert opened.recentre()
        yield opened


@pytest.fixture
def renderer(session: Session, canvas: NoScreen) -> Iterator[HeadsetRenderer]:
    opened = HeadsetRenderer(session, canvas, (SIDE, SIDE))
    yield opened
    opened.close()


def shown(renderer: HeadsetRenderer, drawlist: DrawList, frames: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """Both eyes' pictures as float, after a few frames."""
    for _ in range(frames):
        renderer.intents()
        renderer.wait()
        renderer.show(drawlist, drawlist, 1.0)
    both = renderer.picture()
    assert both is not None
    assert both.shape == (SIDE, 2 * SIDE, 3)
    return both[:, :SIDE].astype(float), both[:, SIDE:].astype(float)


def asking(renderer: HeadsetRenderer) -> tuple[list[Intent], Callable[[], list[Intent]]]:
    """All intents until now, and what plays one frame more of a question and gives them."""
    heard: list[Intent] = []

    def look() -> list[Intent]:
        heard.extend(renderer.intents())
        renderer.wait()
        renderer.show(ASKED, ASKED, 1.0)
        return heard

    return heard, look


def middle(with_it: np.ndarray, without: np.ndarray) -> np.ndarray:
    """(2,) x and y in pixels of the middle of what two pictures differ in, much more than by a mirror image."""
    differ = np.abs(with_it - without).max(axis=2)
    rows, columns = np.nonzero(differ > 0.6 * differ.max())
    assert len(rows) > 0
    return np.array([(columns.min() + columns.max()) / 2, (rows.min() + rows.max()) / 2])


def turned_left(degrees: float) -> tuple[float, ...]:
    half = np.radians(degrees) / 2
    return (0.0, float(np.sin(half)), 0.0, float(np.cos(half)))


def test_near_things_shift_between_the_eyes_as_far_as_geometry_says(renderer: HeadsetRenderer) -> None:
    bare = shown(renderer, view())
    for away, size in ((1.0, 0.1), (4.0, 0.4), (30.0, 3.0)):
        drawn = shown(renderer, view(None, ball("ball", 0.0, 1.2, -away, size, (1.0, 0.1, 0.1, 1.0))))
        left, right = (middle(with_it, without) for with_it, without in zip(drawn, bare, strict=True))
        assert left[1] == pytest.approx(SIDE / 2, abs=1.5)  # at the height of the eyes: nothing tilts or climbs
        assert left[0] - right[0] == pytest.approx(APART_M * PX_PER_TAN / away, abs=1.5)
        assert (left[0] + right[0]) / 2 == pytest.approx(SIDE / 2, abs=1.5)


def test_a_metre_is_a_metre(renderer: HeadsetRenderer) -> None:
    bare = shown(renderer, view())[0]
    drawn = shown(renderer, view(None, ball("ball", 0.0, 1.2, -4.0, 1.0, (1.0, 0.1, 0.1, 1.0))))[0]
    columns = np.nonzero((np.abs(drawn - bare).max(axis=2) > 60).any(axis=0))[0]
    assert columns.max() - columns.min() == pytest.approx(PX_PER_TAN / 4.0, rel=0.06)


@pytest.mark.parametrize("down_deg", [0.0, 15.0])
def test_the_horizon_is_level_at_the_height_of_the_eyes_and_stays(
    renderer: HeadsetRenderer, puppet: Puppet, down_deg: float
) -> None:
    half = np.radians(-down_deg) / 2
    puppet.head(SITTING, (float(np.sin(half)), 0.0, 0.0, float(np.cos(half)))).send()
    time.sleep(0.05)
    bare = shown(renderer, view())[0]
    rows = []
    for x in (-25.0, 0.0, 25.0):
        drawn = shown(renderer, view(None, ball("ball", x, 1.2, -60.0, 2.0, (1.0, 0.1, 0.1, 1.0))))[0]
        differ = np.abs(drawn - bare).max(axis=2)
        red = np.nonzero((differ > 0.6 * differ.max()).any(axis=1))[0]
        red = red[: int(np.append(np.diff(red) > 1, True).argmax()) + 1]  # the ball, not its mirror image below
        rows.append((red.min() + red.max()) / 2)
    assert rows[1] == pytest.approx(SIDE / 2 - np.tan(np.radians(down_deg)) * UP_PX_PER_TAN, abs=2)
    if down_deg == 0.0:
        assert max(rows) - min(rows) <= 2


def test_a_still_is_the_window_s_picture_and_disturbs_neither_eye(renderer: HeadsetRenderer) -> None:
    before = shown(renderer, ASKED)
    still = renderer.still(view(game_camera()), 320, 180)
    assert still.shape == (180, 320, 3)
    assert still.std() > 20
    for eye, was in zip(shown(renderer, ASKED), before, strict=True):
        assert np.abs(eye - was).mean() < 1.0


def test_panels_hang_in_the_room_and_stay_when_the_head_turns(renderer: HeadsetRenderer, puppet: Puppet) -> None:
    panel = Panel("ask", title="H", height=0.10)
    places = {}
    for degrees in (0.0, 20.0, -20.0):
        puppet.head(SITTING, turned_left(degrees)).send()
        time.sleep(0.05)
        bare, drawn = shown(renderer, view())[0], shown(renderer, view().with_panels(panel))[0]
        places[degrees] = middle(drawn, bare)
    eye = APART_M / 2 / 1.5  # the left eye sees a panel 1.5 m ahead a little to its right
    assert places[0.0][0] == pytest.approx(SIDE / 2 + eye * PX_PER_TAN, abs=3)
    for degrees in (20.0, -20.0):
        moved = places[degrees][0] - places[0.0][0]
        assert moved == pytest.approx(np.tan(np.radians(degrees)) * PX_PER_TAN, rel=0.08)


def test_words_are_tall_enough_to_be_read(renderer: HeadsetRenderer) -> None:
    bare = shown(renderer, view())[0]
    drawn = shown(renderer, view().with_panels(Panel("say", text="H", height=0.06, plate=False)))[0]
    rows = np.nonzero((np.abs(drawn - bare).max(axis=2) > 30).any(axis=1))[0]
    assert np.degrees(np.arctan((rows.max() - rows.min()) / PX_PER_TAN)) > 1.5


def test_own_hands_are_drawn_where_they_are(renderer: HeadsetRenderer, puppet: Puppet) -> None:
    bare = shown(renderer, view())
    puppet.hand("right", (0.15, 1.15, -0.5)).send()
    time.sleep(0.05)
    drawn = shown(renderer, view())
    left, right = (
        np.nonzero(((eye[:, :, 0] - eye[:, :, 2] > 60) & (np.abs(eye - without).max(axis=2) > 30)).any(axis=0))[0]
        for eye, without in zip(drawn, bare, strict=True)
    )  # the columns in which there is amber that was not there
    assert left.mean() - right.mean() == pytest.approx(APART_M * PX_PER_TAN / 0.57, rel=0.2)  # fingers reach ahead
    assert (left.mean() + right.mean()) / 2 == pytest.approx(SIDE / 2 + PX_PER_TAN * 0.15 / 0.57, abs=15)


def test_a_controller_points_presses_and_pauses(renderer: HeadsetRenderer, puppet: Puppet) -> None:
    shown(renderer, ASKED)
    # at 1.5 m, 0.14 m right of the middle and 0.27 m below: the right one of two buttons
    puppet.hand("right", (0.0, 1.2, 0.0), _toward(0.17, -0.42)).send()
    _, look = asking(renderer)
    until(look, lambda found: any(i.kind == "point" and i.at is not None for i in found))
    puppet.state.right.trigger = 1.0
    puppet.send()
    until(look, lambda found: Intent("select", at=found[-1].at, button="no") in found or _chose(found, "no"))
    puppet.state.right.trigger = 0.0
    puppet.state.right.b_click = True
    puppet.send()
    until(look, lambda found: Intent("pause") in found)
    puppet.hand("right", (0.3, -3.0, 0.5)).send()
    until(look, lambda found: found[-1] == Intent("point"))


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_bare_hand_touches_a_button(renderer: HeadsetRenderer, puppet: Puppet, side: str) -> None:
    for hand in (puppet.state.left, puppet.state.right):
        hand.active = False  # no controller: the fingers alone are seen
    puppet.send()
    asked, look = asking(renderer)
    until(lambda: (look(), renderer.pointing.board)[1], lambda board: board is not None and board.tray is not None)
    board = renderer.pointing.board
    assert board is not None
    assert board.tray is not None
    (own,) = (each for each in renderer.pointing.own if each.side == side)
    held = np.array((-0.3, -3.0, 0.5) if side == "left" else (0.3, -3.0, 0.5))
    tip, button = own.tip - held, board.place((0.36, 0.8))  # the left one of two buttons, with either hand

    def goes(before_m: float) -> None:
        puppet.hand(side, tuple(button + before_m * board.tray[:3, 2] - tip)).send()
        until(lambda: (look(), _before(renderer, side))[1], lambda found: abs(found - before_m) < 0.004)
        look()

    goes(0.05)
    assert any(i.kind == "point" and i.at is not None for i in asked)
    assert not any(i.kind == "select" for i in asked)
    for before_m in (0.02, -0.02, 0.01, -0.02):  # through it, and trembling in it
        goes(before_m)
    assert [i.button for i in asked if i.kind == "select"] == ["yes"]
    goes(0.04)
    goes(-0.02)
    assert [i.button for i in asked if i.kind == "select"] == ["yes", "yes"]


def _before(renderer: HeadsetRenderer, side: str) -> float:
    """How far before the tray a fingertip is."""
    (own,) = (each for each in renderer.pointing.own if each.side == side)
    assert renderer.pointing.board is not None
    under = renderer.pointing.board.under(own.tip)
    assert under is not None
    return under[2]


def test_a_controller_in_the_lap_chooses_by_pressing_alone(renderer: HeadsetRenderer, puppet: Puppet) -> None:
    shown(renderer, ASKED)
    lap = np.array([0.0, 0.7, 0.0])
    right_button = np.array([0.17, 1.2 - 0.42, -1.5])
    puppet.hand("right", tuple(lap), _toward(*(right_button - lap)[:2])).send()
    time.sleep(0.05)
    found, look = asking(renderer)
    for _ in range(6):
        look()
    assert found == []
    puppet.state.right.trigger = 1.0
    puppet.send()
    until(look, lambda intents: _chose(intents, "no"))
    assert {intent.kind for intent in found} == {"select"}


def test_as_a_question_comes_it_is_told_once_that_no_hand_points(renderer: HeadsetRenderer) -> None:
    """Who has not heard from the headset yet would let a hand in the lap point, as a body before a camera does."""
    found: list[Intent] = []
    for asked in (ASKED, ASKED, view(), ASKED, ASKED):
        for _ in range(3):
            renderer.wait()
            renderer.show(asked, asked, 1.0)
            found += renderer.intents()
    assert found == [Intent("point")] * 2  # for each of two questions


def _chose(found: list[Intent], button: str) -> bool:
    return any(i.kind == "select" and i.button == button for i in found)


def _toward(right: float, up: float) -> tuple[float, ...]:
    """The turn that points -Z `right` and `up` at 1.5 m."""
    along = np.array([right, up, -1.5]) / np.hypot(np.hypot(right, up), 1.5)
    axis, cosine = np.cross((0.0, 0.0, -1.0), along), -along[2]
    turn = np.append(axis, 1.0 + cosine)
    return tuple(float(v) for v in turn / np.linalg.norm(turn))


def test_nothing_to_choose_and_a_pointing_hand_says_nothing(renderer: HeadsetRenderer, puppet: Puppet) -> None:
    """Pointing would count as being busy: a controller in the lap must not."""
    shown(renderer, view())
    puppet.hand("right", (0.0, 1.2, 0.0)).send()
    time.sleep(0.05)
    found = []
    for _ in range(5):
        found += renderer.intents()
        renderer.wait()
        renderer.show(view(), view(), 1.0)
    assert found == []


def test_a_recentre_hangs_the_panels_before_the_new_place(
    renderer: HeadsetRenderer, session: Session, puppet: Puppet
) -> None:
    panel = Panel("ask", title="H", height=0.10)
    puppet.head((0.5, 1.3, 0.7), turned_left(90)).send()
    time.sleep(0.05)
    assert session.recentre()
    bare, drawn = shown(renderer, view())[0], shown(renderer, view().with_panels(panel))[0]
    assert middle(drawn, bare)[0] == pytest.approx(SIDE / 2 + APART_M / 2 / 1.5 * PX_PER_TAN, abs=3)


def test_out_of_sight_nothing_is_drawn_and_the_pace_goes_on(
    monado: Monado, renderer: HeadsetRenderer, session: Session
) -> None:
    red = view(None, ball("ball", 0.0, 1.2, -1.0, 0.3, (1.0, 0.1, 0.1, 1.0)))
    before = shown(renderer, view())[0]
    other = rival(monado)
    try:

        def frame() -> str:
            renderer.intents()
            renderer.wait()
            renderer.show(view(), view(), 1.0)
            return session.state

        until(frame, lambda state: state == "synchronized", within_s=15.0)
        began, turns = time.monotonic(), 0
        while time.monotonic() - began < 1.5:
            renderer.intents()
            renderer.wait()
            renderer.show(red, red, 1.0)
            turns += 1
        assert 5 <= turns <= 120  # 20 a second here, or our own 60
        after = renderer.picture()
        assert after is not None
        np.testing.assert_array_equal(after[:, :SIDE], before)
        assert renderer.lost is None
    finally:
        other.kill()
        other.wait()


@pytest.mark.parametrize("window", [False, True])
def test_a_hundred_frames_of_an_evening_leave_the_validation_layer_nothing_to_say(monado: Monado, window: bool) -> None:
    before = (str(ROOT / "tests/openxr_runtime/with-xvfb"),) if window else ()
    environment = {**monado.environment, "XR_ENABLE_API_LAYERS": "XR_APILAYER_LUNARG_core_validation"}
    said = python(EVENING.format(window=window, frames=100), environment, *before, within_s=120.0)
    assert "shown" in said
    assert "VALID_ERROR" not in said, said


def test_the_headset_lost_in_the_middle_is_said_and_the_loop_goes_on(canvas: NoScreen) -> None:
    with Monado() as service, canvas.context, open_session(graphics=True) as session:
        assert session.reach_focus(10)
        renderer = HeadsetRenderer(session, canvas, (96, 96))
        drawn = view()
        for _ in range(3):
            renderer.wait()
            renderer.show(drawn, drawn, 1.0)
        service.kill()
        end = time.monotonic() + 10
        while renderer.lost is None and time.monotonic() < end:
            renderer.intents()
            renderer.wait()
            renderer.show(drawn, drawn, 1.0)
        assert renderer.lost is not None
        assert "headset" in renderer.lost
        began = time.monotonic()
        for _ in range(6):
            assert renderer.wait() >= 0
            renderer.show(drawn, drawn, 1.0)
            assert renderer.intents() == ()
        assert 0.05 < time.monotonic() - began < 1.0  # paced by a clock
        renderer.close()


LOST = """
import time, sys
from tests.openxr_runtime.service import Monado
from game.openxr import open_session
from game.render.canvas import open_canvas
from game.render.headset import HeadsetRenderer
from tests.game.render.drawn import view
with Monado() as service:
    canvas = open_canvas(True)
    with open_session(graphics=True) as session:
        assert session.reach_focus(10)
        renderer = HeadsetRenderer(session, canvas, (96, 96))
        for n in range(200):
            renderer.intents(); renderer.wait(); renderer.show(view(), view(), 1.0)
            if n == 10:
                service.kill()
            if renderer.lost is not None and renderer.picture() is not None:
                break
        assert renderer.lost is not None
        assert renderer.picture().shape == (720, 1280, 3), "the window's own picture"
        renderer.close()
    canvas.close()
print("played on")
"""


def test_after_a_loss_the_window_is_the_game_s_own(monado: Monado) -> None:
    assert "played on" in python(LOST, monado.environment, str(ROOT / "tests/openxr_runtime/with-xvfb"), within_s=60.0)


def test_the_window_s_keys_and_clicks_reach_what_hangs_in_the_room(monado: Monado) -> None:
    script = """
import pygame
from game.openxr import open_session
from game.render.canvas import open_canvas
from game.render.headset import HeadsetRenderer
from game.drawlist import Button, Panel
from game.intents import Intent
from tests.game.render.drawn import view
canvas = open_canvas(True)
with open_session(graphics=True) as session:
    assert session.reach_focus(10) and session.recentre()
    renderer = HeadsetRenderer(session, canvas, (256, 256))
    buttons = (Button("on", "Carry on"), Button("stop", "Stop"))
    drawn = view().with_panels(Panel("ask", title="Shall we?", buttons=buttons))
    for _ in range(4):
        renderer.intents(); renderer.wait(); renderer.show(drawn, drawn, 1.0)
    left, board = renderer._views[0], renderer.pointing.board
    x, y = left.project(board.place((0.63, 0.8))[None])[0]
    share = canvas.on_picture((0, 0), 1.0)  # the picture's part that the window shows begins here
    at = ((x - share[0]) / (1 - 2 * share[0]), (1 - y - share[1]) / (1 - 2 * share[1]))
    pygame.event.post(pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=(at[0] * 1280, at[1] * 720)))
    found = renderer.intents()
    assert [i.button for i in found if i.kind == "select"] == ["stop"], found
    pygame.event.post(pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=(5, 5)))
    found = [i for i in renderer.intents() if i.kind == "select"]
    assert len(found) == 1 and found[0].button is None, found
    pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_p, unicode="p"))
    assert Intent("pause") in renderer.intents()
    renderer.close()
canvas.close()
print("heard")
"""
    said = python(script, monado.environment, str(ROOT / "tests/openxr_runtime/with-xvfb"), within_s=60.0)
    assert "heard" in said


def test_frames_leave_no_opengl_objects_behind(renderer: HeadsetRenderer, canvas: NoScreen) -> None:
    """A new texture and a new buffer get the same names after 60 more pictures as before."""
    from exercises.pose import Rigid
    from game.openxr.data import View as EyeView
    from game.render.eyes import Board, eye_view
    from game.render.stereo import StereoPainter

    painter = StereoPainter(canvas.context, (32, 32))
    fov, board = np.array([-45.0, 45, 45, -45]), Board(np.array(SITTING))

    def paint(n: int) -> None:
        drawn = view(None, ball("a", 0, 1.2, -2, 0.1, COLOURS["amber"]), hour=(n % 100) / 100)
        drawn = drawn.with_panels(
            Panel("count", title=f"{n % 10} of 10", buttons=(Button("a", "On", dwell=n % 7 / 7),))
        )
        turn = turned_left(6 * n % 360)  # all round in 60: what comes into view for the first time is read then
        eyes = (EyeView(Rigid((x, 1.2, 0.0), turn), fov, None) for x in (-0.03, 0.03))
        left, right = (eye_view(eye, 32) for eye in eyes)
        painter.draw(drawn, (left, right), board)

    def names() -> tuple[int, int]:
        texture, buffer = canvas.context.texture((1, 1), 4), canvas.context.buffer(b"1234")
        found = (texture.glo, buffer.glo)
        texture.release()
        buffer.release()
        return found

    for n in range(60):
        paint(n)
    before = names()
    for n in range(60, 120):
        paint(n)
    assert names() == before
    shown(renderer, replace(view(), items=()))
    started = names()
    shown(renderer, view(), frames=20)
    assert names() == started


def test_a_runtime_whose_pictures_hold_light_as_it_is_gets_it_decoded(
    session: Session, canvas: NoScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An 8 bit picture that is not sRGB: 188 of 255 as displayed is half the light."""
    from game.openxr import graphics

    monkeypatch.setattr(graphics, "GL_SRGB8_ALPHA8", 0)  # not offered
    renderer = HeadsetRenderer(session, canvas, (64, 64))
    left = shown_once(renderer)
    chain = renderer._chains
    assert not chain._chains[0].srgb
    handed = [np.frombuffer(t.read(components=3), np.uint8).reshape(64, 64, 3)[::-1] for t in chain._lent[0]]
    encoded = left / 255
    light = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4) * 255
    assert min(np.abs(picture - light).max() for picture in handed) <= 1.0
    renderer.close()


def shown_once(renderer: HeadsetRenderer) -> np.ndarray:
    while renderer.picture() is None:
        renderer.intents()
        renderer.wait()
        renderer.show(view(), view(), 1.0)
    return renderer.eye_picture(0).astype(float)
