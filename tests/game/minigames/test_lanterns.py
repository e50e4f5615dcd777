"""What Lanterns does with a patient's lifts."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from exercises import events as ev
from game.minigames.conformance_rules import fingerprint
from game.minigames.lanterns import Lanterns
from game.minigames.telling import LOWER, TEACH_S
from tests.game.minigames.played import Lift, Stepper, item, length_m, say, setup, up_the_picture


def notes(game: Lanterns) -> list[str]:
    return [cue.sound.removeprefix("kalimba_") for cue in game.draw().cues if cue.sound.startswith("kalimba_")]


def instances(game: Lanterns, id: str) -> int:
    return sum(len(many.colours) for many in game.draw().instances if many.id == id)


def test_a_full_lift_lights_the_sky_and_a_window() -> None:
    play = Stepper(setup())
    play.lift()
    assert play.game.score() == 1
    assert instances(play.game, "sky") == 1
    assert sum(play.game.draw().world.lit) == 0.0  # the window waits until the lantern has drifted off
    play.still(4.5)
    assert sum(glow > 0.5 for glow in play.game.draw().world.lit) == 1


def test_a_short_lift_lights_the_lake_and_no_word_is_said() -> None:
    said = set()
    play = Stepper(setup(), look=lambda game, _: said.add(say(game)))
    play.lift(Lift(peak=0.6))
    play.still(5.0)
    assert play.game.score() == 1
    assert (instances(play.game, "lake"), instances(play.game, "sky")) == (1, 0)
    assert sum(play.game.draw().world.lit) == 0.0
    assert said == {""}


def test_a_short_lift_plays_the_same_note_an_octave_lower() -> None:
    heard: list[str] = []
    play = Stepper(setup(), look=lambda game, _: heard.extend(n for n in notes(game) if n not in heard[-1:]))
    for peak in (1.0, 0.6, 1.0):
        play.lift(Lift(peak=peak))
    assert heard == [Lanterns.tune[0], LOWER[Lanterns.tune[1]], Lanterns.tune[2]]


def test_every_note_has_its_octave_below() -> None:
    assert set(Lanterns.tune) <= set(LOWER)
    assert all(
        LOWER[n] == n.replace("5", "4") if "5" in n else LOWER[n] == n.replace("4", "3") for n in set(Lanterns.tune)
    )


def test_the_last_lift_lights_the_last_window() -> None:
    kept = None
    for set_index in (0, 1):
        play = Stepper(setup(reps=10, set_index=set_index, kept=kept))
        for _ in range(10):
            play.lift(Lift(up_s=0.6, hold_s=0.2, down_s=0.5, pause_s=0.1))
        play.game.finish()
        play.still(5.0)
        kept = play.game.keep()
        lit = play.game.draw().world.lit
        assert all(glow > 0.5 for glow in lit) if set_index == 0 else lit == (1.0,) * 10


def test_the_thread_grows_while_the_arm_sinks_and_the_lantern_climbs() -> None:
    lengths, heights, hands = [], [], []

    def look(game: Lanterns, t_s: float) -> None:
        lines = [line for line in game.draw().lines if line.id.startswith("thread")]
        if lines and 2.0 <= t_s < 4.6:  # from the top until the arm is nearly down
            lengths.append(length_m(lines[0].points))
            hands.append(lines[0].points[0, 1])
            heights.append(item(game, "lantern")[1])

    play = Stepper(setup(), look)
    play.lift(Lift(up_s=1.5, hold_s=0.5, down_s=3.0))
    assert hands[-1] < hands[0] - 0.3
    assert heights[-1] > heights[0] + 0.4
    assert lengths[-1] > lengths[0] + 0.8
    assert np.diff(lengths).min() > -0.01  # never taken back


@pytest.mark.parametrize("exercise", ["shoulder_abduction", "squat", "hip_abduction", "knee_extension"])
@pytest.mark.parametrize("side", ["left", "right"])
def test_the_ring_stands_at_72_percent_whatever_the_exercise(exercise: str, side: str) -> None:
    heights = set()
    play = Stepper(setup(exercise, side=side))
    play.look = lambda game, _: heights.add(round(up_the_picture(game, item(game, "ring")), 6))
    play.lift()
    assert heights == {0.72}


def test_a_lift_brings_the_lantern_to_the_ring_and_no_further() -> None:
    play = Stepper(setup())
    for i in range(120):
        play.tick(min(i / 60, 1.0))
    play.tick(1.0, ev.TargetReached(play.t_s, "left"))
    for _ in range(60):
        play.tick(1.1)
    assert np.linalg.norm(item(play.game, "lantern") - item(play.game, "ring")) < 0.06
    ring = next(i for i in play.game.draw().items if i.id == "ring")
    assert ring.part == 1.0


def test_tremor_of_less_than_three_percent_is_not_drawn() -> None:
    play = Stepper(setup())
    seen = []
    for i in range(240):
        play.tick(0.5 + 0.014 * np.sin(2 * np.pi * 6 * i / 60))
        seen += [play.game._state.held.shown] if i >= 120 else []
    assert np.ptp(seen) < 0.002


def test_the_open_sky_is_on_the_moving_side() -> None:
    across = {side: item(Stepper(setup(side=side)).game, "ring")[0] for side in ("left", "right")}
    assert across["right"] > 1.0
    assert across["left"] == pytest.approx(-across["right"])


def test_a_wobble_in_a_hold_neither_lets_go_nor_empties_the_paper() -> None:
    play = Stepper(setup(hold_s=5.0))
    play.rise()
    for i in range(120):
        play.tick(1.0, hold=i / 300)
    fill = play.game._state.held.fill
    for _ in range(30):
        play.tick(0.7, hold=0.4)
    assert play.game._state.held.climb == 0.0
    assert play.game._state.held.fill >= fill - 0.01
    assert np.linalg.norm(item(play.game, "lantern") - item(play.game, "ring")) < 0.06


def test_a_hold_fills_the_paper_and_the_choir_swells() -> None:
    play = Stepper(setup(hold_s=5.0))
    play.rise()
    fills, choir = [], []
    for i in range(300):
        play.tick(1.0, hold=i / 300)
        drawn = play.game.draw()
        fills.append(next(i for i in drawn.items if i.id.startswith("lantern")).part)
        choir.append(next(t for t in drawn.tones if t.id == "choir").gain)
    assert fills[-1] > 0.95
    assert fills[-1] > fills[60] + 0.2
    assert choir[0] < 0.02
    assert choir[-1] > 0.4


def test_holds_of_five_seconds_say_keep_breathing_and_shorter_ones_do_not() -> None:
    for hold_s, expected in ((5.0, True), (2.0, False)):
        said = set()
        play = Stepper(setup(hold_s=hold_s), look=lambda game, _, said=said: said.add(say(game)))
        play.lift(Lift(hold_s=3.0))
        assert ("Keep breathing." in said) is expected


def test_dropped_fast_it_lingers_and_then_goes_too() -> None:
    play = Stepper(setup())
    play.lift(Lift(down_s=0.4, pause_s=0.1))
    light = play.game._state.lights.gone[0]
    assert light.linger_s > 1.0
    play.still(10.0)
    assert play.game.score() == 1
    assert sum(play.game.draw().world.lit) > 0.0


def test_the_bow_glides_an_octave() -> None:
    pitches = []

    def look(game: Lanterns, _: float) -> None:
        pitches.append(next(t.pitch for t in game.draw().tones if t.id == "bow"))

    Stepper(setup(), look).lift()
    assert min(pitches) == pytest.approx(1.0, abs=0.05)
    assert max(pitches) == pytest.approx(2.0, abs=0.05)


def test_near_the_limit_there_is_a_gentle_word_and_no_celebration() -> None:
    said, sparks, heard = set(), [], []

    def look(game: Lanterns, _: float) -> None:
        said.add(say(game))
        sparks.append(instances(game, "sparks"))
        heard.extend(notes(game))

    play = Stepper(setup(), look)
    play.lift(near_limit=True)
    assert "High enough. Come down gently." in said
    assert not any(sparks)
    assert not heard
    assert play.game.score() == 1


def test_kind_words_are_seldom_and_never_the_same_twice_running() -> None:
    said: list[tuple[int, str]] = []
    play = Stepper(setup(reps=14))

    def look(game: Lanterns, _: float) -> None:
        text = game._state.speech.at(game._state.t_s)
        if text and (not said or said[-1] != (play.efforts, text)):
            said.append((play.efforts, text))

    play.look = look
    for _ in range(14):
        play.lift(Lift(up_s=1.0, hold_s=0.2, down_s=1.7, pause_s=3.6))
    lifts = sorted({(after, text) for after, text in said})
    numbers = [after for after, _ in lifts]
    assert len(lifts) >= 3
    assert min(np.diff(numbers)) >= 4
    assert all(a[1] != b[1] for a, b in pairwise(lifts))


def test_a_sentence_and_the_count_are_never_more_than_six_words() -> None:
    most = []

    def look(game: Lanterns, _: float) -> None:
        most.append(sum(len(p.title.split()) for p in game.draw().panels))

    play = Stepper(setup(), look)
    for _ in range(6):
        play.lift()
    assert max(most) <= 6


def test_the_count_is_of_full_lifts_and_large() -> None:
    play = Stepper(setup())
    for peak in (1.0, 0.6, 1.0):
        play.lift(Lift(peak=peak, pause_s=0.1))
    play.still(6.0)
    count = next(p for p in play.game.draw().panels if p.id == "count")
    assert count.title == "2 of 10"
    assert count.height >= 0.10


def test_unseen_dims_a_fifth_and_says_what_to_do() -> None:
    play = Stepper(setup())
    play.still(1.0)
    play.still(0.5, seen=False)
    assert say(play.game) == ""  # a blink is not worth a word
    play.still(2.0, seen=False)
    assert say(play.game) == "Step back into view."
    assert play.game.draw().world.dim == pytest.approx(0.2)
    play.still(2.0)
    assert say(play.game) == ""
    assert play.game.draw().world.dim == 0.0


def test_the_first_ten_seconds() -> None:
    seen: list[tuple[float, str, bool]] = []

    def look(game: Lanterns, t_s: float) -> None:
        if play.n % 3 == 0:
            seen.append((round(t_s, 3), say(game), game.teaching()))

    play = Stepper(setup(teach=True), look)
    play.still(20.0)

    def at(t_s: float) -> str:
        return min(seen, key=lambda s: abs(s[0] - t_s))[1]

    said = [at(t) for t in (1.0, 2.5, 4.5, 7.5, 10.5, 17.5, 18.5)]
    assert said == [
        "",
        "Someone is waiting for a light.",
        "Lift slowly.",
        "Let go as you come down.",
        "Your turn.",
        "Your turn.",
        "Lift when you are ready.",
    ]
    assert min(t for t, _, teaching in seen if not teaching) == pytest.approx(TEACH_S, abs=0.06)
    assert play.game.score() == 0  # the coach's lantern is not the player's
    assert instances(play.game, "sky") == 1


def test_the_coach_lifts_at_four_and_has_gone_by_twelve() -> None:
    play = Stepper(setup(teach=True))
    play.still(3.5)
    low = item(play.game, "lantern")[1]
    play.still(3.6)
    assert item(play.game, "lantern")[1] > low + 1.0
    assert {p.id for p in play.game.draw().people} == {"player", "coach"}
    play.still(5.0)
    assert {p.id for p in play.game.draw().people} == {"player"}


def test_the_hint_does_not_come_to_someone_who_has_begun() -> None:
    said = set()
    play = Stepper(setup(teach=True), look=lambda game, t: said.add(say(game)) if t > 11.5 else None)
    play.still(10.5)
    play.lift()
    play.still(10.0)
    assert "Lift when you are ready." not in said


def test_the_ending_plays_the_whole_tune_then_one_sentence() -> None:
    heard: dict[str, str] = {}
    said: list[tuple[float, str]] = []
    play = Stepper(setup())
    play.lift()
    play.game.finish()
    began = play.t_s

    def look(game: Lanterns, t_s: float) -> None:
        heard.update({cue.id: cue.sound for cue in game.draw().cues if "kalimba" in cue.sound and t_s > began + 1})
        said.append((t_s - began, say(game)))

    play.look = look
    while not play.game.finished():
        play.still(0.5, stage="rest")
        assert play.t_s < began + 30
    assert [s.removeprefix("kalimba_") for s in heard.values()] == list(Lanterns.tune)
    assert {text for t, text in said if 0.6 < t < 8.0} == {""}
    assert said[-30][1] == "The valley can see you."


def test_lights_and_windows_are_found_again_in_the_next_set() -> None:
    first = Stepper(setup())
    for peak in (1.0, 1.0, 0.6):
        first.lift(Lift(peak=peak))
    kept = first.game.keep()  # the last window is not lit yet, and is kept all the same
    second = Stepper(setup(set_index=1, seed=99, kept=kept))
    second.still(0.1)
    assert (instances(second.game, "sky"), instances(second.game, "lake")) == (2, 1)
    assert sum(glow > 0.5 for glow in second.game.draw().world.lit) == 2
    assert second.game.score() == 0
    first.still(20.0)  # by now they hang where the second set found them, but for their drift
    sky = [next(m for m in p.game.draw().instances if m.id == "sky").room_from_item[:, :3, 3] for p in (first, second)]
    assert np.abs(sky[0] - sky[1]).max() < 1.0


def test_the_same_seed_gives_the_same_pictures_and_another_does_not() -> None:
    def prints(seed: int) -> list[str]:
        out: list[str] = []
        play = Stepper(setup(seed=seed))
        play.look = lambda game, _: out.append(fingerprint(game.draw())) if play.n % 10 == 0 else None
        play.lift()
        return out

    assert prints(3) == prints(3)
    assert prints(3) != prints(4)


def test_drawing_changes_nothing() -> None:
    often, seldom = Stepper(setup(), look=lambda game, _: game.draw() and None), Stepper(setup())
    often.lift()
    seldom.lift()
    assert fingerprint(often.game.draw()) == fingerprint(seldom.game.draw())


def test_a_squat_kindles_the_light_low_and_standing_lifts_it_to_the_ring() -> None:
    heights = []
    play = Stepper(setup("squat", side="both"), look=lambda game, _: heights.append(item(game, "lantern")[1]))
    rest = item(play.game, "lantern")[1]
    play.lift(Lift(up_s=2.0, hold_s=0.5, down_s=3.0, pause_s=0.0))
    low = min(heights[:150])
    assert low < rest - 0.2
    flown = play.game._state.lights.gone[0]
    assert flown.start[1] > item(play.game, "ring")[1] - 0.9


def test_out_goes_along_the_branch() -> None:
    play = Stepper(setup("hip_abduction", side="right"))
    assert any(i.id == "branch" for i in play.game.draw().items)
    start = item(play.game, "lantern")
    for i in range(120):
        play.tick(min(i / 90, 1.0))
    end = item(play.game, "lantern")
    assert end[0] > start[0] + 1.0
    assert abs(end[1] - start[1]) < 0.3


def test_before_start_it_says_what_is_missing() -> None:
    with pytest.raises(RuntimeError, match="start"):
        Lanterns().draw()


def test_turned_from_a_rest_the_picture_is_calm() -> None:
    play = Stepper(setup())
    play.lift()
    play.still(8.0, stage="rest")
    drawn = play.game.draw()
    assert not drawn.panels
    assert not drawn.lines
    assert all(i.colour[3] == 0.0 or i.glow == 0.0 for i in drawn.items if i.id.startswith(("ring", "lantern")))
    assert drawn.world.quiet == pytest.approx(0.4)
