"""A passage without an exercise: in a routine, and in its place where pain speaks against exercise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
import pytest
from evenings import USUAL, Evening, Plain, answering, lifts, new_show, play, prescribed, replayed, routine

from exercises.events import Stopped, TrackingFound, TrackingLost
from exercises.pose import Joint, Pose, unseen
from exercises.routine import quiet
from game.drawlist import Camera, DrawList
from game.intents import Intent
from game.minigames.interface import Setup, Tick
from game.scenes.opening import Opening
from game.scenes.show import Show

MINUTE = 60 * 60
CALM = Opening(sessions_before=3, whom_to_call="Ada", calm_min=0.5)


class Waves(Plain):
    """The calm game of these tests: a second of ending, no score, and it remembers what it was told."""

    id, title = "waves", "Waves"
    takes = frozenset({"free"})  # type: ignore[assignment]
    told: ClassVar[list[Setup]] = []

    def start(self, setup: Setup) -> None:
        super().start(setup)
        Waves.told.append(setup)

    def step(self, tick: Tick) -> None:
        super().step(tick)
        assert not [event for event in tick.events if not isinstance(event, TrackingLost | TrackingFound)]

    def draw(self) -> DrawList:
        return DrawList(Camera(np.eye(4)))


def sitting(seconds: float) -> list[Pose]:
    """Somebody who sits before the camera and does nothing."""
    first = lifts(count=1)[0]
    return [Pose(i / 10, first.points, first.confidence, first.image) for i in range(int(seconds * 10))]


def rested(pain: str, poses: Sequence[Pose], opening: Opening = CALM, **more: Any) -> Evening:
    Waves.told.clear()
    answers = answering(pain_before=pain, **more.pop("answers", {}))
    return play(routine(), poses, answers, opening=opening, game=Waves, most_ticks=12 * MINUTE, **more)


def test_with_pain_of_seven_only_the_waves_are_offered_and_last_their_minutes() -> None:
    evening = rested("8", sitting(40))
    assert evening.scenes == ["welcome", "check-in", "calm", "check-out", "results", "farewell"]
    assert evening.answer("instead") == ["calm"]
    assert evening.answer("calm_s") == [30]
    assert evening.answer("pain_after") == [1]
    assert not evening.answer("effort"), "who only rested is not asked how hard it was"
    assert evening.show.ended_because == "pain"
    told = Waves.told[-1]
    assert (told.exercise.signal, told.lasts_s, told.breath_s) == ("free", 30.0, (4.0, 6.0))


def test_who_says_not_today_goes_home_as_before() -> None:
    evening = rested("8", sitting(60), answers={"instead": "no"})
    assert evening.scenes == ["welcome", "check-in", "farewell"]
    assert evening.show.ended_because == "pain"


def test_without_a_calm_game_pain_of_seven_ends_it() -> None:
    evening = rested("8", sitting(60), opening=USUAL)
    assert evening.scenes == ["welcome", "check-in", "farewell"]


def test_with_pain_of_five_it_is_half_or_the_waves() -> None:
    waves = rested("6", sitting(40), answers={"instead": "calm"})
    assert "calm" in waves.scenes
    assert "play" not in waves.scenes
    half = play(
        routine(prescribed(sets=2, reps=4)), lifts(count=12), answering(pain_before="6"), opening=CALM,
        most_ticks=8 * MINUTE,
    )  # fmt: skip
    assert half.answer("instead") == ["half"]
    assert half.show.progress[3] == 2


def test_it_can_be_ended_at_any_time_and_the_evening_goes_on_to_its_end() -> None:
    def enough(show: Show, n: int) -> Sequence[Intent]:
        if show.scene == "calm" and n % 600 == 599:
            return (Intent("pause"),)
        return answering(pain_before="8", pause="enough")(show, n)

    Waves.told.clear()
    evening = play(routine(), sitting(40), enough, opening=CALM, game=Waves, most_ticks=12 * MINUTE)
    assert evening.scenes == ["welcome", "check-in", "calm", "pause", "calm", "check-out", "results", "farewell"]
    assert evening.answer("calm_s")[0] < 20


def test_nobody_has_to_be_seen_or_to_move() -> None:
    evening = rested("9", [unseen(i / 10) for i in range(400)])
    assert "pause" not in evening.scenes
    assert evening.answer("calm_s") == [30]


def test_who_falls_in_it_is_asked() -> None:
    well = sitting(20)
    points = well[0].points.copy()
    points[:, 1] -= points[Joint.left_hip, 1] - 0.12
    down = [Pose(20 + i / 10, points, well[0].confidence) for i in range(100)]
    evening = rested("8", well + down, answers={"fallen": "well"})
    assert "fallen" in evening.scenes


@pytest.mark.parametrize("pain", ["8", "1"])
def test_a_replay_says_the_same(pain: str) -> None:
    asked = routine(quiet(0.25), prescribed(sets=1, reps=2))
    evening = play(asked, lifts(count=12), answering(pain_before=pain), opening=CALM, most_ticks=12 * MINUTE)
    assert replayed(new_show(asked, CALM), evening) == evening.said


def test_a_demonstration_of_it_lasts_its_minutes_lets_a_hand_drift_and_replays_all_the_same() -> None:
    asked = routine(prescribed(sets=1, reps=2), quiet(1.0), demo=True)
    evening = play(asked, lifts(count=10), most_ticks=6 * MINUTE)
    assert evening.answer("calm_s") == [60]
    assert all(np.isfinite(event.t_s) for event in evening.of(Stopped))
    assert replayed(new_show(asked), evening) == evening.said


def test_the_hand_of_a_demonstration_goes_out_and_back_with_every_wave() -> None:
    class Watched(Waves):
        seen: ClassVar[list[Pose]] = []

        def step(self, tick: Tick) -> None:
            super().step(tick)
            if tick.reading.stage == "watch" and tick.pose is not None:  # the judge of a passage only looks on
                Watched.seen.append(tick.pose)

    play(routine(quiet(1.0), demo=True), lifts(count=2), game=Watched, most_ticks=3 * MINUTE)
    out = np.array([pose.points[Joint.right_wrist, 0] for pose in Watched.seen[: 50 * 60]])
    assert np.ptp(out) > 0.15
    assert np.ptp(np.array([pose.t_s for pose in Watched.seen])) > 59.0
    waves = out.reshape(-1, 10 * 60)  # the usual breath: four seconds in, six out
    assert np.allclose(waves, waves[0], atol=1e-6)


def test_a_routine_may_hold_such_a_passage_between_exercises() -> None:
    asked = routine(prescribed(sets=1, reps=2), quiet(0.25), prescribed(sets=1, reps=2))
    evening = play(asked, lifts(count=24), answering(), most_ticks=12 * MINUTE)
    order = [scene for scene in evening.scenes if scene in ("play", "calm", "check-out")]
    assert order == ["play", "calm", "play", "check-out"]
    assert evening.answer("calm_s") == [15]
    assert len(evening.answer("pain_after")) == 2, "asked of each exercise, not of the passage"
    assert evening.show.ended_because == "done"
