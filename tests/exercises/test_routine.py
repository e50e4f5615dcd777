import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.definition import DefinitionError
from exercises.routine import Answers, Dose, FunctionalTest, Prescription, Routine, as_mapping, parse, quiet
from tests.poses import catalogue, exercise

PLAIN = {
    "id": "morning",
    "title": "Morning",
    "prescriptions": [{"exercise": "squat", "sides": "left", "target_deg": 55, "dose": {"sets": 3, "reps": 6}}],
}


def said(mapping: object) -> str:
    with pytest.raises(DefinitionError) as error:
        parse(mapping, "home.toml", catalogue())
    return str(error.value)


def test_a_routine_is_read_with_its_defaults():
    routine = parse(PLAIN, "home.toml", catalogue())
    assert routine.prescriptions == (
        Prescription(exercise("squat"), "left", Dose(3, 6), "one_then_other", target_deg=55.0),
    )
    assert routine.demo is None
    assert not routine.unprescribed
    assert routine.pain_stop == 5


def test_an_unknown_exercise_suggests_the_nearest():
    mapping = copy.deepcopy(PLAIN)
    mapping["prescriptions"][0]["exercise"] = "sqat"
    assert said(mapping) == (
        'home.toml: prescriptions[0].exercise must be an exercise of the catalogue, got "sqat", did you mean "squat"?'
    )


def test_a_target_beyond_the_prescribed_limit():
    mapping = copy.deepcopy(PLAIN)
    mapping["prescriptions"][0]["limit_high_deg"] = 50
    assert said(mapping) == "home.toml: prescriptions[0].target_deg must be at most 50, got 55"


def test_ninety_to_forty_five_can_be_said():
    mapping = copy.deepcopy(PLAIN)
    mapping["prescriptions"] = [{"exercise": "knee_extension", "limit_low_deg": 45, "limit_high_deg": 90}]
    one = parse(mapping, "acl.toml", catalogue()).prescriptions[0]
    assert (one.limit_low_deg, one.limit_high_deg) == (45, 90)


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("reps", 0, "prescriptions[0].dose.reps must be at least 1, got 0"),
        ("reps", 2.5, "prescriptions[0].dose.reps must be a whole number, got 2.5"),
        ("sest", 2, 'prescriptions[0].dose.sest is not known here, did you mean "sets"?'),
    ],
)
def test_a_dose_that_cannot_be(path, value, sentence):
    mapping = copy.deepcopy(PLAIN)
    mapping["prescriptions"][0]["dose"][path] = value
    assert said(mapping) == f"home.toml: {sentence}"


prescriptions = st.builds(
    Prescription,
    exercise=st.sampled_from([exercise("squat"), exercise("elbow_flexion")]),
    sides=st.sampled_from(["left", "right", "both"]),
    dose=st.builds(Dose, st.integers(1, 20), st.integers(1, 100), st.floats(0, 120), st.floats(0, 600)),
    both=st.sampled_from(["together", "alternate", "one_then_other"]),
    target_deg=st.none() | st.floats(40, 100),
    limit_low_deg=st.none() | st.floats(0, 20),
    limit_high_deg=st.none() | st.floats(110, 150),
    game=st.none() | st.just("lanterns"),
)


@settings(deadline=None)
@given(
    st.lists(prescriptions, min_size=1, max_size=3),
    st.none() | st.builds(Answers, st.integers(0, 10), st.integers(0, 10), st.integers(0, 10)),
    st.booleans(),
)
def test_a_routine_survives_the_way_to_a_mapping_and_back(some, demo, unprescribed):
    routine = Routine("r", "R", tuple(some), 5, demo, unprescribed, "film.mp4")
    assert parse(as_mapping(routine), "r.toml", catalogue()) == routine


def test_functional_tests_are_prescribed():
    told = [
        {"test": "chair_stand_30s", "age": 72, "sex": "female"},
        {"test": "functional_reach", "side": "right", "height_m": 1.62},
    ]
    routine = parse(PLAIN | {"tests": told}, "home.toml", catalogue())
    assert routine.tests == (
        FunctionalTest("chair_stand_30s", None, 72.0, "female"),
        FunctionalTest("functional_reach", "right", height_m=1.62),
    )
    assert routine.tests[0].norm_sex == "woman"
    assert as_mapping(routine)["tests"] == told
    assert "tests" not in as_mapping(parse(PLAIN, "home.toml", catalogue()))


def test_range_in_a_headset_is_prescribed_and_survives_the_way_back():
    told = [{"test": "neck_range", "neck_diagnosis": False}, {"test": "shoulder_battery", "side": "left", "worn": True}]
    routine = parse(PLAIN | {"tests": told}, "home.toml", catalogue())
    assert [(one.worn, one.neck_diagnosis) for one in routine.tests] == [(True, False), (True, None)]
    assert parse(as_mapping(routine), "home.toml", catalogue()) == routine


@pytest.mark.parametrize(
    ("told", "more", "sentence"),
    [
        ({"test": "chair_stand"}, {}, "tests[0].test must be one of arm_curl_30s"),
        ({"test": "arm_curl_30s"}, {}, "tests[0].side is missing, expected text"),
        ({"test": "five_stands", "side": "left"}, {}, "tests[0].side must be left out, five_stands is done by both"),
        ({"test": "five_stands", "age": 200}, {}, "tests[0].age must be at most 120, got 200"),
        ({"test": "five_stands", "sex": "woman"}, {}, "tests[0].sex must be one of female, male"),
        ({"test": "five_stands", "hight_m": 2}, {}, 'tests[0].hight_m is not known here, did you mean "height_m"?'),
        (
            {"test": "neck_range", "neck_diagnosis": True},
            {},
            "tests[0].neck_diagnosis must be false: no headset is worn for it with a neck diagnosis, got true",
        ),
        (
            {"test": "neck_range"},
            {},
            "tests[0].neck_diagnosis must be false: no headset is worn for it with a neck diagnosis, got nothing",
        ),
        ({"test": "neck_range", "neck_diagnosis": False, "worn": False}, {}, "tests[0].worn must be true or left out"),
        ({"test": "neck_range", "neck_diagnosis": False, "side": "left"}, {}, "tests[0].side must be left out"),
        ({"test": "neck_range", "neck_diagnosis": False}, {"unprescribed": True}, "tests must be prescribed"),
        ({"test": "five_stands", "worn": True}, {}, "tests[0].worn must be left out, five_stands is done on the"),
        ({"test": "five_stands", "neck_diagnosis": False}, {}, "tests[0].neck_diagnosis must be left out"),
        ({"test": "five_stands"}, {"unprescribed": True}, "tests must be prescribed by a therapist"),
    ],
)
def test_a_test_that_cannot_be_is_named(told, more, sentence):
    assert said(PLAIN | more | {"tests": [told]}).startswith(f"home.toml: {sentence}")


def test_a_passage_without_an_exercise_is_read_and_written():
    mapping = copy.deepcopy(PLAIN)
    mapping["prescriptions"].append({"game": "tide", "minutes": 4, "breathe_out_s": 7})
    routine = parse(mapping, "home.toml", catalogue())
    passage = routine.prescriptions[1]
    assert passage == quiet(4.0, "tide", (4.0, 7.0))
    assert passage.calm
    assert not routine.prescriptions[0].calm
    assert parse(as_mapping(routine), "home.toml", catalogue()) == routine


@pytest.mark.parametrize(
    ("passage", "sentence"),
    [
        ({"minutes": 60}, "prescriptions[1].minutes must be at most 15, got 60"),
        ({"minutes": 4, "dose": {"reps": 3}}, "prescriptions[1].dose is not known here"),
        ({"minutes": 4, "breathe_in_s": 1}, "prescriptions[1].breathe_in_s must be at least 2, got 1"),
        ({"minutes": 4, "exercise": "squat"}, "prescriptions[1].minutes is for a passage without an exercise"),
    ],
)
def test_a_passage_has_no_dose_and_no_exercise(passage, sentence):
    mapping = copy.deepcopy(PLAIN)
    mapping["prescriptions"].append(passage)
    assert sentence in said(mapping)
