"""An evening in a headset: what is asked before it, the seat, the limits of place and time, and the way out of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from evenings import Plain, advise, prescribed, routine
from wearers_evening import FPS, WORN, Chair, worn

from exercises import safety
from exercises.events import RepCompleted, SetEnded, Stopped
from exercises.pose import Pose, Rigid
from game.drawlist import button_rects
from game.intents import Intent
from game.scenes import wearing
from game.scenes.opening import Headset, Opening
from game.scenes.scene import ticks
from game.scenes.show import Show
from game.tape import Tape

MINUTE = 60 * 60  # ticks


def in_set(**how: object) -> Chair:
    """In the first set, a second after the counting began."""
    chair = Chair(routine(prescribed(reps=8)), **how).until("play")  # type: ignore[arg-type]
    while not chair.show.watching:
        chair.tick()
    chair.wait(1.0)
    return chair


def test_an_evening_in_a_headset_from_the_questions_on_the_screen_to_the_last_word() -> None:
    chair = Chair(routine(prescribed(sets=1, reps=3))).to_the_end()
    assert chair.scenes == [
        "welcome", "check-in", "fitting", "put-on", "seat", "sickness", "placement", "calibrate", "play", "check-out",
        "results", "farewell",
    ]  # fmt: skip
    assert [done.full for done in chair.of(SetEnded)] == [3]
    assert chair.show.ended_because == "done"
    assert "space" not in chair.panels  # the headset asks for a room of its own
    assert chair.answered("headset") == ["on"]
    assert chair.answered("sickness_before") == [1]
    assert chair.answered("sickness_after") == [1]


def test_who_has_worn_it_is_told_of_driving_and_stairs() -> None:
    chair = Chair(routine(prescribed(sets=1, reps=3))).until("farewell")
    assert "No driving and no stairs until you feel as before." in chair.title
    assert "Take the headset off" in chair.title


def test_nothing_of_it_is_asked_where_no_headset_was_asked_for() -> None:
    chair = Chair(routine(prescribed(sets=1, reps=3)), None).until("farewell")
    assert not {"fitting", "put-on", "seat", "sickness"} & set(chair.scenes)
    assert "driving" not in chair.title
    assert "worn" not in chair.show.draw().notes


@pytest.mark.parametrize(
    ("question", "answer"),
    [("headset_history", "yes"), ("neck_pain", "yes"), ("reach_head", "no"), ("headset_room", "no")],
)
def test_what_speaks_against_it_leads_to_the_screen(question: str, answer: str) -> None:
    never = replace(WORN, asked=False)
    chair = Chair(routine(prescribed(sets=1, reps=3)), never, **{question: answer}).to_the_end()
    assert "put-on" not in chair.scenes
    assert "space" in chair.panels  # another room, asked for after all
    assert [done.full for done in chair.of(SetEnded)] == [3]
    assert chair.answered(question) == [answer == "yes"]
    assert not chair.answered("headset")


def test_without_a_camera_what_speaks_against_it_leads_to_another_day() -> None:
    chair = Chair(headset=replace(WORN, camera=False), reach_head="no").until("farewell")
    assert "put-on" not in chair.scenes
    assert "camera" in chair.title
    assert chair.show.ended_because == "patient"
    assert "driving" not in chair.title  # it was never worn


def test_fits_and_flashing_light_are_asked_about_once() -> None:
    first = Chair(headset=replace(WORN, asked=False)).until("put-on")
    assert "Ever fits" in first.panels["headset_history"]
    assert "headset_history" not in Chair().until("put-on").panels


def test_a_headset_that_lies_about_is_not_worn() -> None:
    chair = Chair()
    chair.change = lambda pose: worn(pose, tilt_deg=70.0)
    chair.until("put-on")
    chair.wait(10.0)
    assert chair.show.scene == "put-on"
    assert not chair.show.worn
    chair.change = None
    chair.wait(3.5)
    assert chair.show.scene == "seat"
    assert chair.show.worn


def test_the_room_begins_where_somebody_sits_tall_and_still_with_low_hands() -> None:
    chair = Chair().until("seat")
    high = chair.film[0].points[11][1]  # level with the shoulders
    chair.change = lambda pose: replace(pose, right_hand=Rigid((0.2, SEATED_HIGH, -0.3), (0, 0, 0, 1)))
    chair.wait(4.0)
    assert chair.show.recentred == 0, high
    chair.change = lambda pose: replace(
        pose, head=Rigid(pose.head.position + np.array((0.1 * np.sin(9 * pose.t_s), 0, 0)), (0, 0, 0, 1))
    )
    chair.wait(4.0)
    assert chair.show.recentred == 0
    chair.change = None
    chair.wait(2.5)
    assert chair.show.recentred == 1
    chair.wait(0.7)
    assert chair.show.scene == "sickness"


SEATED_HIGH = 1.1


def test_standing_up_pauses_and_sitting_down_goes_on() -> None:
    chair = in_set()
    chair.shift = (0.0, 0.24, 0.0)
    chair.wait(2.0)
    assert chair.show.scene == "play"
    chair.shift = (0.0, 0.30, 0.0)
    chair.wait(0.6)
    assert chair.show.scene == "pause"
    assert "Please sit down." in chair.title
    chair.wait(5.0)
    assert chair.show.scene == "pause"
    chair.shift = (0.0, 0.0, 0.0)
    chair.wait(4.5)
    assert chair.show.scene == "play"
    assert chair.show.ended_because is None


def test_a_seat_that_is_higher_now_is_said_to_be_one() -> None:
    chair = in_set()
    chair.shift = (0.0, 0.35, 0.0)
    chair.wait(1.0)
    asking = chair.show.asking
    assert asking is not None
    assert [button.label for button in asking.buttons] == ["I am sitting", "Stop"]
    chair.tick(Intent("select", button="carry_on"))
    chair.wait(5.0)
    assert chair.show.scene == "play"


@pytest.mark.parametrize("shift", [(0.6, 0.0, 0.0), (0.0, 0.0, -0.6)])
def test_a_head_that_wanders_pauses_and_the_chair_may_be_elsewhere_now(shift: tuple[float, float, float]) -> None:
    chair = in_set()
    chair.shift = shift
    chair.wait(1.0)
    assert "Sit back in your chair." in chair.title
    chair.tick(Intent("select", button="carry_on"))
    chair.wait(5.0)
    assert chair.show.scene == "play"  # here is the chair


def test_a_hand_out_of_the_free_metre_pauses() -> None:
    chair = in_set()
    chair.change = lambda pose: replace(pose, right_hand=Rigid((1.05, 1.0, 0.0), (0, 0, 0, 1)))
    chair.wait(1.0)
    assert "Sit back in your chair." in chair.title


def test_questions_wait_too_while_somebody_stands() -> None:
    chair = Chair().until("rest")
    chair.shift = (0.0, 0.4, 0.0)
    chair.wait(1.0)
    assert chair.show.scene == "pause"


def test_a_head_near_the_floor_is_a_fall() -> None:
    chair = in_set()
    chair.shift = (0.2, -0.7, 0.0)
    chair.wait(1.6)
    assert chair.show.scene == "fallen"
    assert chair.show.ended_because == "fall"


def test_a_headset_that_was_taken_off_and_laid_down_is_no_fall() -> None:
    chair = in_set()
    chair.tick(Intent("headset_lost"))
    chair.shift = (0.2, -0.9, 0.0)
    chair.wait(10.0)
    assert chair.show.scene == "pause"
    chair.shift = (0.0, 0.0, 0.0)
    chair.tick(Intent("headset_found"))
    chair.wait(5.0)
    assert chair.show.scene == "play"


@pytest.mark.slow
def test_another_program_in_front_pauses_and_nothing_is_lost() -> None:
    chair = in_set()
    chair.tick(Intent("headset_lost"))
    assert chair.show.scene == "pause"
    assert "It goes on by itself when it is back." in chair.title
    chair.wait(60.0)
    assert chair.show.scene == "pause"
    chair.tick(Intent("headset_found"))
    chair.wait(4.5)
    assert chair.show.scene == "play"
    chair.to_the_end()
    assert [done.full for done in chair.of(SetEnded)] == [8, 8]


def test_a_headset_that_goes_again_during_three_two_one_is_waited_for_again() -> None:
    chair = in_set()
    chair.tick(Intent("headset_lost"))
    chair.tick(Intent("headset_found"))
    chair.wait(1.5)
    assert chair.show.draw().panels[-1].title == "Two"
    chair.tick(Intent("headset_lost"))
    chair.wait(10.0)
    assert chair.show.scene == "pause"
    assert "It goes on by itself when it is back." in chair.title
    chair.tick(Intent("headset_found"))
    chair.wait(4.5)
    assert chair.show.scene == "play"


def test_a_headset_that_stays_away_leaves_the_evening_to_the_screen() -> None:
    chair = Chair(routine(prescribed(reps=3), prescribed("shoulder_flexion", sets=1, reps=3)))
    chair.until("rest")
    chair.tick(Intent("headset_lost"))
    chair.answers["pause"] = "screen"
    chair.until("take-off")
    assert not chair.show.worn
    assert chair.show.tracked_by == "camera"
    chair.to_the_end()
    assert [done.full for done in chair.of(SetEnded)] == [3, 3]  # what it had, and the next exercise on the screen
    assert chair.show.ended_because == "done"


def test_an_exercise_of_which_nothing_counted_begins_anew_on_the_screen() -> None:
    chair = Chair(routine(prescribed(sets=1, reps=3))).until("calibrate")
    chair.wait(4.0)
    chair.tick(Intent("headset_lost"))
    chair.answers["pause"] = "screen"
    chair.to_the_end()
    assert [done.full for done in chair.of(SetEnded)] == [3]
    assert len(chair.answered("pain_after")) == 1


def test_without_a_camera_nobody_is_sent_to_the_screen() -> None:
    chair = in_set(headset=replace(WORN, camera=False))
    chair.tick(Intent("headset_lost"))
    asking = chair.show.asking
    assert asking is not None
    assert [button.id for button in asking.buttons] == ["stop"]


@pytest.mark.parametrize(("window", "waits_s"), [(False, 40.0), pytest.param(True, 180.0, marks=pytest.mark.slow)])
def test_a_headset_that_stays_away_is_waited_for_longer_where_a_window_says_so(window: bool, waits_s: float) -> None:
    chair = in_set(headset=replace(WORN, camera=False, window=window))
    lost_s = chair.show.t_s
    chair.tick(Intent("headset_lost"))
    while chair.show.scene == "pause":
        chair.tick()
    assert chair.show.t_s - lost_s == pytest.approx(waits_s, abs=0.1)
    assert chair.show.ended_because == "absent"


def test_a_hand_that_is_missed_is_asked_for_by_its_side() -> None:
    def asleep(pose: Pose) -> Pose:
        points = pose.points.astype(float)
        points[[13, 15]] = np.nan
        return replace(pose, points=points, left_hand=None)

    chair = in_set()
    chair.change = asleep
    chair.wait(3.0)
    assert chair.show.scene == "pause"
    assert "Take the left controller, or hold up your left hand." in chair.title
    chair.change = None
    chair.wait(5.0)
    assert chair.show.scene == "play"


def test_one_controller_is_enough_for_one_arm() -> None:
    chair = Chair(routine(prescribed(side="left", sets=1, reps=3)))
    chair.change = lambda pose: replace(pose, right_hand=None)
    chair.to_the_end()
    assert [done.full for done in chair.of(SetEnded)] == [3]


def test_what_is_not_for_a_headset_comes_after_it_on_the_screen() -> None:
    both = routine(prescribed("squat", "both", sets=1, reps=3), prescribed(sets=1, reps=3))
    chair = Chair(both)
    chair.films["squat"] = [replace(p, t_s=p.t_s) for p in chair.films["squat"]]
    chair.until("take-off")
    assert chair.show.progress[0] == 1  # the arm first, although it is prescribed second
    assert "The rest is on the screen." in chair.title
    chair.until("placement")
    assert not chair.show.worn
    assert chair.show.progress[0] == 0
    assert chair.panels["space"].startswith("Free floor")


def test_without_a_camera_what_is_for_the_screen_is_left() -> None:
    both = routine(prescribed("squat", "both", sets=1, reps=3), prescribed(sets=1, reps=3))
    chair = Chair(both, replace(WORN, camera=False)).to_the_end()
    assert [done.full for done in chair.of(SetEnded)] == [3]
    assert "take-off" not in chair.scenes
    assert chair.show.ended_because == "done"


# How it feels, and for how long ---------------------------------------------------------------------------------------


def test_dizziness_of_eight_ends_the_exercise_and_offers_the_screen() -> None:
    chair = Chair(routine(prescribed(reps=3), prescribed("shoulder_flexion", sets=1, reps=3)), sickness_during="8")
    chair.until("rest")
    chair.show._evening.wearing.rated = -3 * MINUTE  # type: ignore[union-attr]  # two and a half minutes have passed
    chair.until("take-off")
    assert "Sit still." in chair.title
    chair.to_the_end()
    stops = [stop.because for stop in chair.of(Stopped)]
    assert stops[0] == "dizzy"
    assert [done.full for done in chair.of(SetEnded)] == [3, 3]


def test_dizziness_of_twelve_ends_the_evening() -> None:
    chair = Chair(routine(prescribed(reps=3), prescribed("shoulder_flexion")), sickness_before="12").to_the_end()
    assert chair.show.ended_because == "dizzy"
    assert "take-off" in chair.scenes
    assert not chair.of(RepCompleted)
    assert chair.scenes[-1] == "farewell"


def test_a_rating_is_asked_between_sets_only_and_only_when_due() -> None:
    chair = Chair(routine(prescribed(sets=3, reps=3))).until("rest")
    for due in (ticks(safety.RATE_MIN * 60) - MINUTE // 60 * 40, ticks(safety.RATE_MIN * 60)):
        held = chair.show._evening.wearing
        assert held is not None
        held.rated = held.ticks - due
        before = len(chair.scenes)
        chair.answer()
        chair.until("play")
        assert ("sickness" in chair.scenes[before:]) == (due >= ticks(safety.RATE_MIN * 60))
        chair.until("rest", "check-out")


@pytest.mark.parametrize(("sessions", "minutes"), [(0, 10), (1, 20)])
def test_no_set_begins_in_the_headset_after_its_time(sessions: int, minutes: int) -> None:
    assert safety.worn_at_most_min(sessions) == minutes
    asked = routine(prescribed(sets=3, reps=3), prescribed("shoulder_flexion", sets=1, reps=3))
    chair = Chair(asked, replace(WORN, sessions_before=sessions)).until("rest")
    held = chair.show._evening.wearing
    assert held is not None
    held.ticks = held.rated = held.rested = minutes * MINUTE
    chair.until("take-off")
    assert "enough in there" in chair.title
    chair.to_the_end()
    assert [done.full for done in chair.of(SetEnded)] == [3, 3]
    assert chair.of(Stopped)[0].because == "time"


def test_time_that_is_up_in_mid_set_lets_a_lift_be_finished_and_then_ends_the_set() -> None:
    asked = routine(prescribed(sets=2, reps=10), prescribed("shoulder_flexion", sets=1, reps=3))
    chair = Chair(asked).until("play")
    held = chair.show._evening.wearing
    assert held is not None
    while not (chair.show._evening.reading is not None and chair.show.progress[2] == 2 and is_lifting(chair)):
        chair.tick()
    held.ticks = held.rated = held.rested = 20 * MINUTE
    while is_lifting(chair):
        assert chair.show.watching, "a lift that is on is counted"
        chair.tick()
    chair.until("take-off")
    assert "enough in there" in chair.title
    (cut,) = chair.of(SetEnded)
    assert cut.full == 3
    assert chair.of(Stopped)[0].because == "time"


def is_lifting(chair: Chair) -> bool:
    reading = chair.show._evening.reading
    return reading is not None and reading.stage == "set" and reading.lifting


def test_after_ten_minutes_a_break_is_offered_and_the_seat_is_taken_anew() -> None:
    chair = Chair(routine(prescribed(sets=3, reps=3)), **{"break": "break"}).until("rest")
    held = chair.show._evening.wearing
    assert held is not None
    held.ticks = held.rated = 10 * MINUTE
    chair.until("break")
    chair.wait(0.5)
    chair.tick(Intent("select", button="break"))
    chair.shift = (0.4, -0.9, 0.0)  # the headset lies on a low table
    chair.wait(5.0)
    chair.shift = (0.9, 0.5, 0.3)  # its wearer is up, and about
    chair.wait(20.0)
    assert chair.show.scene == "break"
    chair.tick(Intent("select", button="carry_on"))
    assert chair.show.scene == "seat"
    chair.shift = (0.0, 0.0, 0.0)
    chair.until("play")
    assert chair.show.recentred == 2


def test_who_pauses_may_let_the_room_begin_where_they_are_now() -> None:
    chair = in_set()
    before = chair.show.recentred
    chair.tick(Intent("pause"))
    assert {"carry_on", "here", "stop"} <= {button.id for button in chair.show.asking.buttons}  # type: ignore[union-attr]
    chair.shift = (0.45, 0.0, 0.3)  # the chair was moved, farther than anybody may stray
    chair.wait(0.2)
    chair.tick(Intent("select", button="here"))
    assert chair.show.recentred == before + 1
    assert chair.show.scene == "pause"  # until poses say that the room lies anew
    chair.wait(5.0)
    assert chair.show.scene == "play"
    held = chair.show._evening.wearing
    assert held is not None
    assert held.stray is None
    assert chair.show.recentred == before + 1


# Pointing -------------------------------------------------------------------------------------------------------------


def aimed(chair: Chair, button: str) -> tuple[float, float]:
    panel = chair.show.asking
    assert panel is not None
    left, top, right, bottom = button_rects(panel)[button]
    return ((left + right) / 2, (top + bottom) / 2)


def test_a_hand_held_over_a_number_chooses_it_without_a_controller() -> None:
    chair = Chair().until("sickness")
    chair.wait(0.5)
    chair.tick(Intent("point", at=aimed(chair, "3")))  # told once; a hand that keeps still is not told again
    chair.wait(1.0)
    assert chair.show.scene == "sickness"
    chair.wait(0.4)
    assert chair.answered("sickness_before") == [3]


def test_without_a_window_a_hand_chooses_before_the_headset_is_on_too() -> None:
    chair = Chair(headset=replace(WORN, camera=False, window=False))
    chair.wait(0.5)
    chair.tick(Intent("point", at=aimed(chair, "start")))
    chair.wait(1.5)
    assert chair.show.scene != "welcome"


def test_a_hand_that_leaves_chooses_nothing() -> None:
    chair = Chair().until("sickness")
    chair.wait(0.5)
    chair.tick(Intent("point", at=aimed(chair, "3")))
    chair.wait(0.8)
    chair.tick(Intent("point"))
    chair.wait(3.0)
    assert chair.show.scene == "sickness"


def test_a_mouse_that_rests_on_a_button_chooses_nothing_on_the_screen() -> None:
    chair = Chair()
    chair.tick(Intent("point", at=aimed(chair, "start")))
    chair.wait(5.0)
    assert chair.show.scene == "welcome"


def test_every_number_of_the_scale_can_be_pointed_at() -> None:
    chair = Chair().until("sickness")
    panel = chair.show.asking
    assert panel is not None
    rects = button_rects(panel)
    assert [int(name) for name in rects] == list(range(21))
    for a, (left, top, right, bottom) in rects.items():
        assert 0.35 <= top < bottom < 1.0, a  # below the shoulder
        for b, other in rects.items():
            apart = right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
            assert a == b or apart


# The same again -------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_an_evening_in_a_headset_is_replayed_the_same() -> None:
    chair = Chair(routine(prescribed(sets=2, reps=3))).until("play")
    chair.wait(6.0)
    chair.shift = (0.0, 0.4, 0.0)
    chair.wait(2.0)
    chair.shift = (0.0, 0.0, 0.0)
    chair.to_the_end()
    opening = Opening.from_mapping(chair.show._evening.opening.as_mapping())
    assert opening.headset == WORN
    again = Show(chair.asked, make_game=lambda _: Plain(), advise=advise, seed=1, opening=opening)
    tape = Tape(again, chair.kept, chair.n)
    for n in range(chair.n):
        tape.step(n, (), ())
    said = [record for _, records in tape.said for _, record in records]
    assert [repr(record) for record in said] == [repr(record) for record in chair.said]


def test_an_opening_of_before_there_were_headsets_still_reads() -> None:
    old = {key: value for key, value in Opening().as_mapping().items() if key != "headset"}
    assert Opening.from_mapping(old) == Opening()
    assert Headset() == Headset()


def test_what_is_out_of_the_seat() -> None:
    how = wearing.Wearing(WORN, on=True)
    pose = worn(prescribed_pose())
    assert pose.head is not None
    how.take_seat(pose.head)
    for metres, stray in ((0.45, None), (0.55, "wandered")):
        for _ in range(FPS * 5):
            how.watch(worn(prescribed_pose(), (metres, 0.0, 0.0)), (pose,))
        assert how.stray == stray


def prescribed_pose() -> Pose:
    from evenings import lifts

    return lifts(count=1, fps=FPS)[0]


def test_a_lost_headset_is_waited_for_with_what_it_said_itself() -> None:
    chair = in_set()
    chair.tick(Intent("headset_lost", say="The headset was taken off."))
    assert "The headset is away. The headset was taken off. It goes on by itself when it is back." in chair.title
    chair.tick(Intent("headset_found"))
    chair.wait(1.0)
    chair.tick(Intent("headset_lost"))  # as in sessions that were stored before it was kept
    assert "The headset is away. It goes on by itself when it is back." in chair.title
