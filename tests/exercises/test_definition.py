import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.definition import DefinitionError, as_mapping, exercise_hash, parse
from exercises.measures import MEASURES, RANGES_DEG
from tests.poses import catalogue, exercise

IDS = {
    "shoulder_abduction", "shoulder_flexion", "elbow_flexion", "squat", "sit_to_stand", "knee_extension",
    "hip_abduction", "marching", "trunk_lateral_flexion",
}  # fmt: skip
FAULTS = {"trunk_lean", "shoulder_hike", "elbow_bent", "shoulder_moves", "knee_valgus", "trunk_forward"}


def said(mapping: object) -> str:
    with pytest.raises(DefinitionError) as error:
        parse(mapping, "squat.toml")
    return str(error.value)


@pytest.fixture
def squat() -> dict:
    return copy.deepcopy(as_mapping(exercise("squat")))


def test_the_catalogue_has_the_nine_exercises_and_their_faults():
    assert set(catalogue()) >= IDS
    assert {f.id for e in catalogue().values() for f in e.faults} >= FAULTS


@pytest.mark.parametrize("name", sorted(IDS))
def test_an_exercise_survives_the_way_to_a_mapping_and_back(name):
    assert parse(as_mapping(exercise(name)), name) == exercise(name)


@pytest.mark.parametrize("name", sorted(IDS))
def test_every_exercise_says_where_it_is_from_and_that_it_is_a_draft(name):
    one = exercise(name)
    assert "draft" in one.evidence
    assert one.source
    assert one.cautions
    for sentence in (*one.instructions, *(f.say for f in one.faults)):
        assert len(sentence.split()) <= 8, sentence
        assert not {"fault", "failed", "degrees", "wrong"} & set(sentence.lower().split())


def test_efforts_to_the_smallest_angle():
    assert {n for n in IDS if exercise(n).phases[0].toward == "decrease"} == {"knee_extension", "sit_to_stand"}


def test_abduction_is_asked_for_no_further_than_level():
    assert exercise("shoulder_abduction").phases[0].target_at_most_deg == 90


def test_a_limit_beyond_any_joint(squat):
    squat["phases"][0]["limit_high_deg"] = 900
    assert said(squat) == "squat.toml: phases[0].limit_high_deg must be at most 160, got 900"


def test_an_unknown_key_suggests_the_nearest(squat):
    squat["phases"][0]["limit_hihg_deg"] = 90
    assert said(squat) == 'squat.toml: phases[0].limit_hihg_deg is not known here, did you mean "limit_high_deg"?'


def test_an_unknown_measure_suggests_the_nearest(squat):
    squat["faults"][1]["measure"] = "trunk_foward"
    assert said(squat).startswith("squat.toml: faults[1].measure must be one of")
    assert 'did you mean "trunk_forward"?' in said(squat)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"position": "hovering"}, 'position must be one of floor, lying, seated, standing, got "hovering"'),
        ({"sides": "yes"}, 'sides must be true or false, got "yes"'),
        ({"phases": []}, "phases must have at least 1 entry, got 0"),
        ({"view_play": [[60, -60]]}, "view_play[0] must rise from low to high, got 60 to -60"),
        ({"view_play": [[1]]}, "view_play[0] must be two numbers, from and to, got a list"),
        ({"needs": ["left_wing"]}, "needs[0] is not known, got"),
        ({"id": "Squat!"}, "id must be small letters, digits and underscores"),
        ({"title": " "}, "title must not be empty"),
    ],
)
def test_errors_say_path_expected_and_found(squat, change, sentence):
    assert f"squat.toml: {sentence}" in said(squat | change)


MAY_BE_LEFT_OUT = {"cautions", "faults", "dose", "programmes", "headset"}


@pytest.mark.parametrize("key", sorted(set(as_mapping(exercise("squat"))) - MAY_BE_LEFT_OUT))
def test_what_is_missing_is_named(squat, key):
    del squat[key]
    assert f"{key} " in said(squat)


def test_no_table_at_all():
    assert said([1, 2]) == "squat.toml: must be a table, got a list"


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(deadline=None)
@given(st.sampled_from(sorted(as_mapping(exercise("squat")))), JUNK)
def test_junk_is_refused_with_one_sentence_or_is_fine(key, junk):
    mapping = as_mapping(exercise("squat")) | {key: junk}
    sentence = ""
    try:
        parsed = parse(mapping, "squat.toml")
    except DefinitionError as error:
        sentence = str(error)
    else:
        assert parse(as_mapping(parsed), "again") == parsed
    assert not sentence or sentence.startswith("squat.toml: ")
    assert "\n" not in sentence


@settings(deadline=None)
@given(st.sampled_from(sorted(MEASURES)), st.floats(-400, 400), st.floats(-400, 400))
def test_limits_are_within_what_a_joint_can_do(measure, low, high):
    mapping = as_mapping(exercise("hip_abduction"))
    mapping["phases"] = [{"measure": measure, "toward": "increase", "limit_low_deg": low, "limit_high_deg": high}]
    least, most = RANGES_DEG[measure]
    if least <= low and low + 1 <= high <= most:
        assert parse(mapping, "x").phases[0].limit_high_deg == high
    else:
        with pytest.raises(DefinitionError):
            parse(mapping, "x")


def test_the_hash_follows_every_word(squat):
    before = exercise_hash(parse(squat, "x"))
    squat["faults"][0]["above"] += 0.01
    assert exercise_hash(parse(squat, "x")) != before
    assert before == exercise_hash(exercise("squat"))
