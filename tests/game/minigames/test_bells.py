"""What Bells does with a patient's lifts, steps and turns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from exercises import events as ev
from exercises.pose import Pose
from game.minigames.bells import Bells
from game.minigames.bells_stage import CHIME, NOTES, Stage
from game.minigames.conformance_rules import fingerprint
from game.minigames.interface import TICK_S, Setup, fits
from game.minigames.telling import LOWER, end_note_s
from tests.game.minigames.played import CATALOGUE, Lift, Stepper, body, completed, setup, worn

QUICK = Lift(up_s=0.8, hold_s=0.2, down_s=1.0, pause_s=0.6)


def bells(given: Setup, look: Callable[[Bells, float], None] | None = None) -> Stepper:
    return Stepper(given, look, Bells)


def heard(play: Stepper) -> list[str]:
    """From now on, every sound of a cue, once."""
    out: list[str] = []
    ids: set[str] = set()
    before = play.look

    def look(game: Bells, t_s: float) -> None:
        for _, cue in game._state.cues:
            if cue.id not in ids:
                ids.add(cue.id)
                out.append(cue.sound)
        if before:
            before(game, t_s)

    play.look = look
    return out


def effort(play: Stepper, side: str, peak: float = 1.0, other: float = 0.0) -> None:
    """One effort of a side, with the other side a share as far on its way."""
    lift, start = replace(QUICK, peak=peak), play.t_s
    said_at = {"start": False, "top": False, "end": False}
    for i in range(round(lift.length_s / TICK_S)):
        p = lift.progress(i * TICK_S)
        said: list[ev.Event] = []
        if p > 0.25 and not said_at["start"]:
            said_at["start"] = True
            said.append(ev.RepStarted(play.t_s, play.efforts, side))  # type: ignore[arg-type]
        if p > 0.985 and not said_at["top"]:
            said_at["top"] = True
            said.append(ev.TargetReached(play.t_s, side))  # type: ignore[arg-type]
        if p < 0.15 and said_at["start"] and not said_at["end"] and i * TICK_S > lift.up_s:
            said_at["end"] = True
            done = completed(play.t_s, play.efforts, start, lift, said_at["top"])
            said.append(replace(done, side=side))  # type: ignore[arg-type]
            play.efforts += 1
        shares = {f"progress_{side}": p, f"progress_{'left' if side == 'right' else 'right'}": other * p}
        play.tick(p, *said, side=side, **shares)


def drops(game: Bells) -> dict[tuple[str, int | str], int]:
    """How many drops of light hang where."""
    found: dict[tuple[str, int | str], int] = {}
    for drop in game._state.song.drops:
        found[drop.side, drop.at] = found.get((drop.side, drop.at), 0) + 1
    return found


def test_a_full_lift_rings_its_bell_and_leaves_a_drop_of_light_there() -> None:
    play = bells(setup())
    sounds = heard(play)
    play.lift(QUICK)
    play.still(2.0)
    assert sounds == ["bell_d4", "bell_d3"]  # rung, and resolved below
    assert drops(play.game) == {("left", NOTES.index("d4")): 1}
    assert play.game.score() == 1
    assert play.game._state.song.bells["left"][NOTES.index("d4")].glow > 0.4
    assert max(bell.glow for bell in play.game._state.song.bells["left"][:-1]) == 0.0


def test_a_short_one_sinks_to_the_chime_and_sounds_an_octave_lower_there() -> None:
    play = bells(setup())
    sounds = heard(play)
    play.lift(QUICK)
    play.lift(replace(QUICK, peak=0.6))
    play.still(2.5)
    assert sounds[2:] == ["wood_e3"]
    assert drops(play.game) == {("left", NOTES.index("d4")): 1, ("left", CHIME): 1}
    assert play.game.score() == 2


def test_the_song_waits_for_as_long_as_it_takes_and_goes_on_with_its_next_note() -> None:
    play = bells(setup())
    play.lift(QUICK)
    play.look = None
    play.still(15.0)
    before = fingerprint(play.game.draw())
    sounds = heard(play)
    play.lift(QUICK)
    assert sounds[0] == f"bell_{Bells.tune[1]}"
    assert before != fingerprint(play.game.draw())


def test_the_light_follows_the_hand_there_and_flows_into_the_bell_on_the_way_back() -> None:
    play = bells(setup())
    play.still(1.0)
    bow = play.game._state.bows["left"]
    for p in np.linspace(0.0, 0.5, 60):
        play.tick(float(p))
    for _ in range(60):
        play.tick(0.5)
    assert bow.lit == (0.0, pytest.approx(0.5, abs=0.04))
    play.tick(1.0, ev.RepStarted(play.t_s, 0, "left"))
    for _ in range(30):
        play.tick(1.0)
    play.tick(1.0, ev.TargetReached(play.t_s, "left"))
    assert bow.lit == (0.0, 1.0)
    for _ in range(240):
        play.tick(0.44, rising=False)
    assert bow.lit[1] == 1.0
    assert bow.lit[0] == pytest.approx((0.88 - 0.47) / 0.82, abs=0.03)  # half way down, half of it has left the hand


def test_each_side_has_its_own_bells_and_whole_body_movements_have_one_beam() -> None:
    play = bells(setup("marching", side="both", reps=4))
    for side in ("left", "right", "left", "right"):
        effort(play, side)
    at = [NOTES.index(note) for note in Bells.tune[:4]]
    assert drops(play.game) == dict.fromkeys(zip(("left", "right") * 2, at, strict=True), 1)
    one = Stage.of(setup("squat", side="both"))
    assert one.sides == ("right",)
    squats = bells(setup("squat", side="both"))
    squats.lift(QUICK)  # judged by the left
    assert drops(squats.game) == {("right", at[0]): 1}


def test_both_sides_at_once_ring_both_bells_and_one_note() -> None:
    play = bells(setup(side="both"))
    sounds = heard(play)
    play.still(1.0)
    effort(play, "left", other=0.95)
    assert len(play.game._state.song.resolved) == 2
    assert sounds.count("bell_d4") == 1
    assert play.game.score() == 1


def test_steps_are_a_bass_and_every_fourth_completes_a_chord() -> None:
    play = bells(setup("marching", side="both", reps=8))
    sounds = heard(play)
    loud: list[float] = []
    before = play.look

    def look(game: Bells, t_s: float) -> None:
        before(game, t_s)  # type: ignore[misc]
        if play.n % 3 == 0:
            loud.append(next(tone.gain for tone in game.draw().tones if tone.id == "bass"))

    play.look = look
    for side in ("left", "right", "left", "right"):
        effort(play, side)
    assert sounds == [f"bell_{LOWER[note]}" for note in Bells.tune[:3]] + ["bell_d4", "bell_fs4", "bell_a4"]
    assert 0.3 < max(loud) <= 0.56
    assert np.abs(np.diff(loud)).max() < 0.1  # it swells


def test_the_next_set_finds_the_song_as_far_as_it_came() -> None:
    first = bells(setup())
    for peak in (1.0, 1.0, 0.6):
        first.lift(replace(QUICK, peak=peak))
    kept = first.game.keep()  # the light of the last one is still on its way
    second = bells(setup(set_index=1, kept=kept))
    assert drops(second.game) == {("left", NOTES.index(n)): 1 for n in Bells.tune[:2]} | {("left", CHIME): 1}
    assert second.game.score() == 0
    sounds = heard(second)
    second.lift(QUICK)
    assert sounds[0] == f"bell_{Bells.tune[3]}"


def test_the_ending_plays_back_what_was_sung_and_the_lamps_kindle() -> None:
    play = bells(setup(reps=3))
    for peak in (1.0, 0.6, 1.0):
        play.lift(replace(QUICK, peak=peak))
    play.still(2.5)
    sounds = heard(play)
    play.game.finish()
    play.still(0.2, stage="rest")
    sounds.clear()
    play.still(end_note_s(3), stage="rest")
    assert sounds == ["bell_d4", "wood_e3", "bell_fs4"]
    while not play.game.finished():
        play.still(1.0, stage="rest")
    assert min(play.game.draw().world.lit) == pytest.approx(0.7)


def test_a_set_without_an_effort_still_ends_with_the_song() -> None:
    play = bells(setup())
    play.still(0.5)
    sounds = heard(play)
    play.game.finish()
    play.still(8.0, stage="rest")
    assert sounds == [f"bell_{note}" for note in Bells.tune]
    assert drops(play.game) == {}


def test_unknown_progress_moves_nothing() -> None:
    play = bells(setup())
    for _ in range(90):
        play.tick(0.5)
    at, seen = play.game._state.bows["left"].part, Pose(play.t_s, body("shoulder_abduction", "left", 0.5), np.ones(33))
    for _ in range(60):
        play.tick(np.nan, pose=seen)
    assert play.game._state.bows["left"].part == pytest.approx(at, abs=0.01)


def test_bells_hang_apart_and_the_largest_is_outermost() -> None:
    for side, sides in (("left", 1), ("right", 1), ("both", 2)):
        stage = Stage.of(setup(side=side))
        assert len(stage.sides) == sides
        for one in stage.sides:
            x = np.array([stage.bell(one, i)[0] for i in range(len(NOTES))]) * (1 if one == "right" else -1)
            assert (np.diff(x) > 0.2).all()
            assert abs(stage.chime(one)[0]) < abs(stage.bell(one, 0)[0])
            assert stage.chime(one)[0] * (1 if one == "right" else -1) > 0.2  # clear of the player


def test_in_a_headset_the_string_begins_in_the_real_hand_and_bells_hang_ahead() -> None:
    play = bells(setup("shoulder_flexion", side="right"))
    eye, hand = np.array([0.1, 1.2, 0.2]), np.array([0.3, 1.1, -0.4])
    points = body("shoulder_flexion", "right", 0.5)
    for _ in range(30):
        play.tick(0.5, pose=worn(points, hand, play.t_s, eye))
    strings = [line for line in play.game.draw().lines if line.id.startswith("string-right")]
    assert [line.held for line in strings] == ["right"]
    assert strings[0].points[0] == pytest.approx(hand)
    for i in range(len(NOTES)):
        away = play.game._state.stage.middle("right", i) - eye
        assert away[2] < -2.0
        assert 0.0 < np.degrees(np.arctan2(away[1], np.hypot(away[0], away[2]))) < 16.0


def test_rhythm_steps_lifts_and_holds_fit_and_reaching_to_points_does_not() -> None:
    made = Bells()
    for name in ("big_rock_fwd", "sh_pendulum", "side_walk", "marching", "shoulder_abduction", "squat", "sl_stance"):
        assert fits(made, CATALOGUE[name]) is None, name
    assert fits(made, CATALOGUE["reach_forward"]) is not None
