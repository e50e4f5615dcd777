"""What a functional test asks for, in a line or two: how it is done, what keeps it safe, and the thanks at its end.

Each fits one line of the screen at three metres, so that the picture above it stays large.

Protocols as in the reference (CDC STEADI; Rikli and Jones; Duncan): said once before each trial, and nothing while it
runs. Drafts for a physiotherapist to review.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from exercises.functional import MOVEMENTS
from exercises.neck import MOVES
from exercises.routine import FunctionalTest, TestId
from exercises.trials import view_of


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence to do, one more about how, and the drawing that shows it."""

    title: str
    text: str
    picture: str


BALANCE: tuple[TestId, ...] = ("single_leg_stance", "four_stage_balance", "functional_reach")
CHAIR: tuple[TestId, ...] = ("chair_stand_30s", "five_stands", "arm_curl_30s")
CROSSED: tuple[TestId, ...] = ("chair_stand_30s", "five_stands")

_SAFE_BALANCE = Told("Is someone beside you?", "Chair in reach. Dizzy or in pain: stop.", "test_helper")
_SAFE_CHAIR = Told("Chair against the wall?", "Someone near. Dizzy or in pain: stop.", "place_chair")
_SAFE_ARMS = Told("Room for your arms?", "Only as far as it does not hurt.", "place_stand")

_SAFE_NECK = Told("Slowly, only as far as is comfortable.", "Stop if you feel dizzy.", "place_chair")
_SAFE_WORN = Told("Room for your arms?", "Only as far as it does not hurt.", "place_chair")

_ONCE: Mapping[TestId, Told] = MappingProxyType(
    {
        "chair_stand_30s": Told("Stand up and sit down.", "Arms crossed, for half a minute.", "test_chair"),
        "five_stands": Told("Stand up five times.", "Arms crossed, as fast as is safe.", "test_chair"),
        "arm_curl_30s": Told("Bend your {side} arm.", "Weight in hand, for half a minute.", "test_curl"),
        "single_leg_stance": Told("Stand on your {side} leg.", "Lift the other foot after the tone.", "test_one_leg"),
        "functional_reach": Told("Reach far ahead.", "Low tone: wait. High: reach. Feet stay.", "test_reach"),
    }
)
_STAGES = (
    Told("Feet side by side.", "Hold on until you stand.", "test_feet_together"),
    Told("One foot half ahead.", "Its heel beside the other big toe.", "test_feet_half"),
    Told("One foot before the other.", "Heel to toe, as on a line.", "test_feet_line"),
    Told("Stand on one leg.", "Whichever you like.", "test_one_leg"),
)
_MOVES = (
    Told("{side} arm forward.", "Three times, as high as is comfortable.", "lift"),
    Told("{side} arm to the side.", "Three times, as high as is comfortable.", "lift"),
    Told("{side} forearm out.", "Three times, elbow at your side.", "test_turn_out"),
)
_NECK = (
    Told("Turn your head to the left.", "Slowly, three times. Then look ahead.", ""),
    Told("Turn your head to the right.", "Slowly, three times. Then look ahead.", ""),
    Told("Chin toward your chest.", "Slowly, three times. Then look ahead.", ""),
    Told("Look up.", "A little, slowly, three times.", ""),
    Told("Left ear toward the shoulder.", "Slowly, three times. Shoulders stay.", ""),
    Told("Right ear toward the shoulder.", "Slowly, three times. Shoulders stay.", ""),
)
_NEXT = ("", "Rest. Then number two.", "Rest. Then number three.")


def safety_of(test: TestId, worn: bool = False) -> Told:
    if worn:
        return _SAFE_NECK if test == "neck_range" else _SAFE_WORN
    return _SAFE_BALANCE if test in BALANCE else _SAFE_CHAIR if test in CHAIR else _SAFE_ARMS


def how(test: FunctionalTest, trial: int) -> Told:
    """How this trial is done."""
    told = {"four_stage_balance": _STAGES, "shoulder_battery": _MOVES, "neck_range": _NECK}.get(test.test)
    one = _ONCE[test.test] if told is None else told[trial]
    title = one.title if told is not None or trial == 0 else _NEXT[trial]
    return Told(_of(title, test), _of(one.text, test), one.picture)


def _of(words: str, test: FunctionalTest) -> str:
    said = words.format(side=test.side or "")
    return said[:1].upper() + said[1:]


def placing(test: FunctionalTest, trial: int) -> str:
    """Where to face."""
    if view_of(test.test, trial) == "side":
        return f"Turn your {test.working} side to the camera."
    return "Face the camera."


def thanks(test: FunctionalTest, done: int, count: int, seconds: float) -> str:
    """What was done, in words: no norm and no risk. `done`: trials to their end; count and longest time of them."""
    if done == 0:
        return ""
    if test.test in CROSSED:
        return f"You stood up {_times(count)}."
    if test.test == "arm_curl_30s":
        return f"You bent your arm {_times(count)}."
    if test.test == "single_leg_stance":
        return f"You stood for {seconds:.0f} seconds."
    if test.test == "four_stage_balance":
        return f"You stood in {done} ways." if done > 1 else "You stood steady."
    if test.test == "functional_reach":
        return f"You reached ahead {_times(done)}."
    if test.test == "neck_range":
        return "You moved your head every way." if done == len(MOVES) else "You moved your head."
    return "You moved your shoulder every way." if done == len(MOVEMENTS) else "You moved your shoulder."


def _times(count: int) -> str:
    return {0: "as far as you could", 1: "once", 2: "twice"}.get(count, f"{count} times")
