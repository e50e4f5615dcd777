"""Every game keeps every rule, and each rule can be broken: a bad game is found out by the check that is for it."""

from __future__ import annotations

import inspect
import itertools
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from exercises.events import RepCompleted
from game import library
from game.drawlist import Camera, Cue, DrawList, Instances, Item, Panel, World
from game.minigames import conformance, performances
from game.minigames.conformance_rules import fingerprint
from game.minigames.interface import MiniGame, Setup, Tick, fits
from game.minigames.lanterns import Lanterns
from game.minigames.motion import place
from game.minigames.performances import Performance
from game.render import names

ONE = ["one lift"]


class Bad:
    """A game that keeps every rule with next to nothing; those derived from it do one thing wrong."""

    id, title, takes = "plain", "Plain", frozenset({"lift_return"})
    senses, needs, positions = frozenset({"up"}), frozenset(), frozenset({"standing"})

    def __init__(self) -> None:
        self.n = self.efforts = 0
        self.t_s = self.at_m = self.unseen_s = 0.0
        self.ended_s: float | None = None

    def start(self, setup: Setup) -> None:
        self.teaches = setup.teach

    def step(self, tick: Tick) -> None:
        self.n += 1
        self.t_s += tick.dt_s
        self.unseen_s = 0.0 if tick.reading.seen else self.unseen_s + tick.dt_s
        self.efforts += sum(isinstance(event, RepCompleted) for event in tick.events)
        self.at_m = tick.reading.progress if np.isfinite(tick.reading.progress) else self.at_m

    def draw(self) -> DrawList:
        dim = min(max(self.unseen_s - 0.7, 0.0) * 0.2, 0.2)
        return DrawList(
            Camera(place(0.0, 1.5, 4.5)),
            World("valley", dim=dim, t_s=self.t_s),
            items=(Item("stone", "orb", place(0.0, self.at_m, -2.0), glow=0.5),),
        )

    def teaching(self) -> bool:
        return self.teaches and self.t_s < 5.0

    def score(self) -> int:
        return self.efforts

    def keep(self) -> dict[str, float]:
        return {}

    def finish(self) -> None:
        self.ended_s = self.t_s

    def finished(self) -> bool:
        return self.ended_s is not None and self.t_s >= self.ended_s + 1.0


def drawing(change: Callable[[DrawList, int], DrawList]) -> type[Bad]:
    """A game whose pictures are changed: `change` gets the picture and the number of ticks so far."""

    class Drawn(Bad):
        def draw(self) -> DrawList:
            return change(super().draw(), self.n)

    return Drawn


def with_item(**given: object) -> type[Bad]:
    values = {"id": "bad", "mesh": "orb", "room_from_item": np.eye(4), **given}
    return drawing(lambda drawn, n: replace(drawn, items=(*drawn.items, Item(**values))))  # type: ignore[arg-type]


def with_panel(*panels: Panel) -> type[Bad]:
    return drawing(lambda drawn, n: drawn.with_panels(*panels))


def blinking(per_s: float) -> type[Bad]:
    def change(drawn: DrawList, n: int) -> DrawList:
        glow = 0.5 + 0.14 * np.sin(2 * np.pi * per_s * n / 60)  # gently enough for the rule of the slow glow
        return replace(drawn, items=(*drawn.items, Item("bad", "orb", np.eye(4), glow=float(glow))))

    return drawing(change)


def sudden(drawn: DrawList, n: int) -> DrawList:
    return replace(drawn, items=(*drawn.items, Item("bad", "orb", np.eye(4), glow=1.0 if n > 200 else 0.0)))


def swarm(drawn: DrawList, n: int) -> DrawList:
    many = Instances("bad", "spark", np.tile(np.eye(4), (21, 1, 1)), np.tile([1.0, 1.0, 1.0, 0.1], (21, 1)))
    return replace(drawn, instances=(*drawn.instances, many))


def wandering(drawn: DrawList, n: int) -> DrawList:
    camera = drawn.camera
    return replace(drawn, camera=replace(camera, room_from_camera=place(0.001 * n, 1.5, 4.5)))


def undimmed(drawn: DrawList, n: int) -> DrawList:
    return replace(drawn, world=replace(drawn.world, dim=0.0))


class Endless(Bad):
    def finished(self) -> bool:
        return False


class Raises(Bad):
    def step(self, tick: Tick) -> None:
        if tick.n == 90:
            raise ZeroDivisionError("half way")
        super().step(tick)


class Ungrateful(Bad):
    def score(self) -> int:
        return 0


class TakesBack(Bad):
    def score(self) -> int:
        return 10_000 - self.n


class KeepsWords(Bad):
    def keep(self) -> dict[str, float]:
        return {"best": "Anna"}  # type: ignore[dict-item]


class DrawsDifferently(Bad):
    def draw(self) -> DrawList:
        self.n += 1
        return replace(super().draw(), notes={"n": str(self.n)})


class DrawingMoves(Bad):
    """Each picture is the same when drawn twice in a row, and yet drawing moves it on later."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn = self.seen = 0

    def step(self, tick: Tick) -> None:
        super().step(tick)
        self.seen = self.drawn

    def draw(self) -> DrawList:
        self.drawn += 1
        return replace(super().draw(), notes={"n": str(self.seen)})


class Random(Bad):
    luck = itertools.count()

    def __init__(self) -> None:
        super().__init__()
        self.mine = next(self.luck)

    def draw(self) -> DrawList:
        return replace(super().draw(), notes={"luck": str(self.mine)})


class Nameless(Bad):
    title = ""


class Misspelt(Bad):
    takes = frozenset({"lift_and_return"})  # type: ignore[assignment]


class ForNobody(Bad):
    senses, positions = frozenset({"out"}), frozenset({"lying"})  # type: ignore[assignment]


class Unmakeable(Bad):
    def __init__(self) -> None:
        raise ValueError("no stones")


class Diary(Bad):
    def step(self, tick: Tick) -> None:
        super().step(tick)
        if self.efforts:
            Path("never-written.txt").write_text("one more", encoding="utf-8")


class Slow(Bad):
    def step(self, tick: Tick) -> None:
        time.sleep(0.02)
        super().step(tick)


NAN = np.full((4, 4), np.nan)
HOLD = Panel("a", title="Hold")
BAD_GAMES: tuple[tuple[str, Callable[[], MiniGame], str], ...] = (
    ("about itself", Nameless, "title must be given"),
    ("about itself", Misspelt, "got lift_and_return"),
    ("about itself", ForNobody, "no exercise"),
    ("raises", Unmakeable, "ValueError: no stones"),
    ("raises", Diary, "a game must write no file, got never-written.txt"),
    ("slow", Slow, "step() takes 2"),
    ("numbers", with_item(room_from_item=NAN), "not finite"),
    ("numbers", with_item(room_from_item=np.eye(3)), "shape (4, 4)"),
    ("numbers", with_item(colour=(1.0, 1.0, 1.0, 1.5)), "alpha of at most 1"),
    ("numbers", with_item(part=1.2), "part within 0..1"),
    ("texts", with_panel(Panel("a", title="One more than six words is seven")), "at most 6 words"),
    ("texts", with_panel(HOLD, replace(HOLD, id="b"), replace(HOLD, id="c")), "at most 2 texts"),
    ("texts", with_panel(Panel("a", title="Small", height=0.03)), "at least 6%"),
    ("texts", with_panel(Panel("a", title="4 of 10", height=0.08)), "at least 10%"),
    ("texts", with_panel(Panel("a", title="That was a fault")), "never reads 'fault'"),
    ("texts", with_panel(Panel("a", title="90° today")), "never reads '°'"),
    ("sounds", drawing(lambda d, n: replace(d, cues=(Cue("x", "kalimba_h9"),))), "no sound 'kalimba_h9'"),
    ("sounds", drawing(lambda d, n: replace(d, cues=(Cue("x", "owl" if n < 99 else "select"),))), "keep its sound"),
    ("sparks", drawing(swarm), "at most 20 sparks"),
    ("glow", drawing(sudden), "at least 400 ms"),
    ("glow", blinking(5.0), "flashes more than 3 times"),
    ("camera", drawing(wandering), "never move"),
    ("ends", Endless, "within 30 s of finish"),
    ("raises", Raises, "ZeroDivisionError: half way"),
    ("answers", Ungrateful, "each is worth a light"),
    ("score", TakesBack, "never fall"),
    ("keeps", KeepsWords, "finite numbers"),
    ("draws twice", DrawsDifferently, "the same picture"),
    ("determinism", DrawingMoves, "drawing changed the game"),
    ("determinism", Random, "the same seed"),
)


@pytest.mark.parametrize(
    ("rule", "make_game", "found"), BAD_GAMES, ids=[f"{r}-{i}" for i, (r, _, _) in enumerate(BAD_GAMES)]
)
def test_each_rule_finds_the_game_that_breaks_it(rule: str, make_game: Callable[[], MiniGame], found: str) -> None:
    problems = conformance.check(make_game, tried=ONE)
    assert [p.rule for p in problems if found in p.found] == [rule], [str(p) for p in problems]


@pytest.mark.slow
def test_a_world_that_stays_bright_over_an_empty_picture_is_found() -> None:
    problems = conformance.check(drawing(undimmed), tried=["gone for a minute"])
    assert {p.rule for p in problems} == {"unseen"}


@pytest.mark.parametrize(
    ("game", "found"),
    [
        (with_item(mesh="orbe"), "no mesh 'orbe'; did you mean 'orb'?"),
        (drawing(lambda d, n: replace(d, world=replace(d.world, name="vally"))), "no world 'vally'"),
        (with_panel(Panel("a", title="Look", picture="chare")), "no drawing 'chare'"),
    ],
)
def test_what_the_renderer_does_not_know_is_found_before_it_is_drawn(game: type[Bad], found: str) -> None:
    (problem,) = conformance.check(game, tried=ONE, drawable=names.check)
    assert problem.rule == "names"
    assert found in problem.found


def test_teaching_that_never_ends_is_found() -> None:
    class Lectures(Bad):
        def teaching(self) -> bool:
            return True

    assert "teaches" in {p.rule for p in conformance.check(Lectures, tried=["first go"])}


def test_a_game_of_next_to_nothing_can_keep_every_rule() -> None:
    tried = ("one lift", "first go", "short of the target", "five pictures a second", "gone for a minute")
    assert [str(problem) for problem in conformance.check(Bad, tried)] == []


@pytest.mark.slow
@pytest.mark.parametrize("game", sorted(library.games()))
def test_every_game_keeps_every_rule_with_every_kind_of_player(game: str) -> None:
    """Of those who are steady, each at another exercise, every sixth: `upswing games check` tries them all."""
    players = [player.id for player in performances.performances(library.game(game)())]
    steady = [id for id in players if id.startswith("steady")]
    tried = set(players) - (set(steady) - set(steady[::6]))
    assert [str(problem) for problem in conformance.check(library.game(game), tried)] == []


def test_a_problem_says_rule_what_who_and_when() -> None:
    (problem,) = conformance.check(Raises, tried=ONE)
    line = inspect.getsourcelines(Raises.step)[1] + 2
    where = f"in {Path(__file__).name}, line {line}"
    assert str(problem) == f"raises: ZeroDivisionError: half way, {where} (player: one lift, at 1.5 s)"


def test_a_game_is_called_as_its_entry_point_is() -> None:
    (problem,) = conformance.check(Bad, tried=ONE, named="cairn")
    assert problem.found == "id must be the entry point's name 'cairn', got 'plain'"


def test_the_players_come_from_the_real_judge() -> None:
    """Full lifts of the steady player are full, those of the short one are not: otherwise nothing is being tried."""
    full = {}
    for performance in performances.performances(Lanterns()):
        if performance.id in ("steady shoulder_abduction", "short of the target"):
            exercise = performances.catalogue()[performance.exercise]
            last = list(performances.ticks(performance, exercise))[-1]
            full[performance.id] = (last.reading.full, last.reading.efforts)
    assert full == {"steady shoulder_abduction": (3, 3), "short of the target": (0, 3)}


@pytest.mark.parametrize("game", sorted(library.games()))
def test_every_kind_and_posture_that_a_game_fits_has_a_player(game: str) -> None:
    made = library.game(game)()
    known = performances.catalogue()
    tried = [known[p.exercise] for p in performances.performances(made)]
    fitting = [exercise for exercise in library.exercises().values() if fits(made, exercise) is None]
    assert {(e.signal, e.sense) for e in fitting} <= {(e.signal, e.sense) for e in tried}
    assert {e.position for e in fitting} <= {e.position for e in tried}
    assert len({p.id for p in performances.performances(made)}) == len(tried)


def test_a_fingerprint_tells_the_last_bit() -> None:
    drawn = Lanterns()
    drawn.start(performances.setup(Performance("x", "squat"), performances.catalogue()["squat"], 1))
    one = drawn.draw()
    moved = replace(one, world=replace(one.world, t_s=np.nextafter(one.world.t_s, 1.0)))
    assert fingerprint(one) == fingerprint(drawn.draw())
    assert fingerprint(one) != fingerprint(moved)
