"""Everything that can be logged comes back as it was."""

from __future__ import annotations

import json
import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_sessions import prescribed, routine

from exercises.events import EVENTS, RepStarted
from exercises.routine import Answer, Answers, Dose, Routine
from exercises.session import Plan, SideCalibration
from game.intents import Intent
from game.progress import records
from game.progress.errors import DamagedError

ANY = st.one_of(
    *(st.from_type(kind) for kind in EVENTS.values()),
    st.from_type(Intent),
    st.builds(
        Answer,
        t_s=st.floats(0, 1e5),
        key=st.text(),
        value=st.one_of(st.text(), st.integers(), st.booleans(), st.floats(allow_nan=False)),
    ),
    st.builds(
        Plan,
        exercise=st.sampled_from([prescribed("squat").exercise, prescribed("knee_extension").exercise]),
        sides=st.sampled_from(["left", "both"]),
        dose=st.from_type(Dose),
        target_deg=st.none() | st.floats(0, 180),
        left=st.none() | st.from_type(SideCalibration),
    ),
)


@given(ANY)
def test_a_record_comes_back_as_it_was(record: object) -> None:
    text = json.dumps(records.as_mapping(record), allow_nan=False)  # no NaN may reach the file: it is not JSON
    back = records.from_mapping(json.loads(text))
    assert type(back) is type(record)
    assert repr(back) == repr(record)  # repr and not ==, because a NaN is not itself


def test_a_routine_comes_back_with_its_exercises() -> None:
    whole = Routine(
        "r", "Würde", routine(prescribed("marching", "both", target_deg=55.0)).prescriptions, 4, Answers(1, 2, 3)
    )
    assert records.from_mapping(json.loads(json.dumps(records.as_mapping(whole)))) == whole


def test_an_answers_kind_is_kept() -> None:
    for value in (True, 1, 1.0, "1"):
        back = records.from_mapping(json.loads(json.dumps(records.as_mapping(Answer(0.0, "k", value)))))
        assert type(back.value) is type(value)


def test_what_cannot_be_kept_is_refused_at_once() -> None:
    with pytest.raises(TypeError, match="a dict cannot be kept"):
        records.as_mapping({})


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ({"type": "Miracle"}, "unknown type 'Miracle'"),
        ({"type": "RepStarted", "t_s": 1.0, "index": 0}, "RepStarted: has no side"),
        ({"type": "RepStarted", "t_s": "x", "index": 0, "side": "left"}, "RepStarted.t_s: expected float, found 'x'"),
        ({"type": "TrackingLost", "t_s": 1.0, "why": 0}, "unknown field why"),
    ],
)
def test_a_record_that_does_not_fit_says_where(mapping: dict, said: str) -> None:
    with pytest.raises(DamagedError, match=said):
        records.from_mapping(mapping)


def test_every_event_has_a_name_in_the_log() -> None:
    assert set(EVENTS) <= set(records.RECORDS)
    assert all(typing.get_type_hints(kind) for kind in records.RECORDS.values())
    assert records.as_mapping(RepStarted(1.0, 0, "left"))["type"] == "RepStarted"
