"""Whether a mini-game keeps what every game must: `upswing games check ID`, and the games' own tests.

The game is played by every one of `performances` and its pictures are held to `conformance_rules`; besides, it must be
deterministic, draw without changing anything, answer short lifts too, and come to its end.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TypeVar, get_args

import numpy as np

from exercises.definition import Exercise, Position, Sense, Signal
from exercises.events import RepCompleted
from game.assets import ROOT
from game.drawlist import DrawList
from game.minigames import conformance_rules as rules
from game.minigames import performances as players
from game.minigames.confined import confined
from game.minigames.interface import TICK_S, MiniGame, Setup, Tick
from game.minigames.performances import Performance

MakeGame = Callable[[], MiniGame]
T = TypeVar("T")

_LOOK_EVERY = (
    4  # ticks from one picture to the next: 15 a second shows every rule that is broken for longer than a blink
)
_TEACHES_S = 20.0
_ENDS_S = 30.0
_SEED = 7
_TIMED = 90  # calls of each kind from which it is told whether a game keeps up


@dataclass(frozen=True, slots=True)
class Problem:
    """One rule that is not kept: in which performance, and when first."""

    rule: str
    performance: str
    t_s: float
    found: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.found} (player: {self.performance}, at {self.t_s:.1f} s)"


class _TooSlowError(Exception):
    """A game that no machine keeps up with: to play it on would take hours."""


@dataclass(slots=True)
class _Findings:
    """The first finding of each rule in each performance: one sentence says enough."""

    performance: str
    t_s: float = 0.0
    problems: dict[str, Problem] = field(default_factory=dict)

    def add(self, rule: str, found: Iterable[str]) -> None:
        for sentence in found:
            self.problems.setdefault(rule, Problem(rule, self.performance, self.t_s, sentence))
            return


@dataclass(frozen=True, slots=True)
class _Run:
    prints: tuple[str, ...]
    problems: tuple[Problem, ...]
    kept: dict[str, float] | None


def check(
    make_game: MakeGame,
    tried: Collection[str] | None = None,
    catalogue: Mapping[str, Exercise] | None = None,
    sounds: Collection[str] | None = None,
    named: str | None = None,
    advance: Callable[[int, int], None] = lambda done, total: None,
    drawable: Callable[[DrawList], None] = lambda drawn: None,
) -> tuple[Problem, ...]:
    """Every rule the game breaks, () if it keeps them all. `tried`: names of performances, all if None. `named`: the
    entry point's name. `advance` is told how many players of all are done. `drawable`
    raises ValueError for a picture that names what the renderer does not know.

    A game that raises is reported, not raised: the checker's caller wants the list.
    """
    try:
        game = make_game()
    except Exception as error:  # the game is anybody's
        return (Problem("raises", "first", 0.0, _raised(error, None)),)
    plain = _plain(game, named)
    if plain:
        return plain
    known = catalogue if catalogue is not None else players.catalogue()
    heard = sounds if sounds is not None else frozenset(path.stem for path in (ROOT / "sounds").glob("*.ogg"))
    problems: list[Problem] = []
    kept: dict[str, float] | None = None
    first: tuple[Performance, Exercise, _Run] | None = None  # whose pictures are kept to the last bit, and made again
    cast = [player for player in players.performances(game) if tried is None or player.id in tried]
    for done, performance in enumerate(cast):
        advance(done, len(cast))
        exercise = known[performance.exercise]
        run = _play(make_game, performance, exercise, heard, prints=first is None, drawable=drawable)
        problems += run.problems
        if any(problem.rule == "slow" for problem in run.problems):
            break
        kept = kept or run.kept
        first = first or (performance, exercise, run)
    if first is not None and not problems:
        problems += _again(make_game, *first, heard)
    return tuple(problems)


def _plain(game: MiniGame, named: str | None) -> tuple[Problem, ...]:
    """What a game says of itself: everything is there, of known words, and somebody can play it."""
    found = [f"{name} must be given" for name in ("id", "title", "takes", "senses") if not getattr(game, name)]
    for name, known in (("takes", get_args(Signal)), ("senses", get_args(Sense)), ("positions", get_args(Position))):
        wrong = sorted(set(getattr(game, name)) - set(known))
        found += [f"{name} knows {', '.join(known)}; got {', '.join(wrong)}"] if wrong else []
    if not found and named is not None and game.id != named:
        found = [f"id must be the entry point's name {named!r}, got {game.id!r}"]
    if not found and not players.performances(game):
        found = ["no exercise that games are tried with fits its takes, senses, positions and needs together"]
    return tuple(Problem("about itself", "first", 0.0, sentence) for sentence in found)


def _raised(error: Exception, game: MiniGame | None) -> str:
    """What was raised, and where in the game's own package, or in the end."""
    package = type(game).__module__.split(".")[0]
    frames = [(frame, line) for frame, line in traceback.walk_tb((error.__cause__ or error).__traceback__)]
    own = [at for at in frames if at[0].f_globals.get("__name__", "").split(".")[0] == package]
    frame, line = (own or frames)[-1]
    return f"{type(error).__name__}: {error}, in {Path(frame.f_code.co_filename).name}, line {line}"


def _again(
    make_game: MakeGame, performance: Performance, exercise: Exercise, run: _Run, sounds: Collection[str]
) -> list[Problem]:
    """The same once more, drawing at every tick instead of some; then a second set on what the first one kept."""
    problems: list[Problem] = []
    twice = _play(make_game, performance, exercise, sounds, draws=3, prints=True)
    for i, (a, b) in enumerate(zip(run.prints, twice.prints, strict=False)):
        if a != b:
            found = "the same seed, poses and events gave a different picture, or drawing changed the game"
            problems.append(Problem("determinism", performance.id, i * _LOOK_EVERY * TICK_S, found))
            break
    if run.kept is not None:
        problems += _play(make_game, performance, exercise, sounds, kept=run.kept).problems
    return problems


def _play(
    make_game: MakeGame,
    performance: Performance,
    exercise: Exercise,
    sounds: Collection[str],
    *,
    draws: int = 1,
    prints: bool = False,
    kept: dict[str, float] | None = None,
    drawable: Callable[[DrawList], None] = lambda drawn: None,
) -> _Run:
    findings = _Findings(performance.id)
    setup = players.setup(performance, exercise, _SEED, kept)
    game: MiniGame | None = None
    try:
        with confined():
            game = make_game()
            game.start(setup)
            watcher = _Watcher(game, performance, exercise, sounds, draws, prints, findings, drawable)
            left = _run(game, performance, setup, watcher, findings)
    except _TooSlowError as error:
        findings.add("slow", [str(error)])
        return _Run((), tuple(findings.problems.values()), None)
    except Exception as error:  # the game is anybody's: that it raises, whatever it raises, is the finding
        findings.add("raises", [_raised(error, game)])
        return _Run((), tuple(findings.problems.values()), None)
    return _Run(tuple(watcher.prints), tuple(findings.problems.values()), left)


def _run(
    game: MiniGame, performance: Performance, setup: Setup, watcher: _Watcher, findings: _Findings
) -> dict[str, float]:
    wait_s = _TEACHES_S if performance.teach else 0.0
    last: Tick | None = None
    for tick in players.ticks(performance, setup.exercise, wait_s):
        watcher.step(tick, "teaching" if game.teaching() else "playing")
        last = tick
    assert last is not None
    game.finish()
    for n in range(int(_ENDS_S / TICK_S)):
        if game.finished():
            break
        tick = Tick(last.n + 1 + n, last.t_s + (n + 1) * TICK_S, TICK_S, last.pose, last.reading, ())
        watcher.step(tick, "ending")
    if not game.finished():
        findings.add("ends", [f"finished() must be true within {_ENDS_S:.0f} s of finish()"])
    watcher.conclude()
    kept = game.keep()
    if not all(isinstance(k, str) and isinstance(v, int | float) and np.isfinite(v) for k, v in kept.items()):
        findings.add("keeps", ["keep() must give plain finite numbers by name"])
    return kept


class _Watcher:
    """Steps the game and looks at what it draws."""

    def __init__(
        self,
        game: MiniGame,
        performance: Performance,
        exercise: Exercise,
        sounds: Collection[str],
        draws: int,
        prints: bool,
        findings: _Findings,
        drawable: Callable[[DrawList], None],
    ) -> None:
        self._game, self._performance, self._sounds = game, performance, sounds
        self._draws, self._prints = draws, prints
        self._watches = exercise.signal != "free"  # where nothing is asked nobody has to be seen
        self._findings, self._drawable = findings, drawable
        self._glows = rules.Glows()
        self._camera: np.ndarray | None = None
        self._cues: dict[str, str] = {}
        self._unseen_s = 0.0
        self._efforts = 0
        self._score = game.score()
        self._took: dict[str, list[float]] = {"step": [], "draw": []}
        self.prints: list[str] = []

    def step(self, tick: Tick, part: str) -> None:
        game, findings = self._game, self._findings
        findings.t_s = tick.t_s
        self._timed("step", lambda: game.step(tick))
        self._efforts += sum(isinstance(event, RepCompleted) for event in tick.events)
        self._unseen_s = 0.0 if tick.reading.seen else self._unseen_s + tick.dt_s
        if game.score() < self._score:
            findings.add("score", [f"score() must never fall, got {self._score} and then {game.score()}"])
        self._score = game.score()
        if self._performance.teach and part == "teaching" and tick.t_s > _TEACHES_S:
            findings.add("teaches", [f"teaching() must end within {_TEACHES_S:.0f} s"])
        for _ in range(self._draws - 1):
            game.draw()
        if tick.n % _LOOK_EVERY == 0:
            self._look(tick, self._timed("draw", game.draw), part)

    def _timed(self, what: str, call: Callable[[], T]) -> T:
        """The middle of many: a machine that is busy for a moment is not the game's doing."""
        took, began = self._took[what], time.perf_counter()
        answer = call()
        if len(took) < _TIMED:
            took.append(time.perf_counter() - began)
            if len(took) == _TIMED and median(took) > TICK_S:
                ms = median(took) * 1000
                raise _TooSlowError(f"{what}() takes {ms:.0f} ms, and all of a tick has {TICK_S * 1000:.0f} ms")
        return answer

    def _look(self, tick: Tick, drawn: DrawList, part: str) -> None:
        findings = self._findings
        if self._prints:
            self.prints.append(rules.fingerprint(drawn))
            if rules.fingerprint(self._game.draw()) != self.prints[-1]:
                findings.add("draws twice", ["drawing twice must give the same picture"])
        try:
            self._drawable(drawn)
        except ValueError as error:
            findings.add("names", [str(error)])
        findings.add("numbers", rules.numbers(drawn))
        findings.add("texts", rules.texts(drawn, part == "playing"))
        findings.add("sounds", rules.sounds(drawn, self._sounds))
        findings.add("sparks", rules.sparks(drawn))
        findings.add("glow", self._glows.see(tick.t_s, drawn))
        camera = drawn.camera.room_from_camera
        if self._camera is not None and not np.array_equal(camera, self._camera):
            findings.add("camera", ["the camera must never move"])
        self._camera = camera
        for cue in drawn.cues:
            if self._cues.setdefault(cue.id, cue.sound) != cue.sound:
                findings.add(
                    "sounds", [f"cue {cue.id!r} must keep its sound, got {self._cues[cue.id]!r} and {cue.sound!r}"]
                )
        if self._watches and self._unseen_s > 3.0 and part == "playing" and drawn.world.dim < 0.1:
            findings.add("unseen", ["while nobody is seen the world must dim (World.dim 0.2)"])

    def conclude(self) -> None:
        if self._efforts and self._score == 0:
            self._findings.add(
                "answers", [f"{self._efforts} efforts were made, and score() is still 0: each is worth a light"]
            )
