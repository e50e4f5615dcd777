"""What a functional test asks for, in short sentences: how it is done, what keeps it safe, and the thanks at its end.

Protocols as in the reference (CDC STEADI; Rikli and Jones; Duncan): said once before each trial, and nothing while it
runs. Drafts for a physiotherapist to review.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from exercises.functional import MOVEMENTS
from exercises.postures import STAGES
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

_SAFE_BALANCE = Told(
    "Is someone close enough to hold you?",
    "Stand in a corner, a chair in reach. Dizzy, or it hurts: stop.",
    "test_helper",
)
_SAFE_CHAIR = Told(
    "A sturdy chair, against the wall?", "Someone near is good. Dizzy, or it hurts: stop at once.", "place_chair"
)
_SAFE_ARMS = Told("Room for your arms all round?", "Only as far as it does not hurt.", "place_stand")

_ONCE: Mapping[TestId, Told] = MappingProxyType(
    {
        "chair_stand_30s": Told(
            "Stand up and sit down, for half a minute.", "Arms crossed on your chest. Begin after the tone.",
            "test_chair",
        ),
        "five_stands": Told(
            "Stand up five times, as fast as is safe.", "Arms crossed on your chest. Begin after the tone.",
            "test_chair",
        ),
        "arm_curl_30s": Told(
            "Bend and straighten your {side} arm, for half a minute.",
            "The weight in your {side} hand, all the way each time.", "test_curl",
        ),
        "single_leg_stance": Told(
            "Stand on your {side} leg.", "Lift the other foot after the tone, and look ahead.", "test_one_leg"
        ),
        "functional_reach": Told(
            "Reach as far ahead as you can.", "{side} arm level, a fist. Low tone: wait. High tone: reach. Feet stay.",
            "test_reach",
        ),
    }
)  # fmt: skip
_STAGES = (
    Told("Stand with your feet side by side.", "Touching. Hold on while you find your place.", "test_feet_together"),
    Told("One foot half a foot ahead.", "Its heel beside the other big toe.", "test_feet_half"),
    Told("One foot right before the other.", "Heel to toe, as on a line.", "test_feet_line"),
    Told("Stand on one leg.", "Whichever you like.", "test_one_leg"),
)
_MOVES = (
    Told("Lift your {side} arm forward, three times.", "As high as is comfortable, thumb up.", "lift"),
    Told("Lift your {side} arm to the side, three times.", "As high as is comfortable, thumb up.", "lift"),
    Told("Turn your {side} forearm out, three times.", "Elbow bent, at your side.", "test_turn_out"),
)


def safety_of(test: TestId) -> Told:
    return _SAFE_BALANCE if test in BALANCE else _SAFE_CHAIR if test in CHAIR else _SAFE_ARMS


def how(test: FunctionalTest, trial: int) -> Told:
    """How this trial is done."""
    told = {"four_stage_balance": _STAGES, "shoulder_battery": _MOVES}.get(test.test)
    one = _ONCE[test.test] if told is None else told[trial]
    title = one.title if told is not None or trial == 0 else f"Rest. Then once more: {trial + 1} of 3."
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
        return f"You stood in {done} of {len(STAGES)} ways." if done > 1 else "You stood steady."
    if test.test == "functional_reach":
        return f"You reached ahead {_times(done)}."
    return "You moved your shoulder every way." if done == len(MOVEMENTS) else "You moved your shoulder."


def _times(count: int) -> str:
    return {0: "as far as you could", 1: "once", 2: "twice"}.get(count, f"{count} times")
