"""Pictures of a mini-game from its first seconds to its ending, as draw lists: for `python -m game.gallery`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from exercises.events import RepCompleted, RepStarted, TargetReached
from game.drawlist import DrawList
from game.minigames import performances as players
from game.minigames.interface import TICK_S, MiniGame, Tick

# What a game shows best; one that is not named here is shown with the first exercise that fits it.
_AT = {"heron": "sl_stance", "orchard": "reach_forward", "river": "marching", "summit": "sit_to_stand"}
PEAKS = (1.06, 1.06, 0.6, 1.06, 1.06, 1.06)  # shares of the target: the third lift falls short of it
_EFFORT = 5  # the one that is looked at: by then something is kept of those before
_SHOWN_S, _WAITS_S = 6.6, 11.0  # into teaching; until the player begins
_RETURNS_S = 1.1  # after the target
_ENDS_S = (4.5, 11.0)  # into the ending
_LOOKS_ON_S = (6.5, 12.0, 18.0)  # of a game that nothing drives


def game_moments(make: Callable[[], MiniGame], seed: int) -> Iterator[tuple[str, DrawList]]:
    """(name, draw list) of the teaching, the way to the target, the target, the way back, and the ending."""
    game = make()
    steady = {player.exercise: player for player in reversed(players.performances(game))}  # the first of each
    player = steady.get(_AT.get(game.id, ""), players.performances(game)[0])
    exercise = players.catalogue()[player.exercise]
    counted, holds = exercise.signal != "free", exercise.signal == "hold"
    player = replace(player, peaks=PEAKS, hold_s=12.0 if holds else 1.5, teach=True)
    game.start(players.setup(player, exercise, seed))
    ticks = players.ticks(player, exercise, _WAITS_S)
    names = _names(ticks) if counted else {round(at_s / TICK_S): f"quiet-{i}" for i, at_s in enumerate(_LOOKS_ON_S, 1)}
    for tick in ticks:
        game.step(tick)
        if tick.n in names:
            yield names[tick.n], game.draw()
    last = ticks[-1]
    game.finish()
    ends = [round(end_s / TICK_S) for end_s in _ENDS_S]
    for n in range(1, ends[-1] + 1):
        game.step(Tick(last.n + n, last.t_s + n * TICK_S, TICK_S, last.pose, last.reading, ()))
        if n in ends:
            yield f"ending-{ends.index(n) + 1}", game.draw()


def _names(ticks: tuple[Tick, ...]) -> dict[int, str]:
    """Tick numbers of what is looked at, by what the judge says."""
    names = {round(_SHOWN_S / TICK_S): "shown"}
    efforts = started = 0
    for tick in ticks:
        for event in tick.events:
            efforts += isinstance(event, RepStarted)
            if efforts < _EFFORT:
                continue
            if isinstance(event, RepStarted):
                started = tick.n
            elif isinstance(event, TargetReached) and "there" not in names.values():
                names |= {(started + tick.n) // 2: "rising", tick.n + 20: "there"}
                names[tick.n + round(_RETURNS_S / TICK_S) + 90] = "returning"
            elif isinstance(event, RepCompleted) and "after" not in names.values():
                names[tick.n + 40] = "after"
    return names
