"""All that interrupts: keys, clicks, the hand on the chest, nobody there, nothing moving, a fall, a lost camera."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

import numpy as np
import pytest
from evenings import USUAL, Plain, advise, lifts, play, prescribed, routine

from exercises.events import SetEnded, Stopped
from exercises.pose import Joint, Pose, unseen
from exercises.routine import Answer
from game.drawlist import button_rects
from game.intents import Intent
from game.scenes import gestures
from game.scenes.opening import Opening
from game.scenes.show import Show

FPS = 12


class Room:
    """A live patient in front of a show: does what `moves` holds, or stands still, tick by tick."""

    def __init__(self, opening: Opening = USUAL, **how: object) -> None:
        self.show = Show(
            routine(prescribed(reps=8), **how), make_game=lambda _: Plain(), advise=advise, seed=1, opening=opening
        )  # fmt: skip
        self.n = 0
        self.said: list[object] = []
        self.film = lifts(count=30, fps=FPS)
        self.still = self.film[0]
        self.lifting_from: int | None = None

    def body(self) -> Pose:
        if self.lifting_from is None:
            return self.still
        return self.film[min((self.n - self.lifting_from) * FPS // 60 + 3 * FPS, len(self.film) - 1)]

    def tick(self, *intents: Intent, body: Pose | None = None) -> None:
        fresh = ()
        if self.n % (60 // FPS) == 0:
            fresh = (replace(self.body() if body is None else body, t_s=self.n / 60),)
        self.show.step(self.n, fresh, intents)
        self.said += [record for _, record in self.show.log()]
        self.n += 1

    def wait(self, seconds: float, body: Pose | None = None) -> None:
        for _ in range(round(seconds * 60)):
            self.tick(body=body)

    def say(self, *buttons: str) -> None:
        for button in buttons:
            self.wait(0.4)
            self.tick(Intent("select", button=button))

    def until(self, scene: str, most_s: float = 60.0, body: Pose | None = None) -> None:
        for _ in range(round(most_s * 60)):
            if self.show.scene == scene:
                return
            self.tick(body=body)
        raise AssertionError(f"still in {self.show.scene} after {most_s} s, expected {scene}")

    def play(self) -> Room:
        """On to the counting of the first set, standing still again."""
        self.say("start", "no", "same", "1", "ready")
        self.until("calibrate")
        self.lifting_from = self.n
        for _ in range(60 * 40):
            if self.show.asking is not None:
                break
            self.tick()
        self.lifting_from = None
        self.say("no")
        self.wait(2.5)
        assert self.show.scene == "play"
        assert self.show.watching
        return self

    @property
    def title(self) -> str:
        return " / ".join(panel.title for panel in self.show.draw().panels)

    def kinds(self, kind: type) -> list[object]:
        return [record for record in self.said if isinstance(record, kind)]

    def stops(self) -> list[str]:
        return [stop.because for stop in self.kinds(Stopped)]  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def played() -> Room:
    return Room().play()


@pytest.fixture
def room(played: Room) -> Room:
    """A patient in the first set, standing still; each test has its own, from the same beginning."""
    return deepcopy(played, {id(played.film): played.film})


def test_a_key_pauses_and_carry_on_counts_down_three_two_one(room: Room) -> None:
    room.tick(Intent("pause"))
    assert room.show.scene == "pause"
    assert not room.show.watching
    room.wait(5.0)
    assert room.show.scene == "pause"
    room.tick(Intent("select", button="carry_on"))
    seen = []
    cues = set()
    while room.show.scene == "pause":
        drawn = room.show.draw()
        seen.append(drawn.panels[0].title)
        cues |= {cue.sound for cue in drawn.cues}
        room.tick()
    cues |= {cue.sound for cue in room.show.draw().cues}
    assert list(dict.fromkeys(seen))[:3] == ["Three", "Two", "One"]
    assert len(seen) == pytest.approx(180, abs=2)
    assert {"count_3", "count_2", "count_1", "resume"} <= cues
    assert room.show.scene == "play"


@pytest.mark.slow
def test_a_set_that_ends_in_the_very_tick_of_a_pause_has_ended(room: Room, played: Room) -> None:
    def lift_until_the_set_ends(lifting: Room, at: int = 0) -> int:
        lifting.lifting_from = lifting.n
        while not lifting.kinds(SetEnded):
            lifting.tick(*((Intent("pause"),) if lifting.n == at else ()))
        return lifting.n - 1

    ended = lift_until_the_set_ends(deepcopy(played, {id(played.film): played.film}))
    assert lift_until_the_set_ends(room, ended) == ended
    assert room.show.scene == "pause"
    room.say("carry_on")
    room.until("rest")


def test_a_click_beside_every_button_pauses_while_moving_and_nowhere_else() -> None:
    room = Room()
    room.tick(Intent("select", at=(0.02, 0.02)))
    assert room.show.scene == "welcome"
    room.play()
    room.tick(Intent("select", at=(0.02, 0.02)))
    assert room.show.scene == "pause"


def test_a_click_on_a_button_is_what_its_key_is() -> None:
    room = Room()
    panel = room.show.asking
    assert panel is not None
    left, top, right, bottom = button_rects(panel)["start"]
    room.tick(Intent("select", at=((left + right) / 2, (top + bottom) / 2)))
    assert room.show.scene == "check-in"


def test_stop_asks_and_said_again_stops_and_asks_how_it_was(room: Room) -> None:
    room.tick(Intent("stop"))
    assert room.show.scene == "pause"
    room.tick(Intent("stop"))
    assert room.show.scene == "check-out"
    assert room.stops() == ["patient"]
    room.say("4", "6")
    room.until("results")
    room.say("good_night")
    room.until("farewell")
    room.wait(7.0)
    assert room.show.ended
    assert room.show.ended_because == "patient"
    assert {(said.key, said.value) for said in room.kinds(Answer)} >= {("pain_after", 4), ("effort", 6)}  # type: ignore[attr-defined]


def test_closing_the_window_keeps_everything(room: Room) -> None:
    room.tick(Intent("quit"))
    assert room.show.ended
    assert room.stops() == ["patient"]


@pytest.mark.parametrize("scene", ["welcome", "check-in", "play"])
def test_stop_works_everywhere(scene: str) -> None:
    room = Room()
    if scene == "check-in":
        room.say("start")
    if scene == "play":
        room.play()
    assert room.show.scene == scene
    room.tick(Intent("stop"))
    room.tick(Intent("stop"))
    assert room.show.scene in ("farewell", "check-out")
    assert room.stops() == ["patient"]


def test_too_much_lowers_the_target_and_goes_on(room: Room) -> None:
    before = room.show._evening.reading
    assert before is not None
    room.tick(Intent("too_much"))
    after = room.show._evening.reading
    assert after is not None
    assert room.show.scene == "play"
    assert after.target_deg < before.target_deg
    room.tick()
    assert "A little lower, then." in room.title


def test_too_much_in_a_question_asks_whether_to_stop() -> None:
    room = Room()
    room.say("start")
    room.tick(Intent("too_much"))
    assert room.show.scene == "pause"
    room.wait(0.4)
    room.tick(Intent("select", button="carry_on"))
    assert room.show.scene == "check-in"


def test_out_of_the_picture_pauses_after_two_seconds_and_returns_by_itself(room: Room) -> None:
    nobody = unseen(0.0)
    room.wait(1.8, nobody)
    assert room.show.scene == "play"
    room.wait(0.5, nobody)
    assert room.show.scene == "pause"
    assert "Step back into view." in room.title
    assert room.show.draw().world.dim == pytest.approx(0.2)
    assert room.show.watching
    room.wait(10.0, nobody)
    room.wait(1.0)
    assert "Three" in room.title
    room.wait(3.1)
    assert room.show.scene == "play"


def test_twenty_seconds_out_of_the_picture_stop_and_keep_everything(room: Room) -> None:
    room.wait(19.0, unseen(0.0))
    assert room.show.scene == "pause"
    room.wait(3.5, unseen(0.0))
    assert room.show.scene == "farewell"
    assert room.stops() == ["absent"]
    assert "kept" in room.show.draw().panels[0].text


def test_forty_seconds_without_a_choice_stop(room: Room) -> None:
    room.tick(Intent("pause"))
    room.wait(39.0)
    assert room.show.scene == "pause"
    room.wait(1.5)
    assert room.show.scene == "farewell"
    assert room.stops() == ["still"]


def test_the_good_hand_on_the_chest_pauses_and_the_working_one_does_not(room: Room) -> None:
    def touching(hand: gestures.Hand) -> Pose:
        points = room.still.points.astype(float).copy()
        top = (points[Joint.left_shoulder] + points[Joint.right_shoulder]) / 2
        points[list(gestures.HAND_JOINTS[hand])] = top + np.array([0.0, -0.15, -0.12])
        return replace(room.still, points=points)

    room.wait(3.0, touching("left"))
    assert room.show.scene == "play"
    room.wait(0.5)
    room.wait(2.3, touching("right"))
    assert room.show.scene == "pause"


def test_still_for_ten_seconds_and_for_forty(room: Room) -> None:
    room.wait(8.0)
    assert "Resting?" not in room.title
    room.wait(2.5)
    assert "Resting? Take your time." in room.title
    room.wait(30.0)
    assert room.show.scene == "pause"
    assert "Shall we stop here?" in room.title


def test_a_fall_stops_everything_and_says_whom_to_call(room: Room) -> None:
    down = room.still.points - np.array([0.0, gestures.hips_height(room.still) - 0.12, 0.0])
    room.wait(1.5, replace(room.still, points=down))
    assert room.show.scene == "fallen"
    assert room.stops() == ["fall"]
    panel = room.show.draw().panels[0]
    assert panel.title == "Are you hurt?"
    assert panel.text == "Stay down. Call Ada."
    room.wait(120.0, replace(room.still, points=down))
    assert room.show.scene == "fallen", "it stays until somebody answers"
    room.say("well")
    assert room.show.scene == "farewell"
    assert room.show.ended_because == "fall"


@pytest.mark.parametrize("later", range(5))  # a pose comes every fifth tick
def test_a_camera_that_goes_is_waited_for(room: Room, later: int) -> None:
    room.wait(later / 60)
    room.tick(Intent("camera_lost"))
    assert "The camera is gone. Check its plug." in room.title
    room.wait(25.0, unseen(0.0))
    assert room.show.scene == "pause"
    room.tick(Intent("camera_found"))
    room.wait(0.8)
    room.wait(3.2)
    assert room.show.scene == "play"


def test_a_covered_camera_says_so_and_goes_on_when_it_sees(room: Room) -> None:
    room.tick(Intent("camera_slow"))
    assert room.show.scene == "play"
    room.tick(Intent("camera_dark"))
    assert "The camera sees only black." in room.title
    room.tick(Intent("camera_lost"))
    assert "The camera is gone. Check its plug." in room.title
    room.tick(Intent("camera_found"))
    room.wait(4.0)
    assert room.show.scene == "play"


def test_a_question_nobody_answers_asks_and_then_ends() -> None:
    room = Room()
    room.say("start")
    room.wait(61.0)
    assert room.show.scene == "pause"
    room.wait(40.5)
    assert room.show.scene == "farewell"


def test_a_hand_held_over_a_button_chooses_it_once() -> None:
    room = Room()
    room.say("start")

    def pointing(across: float, down: float) -> Pose:
        points = room.still.points.astype(float).copy()
        top = (points[Joint.left_shoulder] + points[Joint.right_shoulder]) / 2
        length = np.linalg.norm((points[Joint.left_hip] + points[Joint.right_hip]) / 2 - top)
        points[list(gestures.HAND_JOINTS["right"])] = top + length * np.array([across, -down, -0.3])
        return replace(room.still, points=points)

    no = room.show.asking
    assert no is not None
    assert no.id == "worse_since"
    left, top, right, bottom = button_rects(no)["no"]
    place = _place_for(pointing, ((left + right) / 2, (top + bottom) / 2))
    room.wait(1.0, pointing(*place))
    dwell = {button.id: button.dwell for button in room.show.draw().panels[0].buttons}
    assert 0.5 < dwell["no"] < 1.0
    assert dwell["yes"] == 0.0
    room.wait(0.5, pointing(*place))
    following = room.show.asking
    assert following is not None
    assert following.id == "morning_after"
    room.wait(4.0, pointing(*place))
    assert room.show.asking is not None
    assert room.show.asking.id == "morning_after", "a hand that stays where it was does not answer the next question"


def _place_for(pointing: object, at: tuple[float, float]) -> tuple[float, float]:
    places = [(a, d) for a in np.linspace(-0.45, 0.95, 29) for d in np.linspace(0.1, 0.65, 23)]

    def off(place: tuple[float, float]) -> float:
        shown = gestures.pointed(pointing(*place), "right")  # type: ignore[operator]
        return 9.0 if shown is None else float(np.hypot(shown[0] - at[0], shown[1] - at[1]))

    return min(places, key=off)


def test_too_much_while_finding_the_comfortable_height_begins_it_again_lower() -> None:
    room = Room()
    room.say("start", "no", "same", "1", "ready")
    room.until("calibrate")
    room.lifting_from = room.n
    room.wait(8.0)
    assert "Three times" in room.title
    room.tick(Intent("too_much"))
    room.tick()
    assert "Again, lower this time." in room.title
    assert "0 of 3" in room.title


def test_a_number_is_never_chosen_by_default() -> None:
    room = Room()
    room.say("start", "no", "same")
    room.wait(0.4)
    room.tick(Intent("next"))
    assert room.show.asking is not None
    assert room.show.asking.id == "pain_before"
    room.say("2")
    room.wait(0.4)
    room.tick(Intent("next"))
    assert room.show.scene == "placement"


# What is read


@pytest.mark.parametrize("text_size", [1.0, 1.5])
def test_sentences_are_as_large_as_promised(text_size: float) -> None:
    room = Room(replace(USUAL, text_size=text_size))
    room.say("start")
    for panel in room.show.draw().panels:
        assert panel.height >= 0.06 * text_size


def test_drawing_twice_changes_nothing(room: Room) -> None:
    first, second = room.show.draw(), room.show.draw()
    assert [panel.title for panel in first.panels] == [panel.title for panel in second.panels]
    assert first.cues == second.cues
    assert first.world.t_s == second.world.t_s


@pytest.mark.parametrize(("apart_s", "panel"), [(0.1, "worse_since"), (0.5, "pain_before")])
def test_a_trembling_finger_does_not_answer_what_comes_next(apart_s: float, panel: str) -> None:
    room = Room(Opening())
    room.tick(Intent("select", button="start"))
    room.wait(1.0)
    room.tick(Intent("next"))  # "I will"
    room.wait(apart_s)
    room.tick(Intent("back"))  # the question that came meanwhile: its last answer is "No"
    room.wait(0.1)
    assert room.show.asking is not None
    assert room.show.asking.id == panel


def test_a_question_after_long_holds_is_waited_for() -> None:
    """Three lifts that are held for 20 s take longer than anybody waits for an answer."""
    asked = routine(prescribed(sets=1, reps=1), demo=True)
    evening = play(asked, lifts(count=5, fps=5.0, hold_s=20.0))
    assert "pause" not in evening.scenes
    assert evening.answer("calibration_hurt") == [False]
