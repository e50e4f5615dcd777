"""Keys and clicks against the buttons on the view."""

from __future__ import annotations

import pytest
from drawn import view

from game.drawlist import Button, Panel, button_rects
from game.intents import Intent
from game.render.keys import Focus

QUESTION = Panel("q", buttons=(Button("no", "No"), Button("yes", "Yes"), Button("help", "Help")))


def focus(*panels: Panel) -> Focus:
    found = Focus()
    found.seen(panels)
    return found


def test_a_click_on_a_button_selects_it_and_beside_it_does_not() -> None:
    left, top, right, bottom = button_rects(QUESTION)["yes"]
    inside, outside = ((left + right) / 2, (top + bottom) / 2), (0.5, 0.1)
    assert focus(QUESTION).click(inside) == Intent("select", at=inside, button="yes")
    assert focus(QUESTION).click(outside) == Intent("select", at=outside)


@pytest.mark.parametrize(("digit", "button"), [("1", "no"), ("2", "yes"), ("3", "help")])
def test_digits_take_buttons_by_number(digit: str, button: str) -> None:
    assert focus(QUESTION).key(digit, digit) == Intent("select", button=button)
    assert focus(QUESTION).key(f"[{digit}]", digit) == Intent("select", button=button)  # the number pad


def test_a_button_s_own_key_goes_before_its_number() -> None:
    panel = Panel("p", buttons=(Button("zero", "0", "0"), Button("one", "1", "1"), Button("stop", "Stop", "S")))
    assert focus(panel).key("0", "0") == Intent("select", button="zero")
    assert focus(panel).key("1", "1") == Intent("select", button="one")
    assert focus(panel).key("s", "s") == Intent("select", button="stop")


def test_arrows_move_the_focus_and_enter_takes_it() -> None:
    keys = focus(QUESTION)
    assert keys.key("right") is None
    assert keys.key("right") is None
    marked = keys.marked(view().with_panels(QUESTION))
    assert [button.chosen for button in marked.panels[0].buttons] == [False, True, False]
    assert keys.key("return") == Intent("select", button="yes")
    keys.key("left")
    keys.key("left")
    assert keys.key("space", " ") == Intent("select", button="help")


def test_the_focus_is_forgotten_with_its_buttons() -> None:
    keys = focus(QUESTION)
    keys.key("right")
    keys.seen((QUESTION,))
    assert keys.key("return") == Intent("select", button="no")
    keys.key("right")
    keys.seen((Panel("other", buttons=(Button("a", "A"), Button("b", "B"))),))
    assert keys.key("return") == Intent("next")


def test_a_question_with_the_same_answers_is_another_question() -> None:
    keys = focus(QUESTION)
    keys.key("right")
    keys.seen((Panel("another", buttons=QUESTION.buttons),))
    assert keys.key("return") == Intent("next")


def test_without_buttons_enter_goes_on_and_every_other_key_pauses() -> None:
    for name in ("return", "space", "keypad enter"):
        assert focus().key(name) == Intent("next")
    for name in ("escape", "p", "x", "f5", "left", "5"):
        assert focus().key(name, name) == Intent("pause")
    assert focus().key("backspace") == Intent("back")
    assert focus().key("left shift") is None


def test_escape_pauses_before_buttons_too() -> None:
    assert focus(QUESTION).key("escape") == Intent("pause")
