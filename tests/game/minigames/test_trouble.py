"""What must not spoil any game: another drawing rate, no sound, one joint that flickers, few pictures, a rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest

from exercises.events import RepCompleted, TargetReached
from game import library, loop
from game.drawlist import DrawList
from game.minigames import conformance_rules as rules
from game.minigames import performances as players
from game.minigames.conformance_rules import fingerprint
from game.minigames.figure import Figure, room_from_person
from game.minigames.interface import TICK_S, MiniGame, Tick
from game.minigames.performances import Performance, Performed

GAMES = sorted(library.games())
SEED = 7


def tried(game: MiniGame, name: str) -> Performance:
    """The performance of that name, or of a game that nothing drives its only one."""
    known = {performance.id: performance for performance in players.performances(game)}
    return known.get(name) or next(iter(known.values()))


def brisk(game: MiniGame) -> Performance:
    """Its first player, with one quick effort."""
    return replace(players.performances(game)[0], peaks=(1.06,), lift_s=0.9, hold_s=0.2, lower_s=1.0)


@dataclass
class Screen:
    """Draws at `hz` frames a second of a time that only passes so."""

    hz: float
    now_s: float = 0.0

    def wait(self) -> float:
        self.now_s += 1 / self.hz
        return 1 / self.hz

    def show(self, before: DrawList, after: DrawList, alpha: float) -> None: ...

    def intents(self) -> tuple[()]:
        return ()


class Nobody:
    """The players' poses are judged already: the loop has nothing to poll."""

    lockstep = True
    ended = False

    def poll(self) -> tuple[()]:
        return ()

    def notices(self) -> tuple[()]:
        return ()


def until_done(performance: Performance) -> int:
    """Ticks until the first effort is over, and a third of a second; of a game that nothing drives, three seconds."""
    ticks = players.ticks(performance, players.catalogue()[performance.exercise])
    return next((t.n + 20 for t in ticks if any(isinstance(event, RepCompleted) for event in t.events)), 180)


@pytest.mark.parametrize("name", GAMES)
def test_the_same_recording_and_seed_give_the_same_at_24_60_and_144_frames_a_second(name: str) -> None:
    came = {}
    for hz in (24.0, 60.0, 144.0):
        game, screen = library.game(name)(), Screen(hz)
        player = brisk(game)
        exercise = players.catalogue()[player.exercise]
        played, most = Performed(game, player, exercise, SEED), until_done(player)
        ran = loop.run(
            played, Nobody(), screen, clock=lambda s=screen: s.now_s, record=lambda *_: None, most_ticks=most
        )
        assert ran.frames == pytest.approx(most / 60 * hz, rel=0.05, abs=3)
        assert played.efforts == (0 if exercise.signal == "free" else 1)
        came[hz] = (game.score(), game.keep(), fingerprint(game.draw()))
    assert came[24.0] == came[60.0] == came[144.0]
    assert came[60.0][0] == (0 if exercise.signal == "free" else 1), "the effort was worth a light"


def seen(drawn: DrawList) -> str:
    """What is left of a picture with the sound off."""
    return fingerprint(replace(drawn, cues=(), tones=(), notes={}))


@cache
def up_to_the_target(performance: Performance) -> tuple[Tick, ...]:
    """Until the target was reached for the first time, and the frame that follows (at 30 a second)."""
    ticks = players.ticks(performance, players.catalogue()[performance.exercise])
    reached = next(tick.n for tick in ticks if any(isinstance(event, TargetReached) for event in tick.events))
    return ticks[: reached + 3]


@pytest.mark.parametrize("name", GAMES)
def test_a_success_is_seen_heard_and_felt_within_a_frame(name: str) -> None:
    """The same ticks once as they are and once without the target: with the sound off they must differ too."""
    pictures = []
    for told in (True, False):
        game = library.game(name)()
        if game.takes == frozenset({"free"}):
            pytest.skip("nothing is asked of the player here, so nothing can succeed")
        player = brisk(game)
        game.start(players.setup(player, players.catalogue()[player.exercise], SEED))
        ticks = up_to_the_target(player)
        for tick in ticks[:-3]:
            game.step(tick)
        before = {cue.id for cue in game.draw().cues}
        for tick in ticks[-3:]:
            game.step(tick if told else replace(tick, events=without_target(tick.events)))
            if told and tick is ticks[-3]:
                fresh = [cue for cue in game.draw().cues if cue.sound and cue.id not in before]
                assert fresh, "heard in the very tick"
                assert any(cue.felt for cue in fresh), "and felt"
        drawn = game.draw()
        pictures.append(seen(drawn))
    assert pictures[0] != pictures[1], "the target can be told from the picture alone"


def without_target(events: Sequence[object]) -> tuple[object, ...]:
    return tuple(event for event in events if not isinstance(event, TargetReached))


@pytest.mark.slow
@pytest.mark.parametrize("name", GAMES)
@pytest.mark.parametrize("trouble", ["flickering", "five pictures a second"])
def test_who_is_seen_badly_is_given_as_much(name: str, trouble: str) -> None:
    scores = {}
    for player in ("", trouble):
        game = library.game(name)()
        performance = tried(game, player or f"steady {tried(game, trouble).exercise}")
        exercise = players.catalogue()[performance.exercise]
        game.start(players.setup(performance, exercise, SEED))
        for tick in players.ticks(performance, exercise):
            game.step(tick)
        scores[player] = game.score()
    assert scores[trouble] == scores[""]


@pytest.mark.slow
@pytest.mark.parametrize("name", GAMES)
def test_who_stops_for_a_minute_in_the_middle_finds_everything_as_it_was(name: str) -> None:
    """Half way up everything stands still for a minute: every picture of it is sound, and the effort counts as ever."""
    scores = []
    for pause_s in (0.0, 60.0):
        game = library.game(name)()
        player = brisk(game)
        exercise = players.catalogue()[player.exercise]
        game.start(players.setup(player, exercise, SEED))
        ticks = players.ticks(player, exercise)
        glows = rules.Glows()
        stops = next((t.n for t in ticks if t.reading.lifting and t.reading.progress > 0.5), 60)
        for tick in ticks[: stops + 1]:
            game.step(tick)
        for n in range(round(pause_s * 60)):
            game.step(replace(ticks[stops], events=()))
            if n % 10 == 0:
                drawn = game.draw()
                assert [*rules.numbers(drawn), *rules.texts(drawn, True), *glows.see(n * TICK_S, drawn)] == []
        for tick in ticks[stops + 1 :]:
            game.step(tick)
        scores.append(game.score())
    assert scores[0] == scores[1]


def test_a_joint_that_flickers_does_not_make_the_figure_jump() -> None:
    """Half of the poses of an arm lift lack the elbow: the hand's fastest step grows by half at most."""
    exercise = players.catalogue()["shoulder_abduction"]
    fastest = {}
    for flickers in (False, True):
        figure = Figure()
        player = Performance("x", exercise.id, peaks=(1.06,), flickers=flickers)
        way = []
        for tick in players.ticks(player, exercise):
            figure.follow(tick.pose, tick.dt_s)
            way.append(figure.reach_m("left", False, room_from_person()))
        steps = np.linalg.norm(np.diff(np.array(way[30:]), axis=0), axis=1)
        fastest[flickers] = steps.max()
    assert fastest[False] > 0.01, "the arm was lifted"
    assert fastest[True] < 1.5 * fastest[False]
