"""The panels as they are drawn: whose words stand where, and how large this patient wants them."""

from __future__ import annotations

from dataclasses import replace

from game.drawlist import Anchor, DrawList, Panel, Person
from game.scenes.evening import Evening
from game.scenes.pointer import Dwell
from game.scenes.scene import SMALL


def shown(evening: Evening, own: tuple[Panel, ...], of_game: tuple[Panel, ...], dwell: Dwell) -> tuple[Panel, ...]:
    """A scene's words take the place of the game's, and stand where those stood; sizes are the patient's; a resting
    hand fills its button."""
    panels = list(own or of_game)
    if own and of_game:
        there = of_game[0].anchor
        panels = [replace(panel, anchor=there) if panel.anchor == "caption" else panel for panel in own]
    if evening.demo:
        corners: tuple[Anchor, Anchor] = ("bottom_right", "bottom_left")
        wanted = corners if evening.open_side == "left" else corners[::-1]
        held = {panel.anchor for panel in panels}
        aside = next((corner for corner in wanted if corner not in held), wanted[0])
        panels.append(Panel(id="demo", anchor=aside, title="demo", height=SMALL, plate=False))
    return tuple(_sized(panel, evening.text_size, dwell) for panel in panels)


def aside(panels: tuple[Panel, ...], open_side: str) -> tuple[Panel, ...]:
    """Words above, moved to where they hide least of what the game before them has lit: it grows on the open side."""
    corner: Anchor = "top_right" if open_side == "left" else "top_left"
    return tuple(replace(panel, anchor=corner) if panel.anchor == "top" else panel for panel in panels)


def _sized(panel: Panel, text_size: float, dwell: Dwell) -> Panel:
    buttons = tuple(
        replace(button, dwell=dwell.share if button.id == dwell.button else button.dwell) for button in panel.buttons
    )
    return replace(panel, height=panel.height * text_size, buttons=buttons)


def standing_still(drawn: DrawList, player: Person, dim: float) -> DrawList:
    """A game's picture under a pause: the game stands still, the player does not."""
    people = tuple(player if person.id == "player" else person for person in drawn.people)
    return replace(drawn, people=people, world=replace(drawn.world, dim=dim))


def pointer_note(panels: tuple[Panel, ...], at: tuple[float, float] | None) -> dict[str, str]:
    """Where the hand points, for whoever draws it, while there is something to choose."""
    if at is None or not any(panel.buttons for panel in panels):
        return {}
    return {"pointer": f"{at[0]:.4f} {at[1]:.4f}"}
