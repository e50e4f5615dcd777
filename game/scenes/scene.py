"""What every scene is, and the few kinds of panel they are all made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.drawlist import Anchor, Button, Line, Panel

if TYPE_CHECKING:
    from game.scenes.coach import Showing
    from game.scenes.evening import Evening

TICKS_A_SECOND = 60
SENTENCE = 0.062  # capitals as a share of the screen's height: readable at 3 m on 14 inches
TITLE = 0.07
COUNT = 0.11
CALM = 0.15  # the clock, count or word that is all there is to see
SMALL = 0.047  # marks that nobody needs to read to go on


def ticks(seconds: float) -> int:
    return round(seconds * TICKS_A_SECOND)


class Scene:
    """One screen of the evening. `step` and `choose` return None to stay, OVER when this one is done (Show knows what
    follows), or a scene out of the usual order.

    watching   a lock-step source is polled while this is on
    moving     the patient moves here: the pauses, gestures and reminders that guard movement apply
    asks       a choice is waited for: nothing chosen for `patience` ticks asks "Shall we stop here?"
    settling   somebody takes their place: being out of the picture for a moment is part of it, `patience` ends it
    crossed    arms may be crossed on the chest: a hand there asks for nothing
    """

    name = ""
    watching = False
    moving = False
    asks = False
    settling = False
    crossed = False

    def __init__(self) -> None:
        self.age = 0  # ticks this scene has been on
        self._rung: list[str] = []

    def patience(self, evening: Evening) -> int:
        return ticks(60.0)

    def enter(self, evening: Evening) -> None: ...

    def step(self, evening: Evening) -> Scene | None:
        return None

    def choose(self, evening: Evening, button: str) -> Scene | None:
        return None

    def panels(self, evening: Evening) -> tuple[Panel, ...]:
        return ()

    def lines(self, evening: Evening) -> tuple[Line, ...]:
        """What is drawn into the valley besides the player."""
        return ()

    def showing(self, evening: Evening) -> Showing | None:
        """What a coach beside the player is to show; None: nobody is there."""
        return None

    def paused(self, evening: Evening, away: bool) -> None:
        """Something was laid over this scene; `away`: because nobody is seen."""

    def broken_off(self, evening: Evening, away: bool) -> None:
        """The evening goes on without the rest of this scene; `away` as above."""

    def ring(self, sound: str) -> None:
        """A sound of assets/sounds, once."""
        self._rung.append(sound)

    def rung(self) -> tuple[str, ...]:
        """What was rung since the last call."""
        rung = tuple(self._rung)
        self._rung.clear()
        return rung

    def demonstrated(self, evening: Evening) -> str | None:
        """The button a demonstration takes by itself; None where it takes none."""
        return None


OVER = Scene()


_ICONS = {  # a button whose picture says more than a second word
    "start": "lantern", "carry_on": "carry_on", "easier": "easier", "hurts": "hurts", "stop": "stop",
    "better": "better", "same": "same", "worse": "worse", "well": "fine", "too_much": "easier", "help": "phone",
    "postcard": "postcard",
}  # fmt: skip


def question(id: str, title: str, buttons: tuple[tuple[str, str], ...], text: str = "", picture: str = "") -> Panel:
    """One question above the figure and its answers low, in reach of a hand: ((button id, label), ...)."""
    return Panel(
        id=id,
        anchor="top",
        title=title,
        text=text,
        height=TITLE if len(title) <= 60 else SENTENCE,
        buttons=tuple(
            Button(name, label, key=str(i + 1), icon=_ICONS.get(name, "")) for i, (name, label) in enumerate(buttons)
        ),
        picture=picture,
    )


def numbers(id: str, title: str, text: str) -> Panel:
    """0 to 10, one button each."""
    return Panel(
        id=id,
        anchor="top",
        title=title,
        text=text,
        height=SENTENCE,
        buttons=tuple(Button(str(i), str(i), key=str(i) if i < 10 else "") for i in range(11)),
    )


def sentence(id: str, title: str, anchor: Anchor = "top", height: float = TITLE, picture: str = "") -> Panel:
    """A few words while somebody moves."""
    return Panel(id=id, anchor=anchor, title=title, height=height, picture=picture)
