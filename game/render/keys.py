"""From keys and clicks to intents, against the buttons that are on the view. No pygame: keys come by their names.

Enter and space take the button in focus, or go on where there is none. Arrows and tab move the focus. A button's own
key, or a digit for its number, takes it. Escape, P and every other key pause: whoever needs to stop must not have to
look for a key.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from game.drawlist import Button, DrawList, Panel, button_rects
from game.intents import Intent

_FORWARD, _BACKWARD = frozenset({"right", "down", "tab"}), frozenset({"left", "up"})
_TAKE = frozenset({"return", "space", "enter", "keypad enter"})
_UNHEARD = frozenset(
    {
        "left shift",
        "right shift",
        "left ctrl",
        "right ctrl",
        "left alt",
        "right alt",
        "alt gr",
        "left meta",
        "right meta",
    }
    | {"caps lock", "numlock", "scroll lock", "print screen", "left super", "right super", "menu", "mode", ""}
)


class Focus:
    """Which button the keys stand on; forgotten when something else is asked, though its buttons may say the same."""

    def __init__(self) -> None:
        self._buttons: tuple[Button, ...] = ()
        self._panels: tuple[Panel, ...] = ()
        self._at: int | None = None

    def seen(self, panels: Iterable[Panel]) -> None:
        """What is on the view from now on."""
        before, self._panels = self._panels, tuple(panels)
        buttons = tuple(button for panel in self._panels for button in panel.buttons)
        if _asked(self._panels) != _asked(before):
            self._at = None
        self._buttons = buttons

    def marked(self, drawlist: DrawList) -> DrawList:
        """`drawlist` with the button in focus shown as chosen."""
        if self._at is None:
            return drawlist
        held = self._buttons[self._at].id
        panels = tuple(
            replace(panel, buttons=tuple(replace(b, chosen=b.chosen or b.id == held) for b in panel.buttons))
            for panel in drawlist.panels
        )
        return replace(drawlist, panels=panels)

    def key(self, name: str, letter: str = "") -> Intent | None:
        """What the key called `name`, which types `letter`, asks for; None for keys that ask nothing."""
        if name in _UNHEARD:
            return None
        if self._buttons:
            if name in _FORWARD | _BACKWARD:
                self._move(1 if name in _FORWARD else -1)
                return None
            if (button := self._named(name, letter)) is not None:
                return Intent("select", button=button)
            if name in _TAKE:
                return self._take()
        if name in _TAKE:
            return Intent("next")
        return Intent("back") if name == "backspace" else Intent("pause")

    def click(self, at: tuple[float, float]) -> Intent:
        """A click at `at` (0..1 from the left and the top): the button there, else the place alone."""
        for panel in reversed(self._panels):
            for name, (left, top, right, bottom) in button_rects(panel).items():
                if left <= at[0] <= right and top <= at[1] <= bottom:
                    return Intent("select", at=at, button=name)
        return Intent("select", at=at)

    def _move(self, step: int) -> None:
        count = len(self._buttons)
        if self._at is None:
            self._at = 0 if step > 0 else count - 1
        else:
            self._at = (self._at + step) % count

    def _take(self) -> Intent:
        if self._at is not None:
            return Intent("select", button=self._buttons[self._at].id)
        chosen = [button.id for button in self._buttons if button.chosen]
        return Intent("select", button=chosen[0]) if chosen else Intent("next")

    def _named(self, name: str, letter: str) -> str | None:
        typed = {name.strip("[]").lower(), letter.lower()} - {""}
        for button in self._buttons:
            if button.key and button.key.lower() in typed:
                return button.id
        digits = [int(t) for t in typed if t.isdecimal()]
        if digits and not any(button.key for button in self._buttons) and 1 <= digits[0] <= len(self._buttons):
            return self._buttons[digits[0] - 1].id
        return None


def _asked(panels: tuple[Panel, ...]) -> list[tuple[str, str]]:
    return [(panel.id, button.id) for panel in panels for button in panel.buttons]
