"""PDF, FHIR and table from the same summary."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest
from made_sessions import Evening, good_evening, prescribed, routine

from exercises.routine import Answers
from game.progress import codes, fhir, pdf, table
from game.progress.blocks import Range
from game.progress.comparing import measured
from game.progress.errors import CannotWriteError
from game.progress.summary import Summary, summarise

DATA = Path(__file__).with_name("data")


def good(demo: bool = False) -> Summary:
    asked, evening = good_evening()
    return summarise(evening.stored(replace(asked, demo=Answers()) if demo else asked))


def busy(count: int) -> Summary:
    """`count` exercises of two sets of ten, both sides, with faults, unmeasured lifts and alerts."""
    asked = [
        prescribed(("shoulder_abduction", "knee_extension", "marching")[i % 3], "both", sets=2, reps=10)
        for i in range(count)
    ]
    evening = Evening().answer("pain_before", 5)
    for block, prescription in enumerate(asked):
        evening.begin(block, prescription).calibrated("left").calibrated("right")
        for n in range(2):
            for i in range(10):
                evening.lift(80.0 - i, side="left", full=i < 7, faults=("trunk_lean",) if i % 3 == 0 else ())
                evening.lift(None if i == 4 else 60.0 + i, side="right", verified=i != 4)
            evening.end_set(n, 17, 20)
        evening.answer("pain_during", 6).stop("pain" if block == count - 1 else "done").answer("pain_after", 5)
    return summarise(evening.stored(routine(*asked), "pain"))


def fourth() -> Summary:
    """The fourth session of one exercise: 83 degrees; the first was seen from elsewhere, the last with more doubt."""
    asked, evening = good_evening()
    evening.yaw_deg = 0.0
    stored = evening.stored(asked)
    now = measured(stored.id, stored.started, stored.versions, summarise(stored).blocks[0], RANGE)
    earlier = [
        replace(now, session="a", started=now.started - timedelta(days=9), median_deg=70.0, yaw_deg=50.0),
        replace(now, session="b", started=now.started - timedelta(days=6), median_deg=72.0),
        replace(now, session="c", started=now.started - timedelta(days=3), median_deg=80.0, half_width_deg=8.0),
    ]
    return summarise(stored, earlier)


RANGE = Range("left", 83.0, 6.0, 88.0, 6.0, 14, 14, yaw_deg=0.0)


def side_on() -> Summary:
    """A curl played from the front, where its angle cannot be stated, and three lifts measured side-on."""
    asked = prescribed("elbow_flexion", "left", sets=1, reps=2)
    made = Evening(90.0).begin(0, asked).calibrated().lift(None).lift(None).end_set(0, 2, 2)
    made.answer("measuring", "started").lift(120.0).lift(130.0).lift(125.0).answer("measuring", "done").stop()
    return summarise(made.stored(routine(asked)))


def read(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def words_of(reader: pypdf.PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


# --- PDF --------------------------------------------------------------------------------------------------------------


def test_the_page_says_what_a_therapist_needs() -> None:
    reader = read(pdf.render(good()))
    said = words_of(reader)
    assert len(reader.pages) == 1
    for words in (
        "Arm lift to the side, left", "prescribed 2 sets of 6", "12 of 12",
        "12 full repetitions and 2 short of the target",
        "about 83°, give or take 6° (middle of 14); furthest about 88°, give or take 6°", "2.0 s out, 2.0 s back",
        "the trunk leaned in 2 of 14", "100% of the sets", "1 – 2", "Patient U-7KQ4T",
        "Friday 1 May 2026, 10:00", "not a medical device", "does not diagnose", "wrong by 10° or more", "emergency",
    ):  # fmt: skip
        assert words in said, words
    assert "demo" not in said.lower()
    assert "record" not in said  # a range is never called one


def test_a_demonstration_says_so() -> None:
    reader = read(pdf.render(good(demo=True)))
    assert "DEMO – a film, not a patient" in words_of(reader)
    assert "demo" in reader.metadata.title


def test_the_page_is_tagged_titled_and_in_a_language() -> None:
    reader = read(pdf.render(good()))
    root = reader.trailer["/Root"]
    assert reader.metadata.title == "Session report 2026-05-01-heron"
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    kinds = dict(tags(root["/StructTreeRoot"]))
    assert "set 1 left 1: 82°; set 1 left 2: 84°" in kinds["/Figure"]
    assert {"/H1", "/H2", "/P"} <= set(kinds)


def tags(node: Any) -> Iterator[tuple[str, str]]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if not isinstance(node, dict):
        return
    if "/S" in node:
        yield str(node["/S"]), str(node.get("/Alt", ""))
    children = node.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        yield from tags(child)


def test_only_our_font_is_used_and_it_is_inside() -> None:
    names = set()
    for page in read(pdf.render(busy(2))).pages:
        for font in page["/Resources"]["/Font"].values():
            names.add(str(font.get_object()["/BaseFont"]).split("+")[-1])
    assert names <= {"AtkinsonHyperlegible-Regular", "AtkinsonHyperlegible-Bold"}
    assert names


def test_the_same_summary_gives_the_same_bytes() -> None:
    assert pdf.render(good()) == pdf.render(good())


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_up_to_four_exercises_stand_on_one_page(count: int) -> None:
    assert len(read(pdf.render(busy(count))).pages) == 1


def test_more_flow_on() -> None:
    reader = read(pdf.render(busy(6)))
    assert 2 <= len(reader.pages) <= 3
    assert words_of(reader).count("prescribed 2 sets of 10") == 6


@pytest.mark.parametrize("because", [None, "fall", "patient", "pain", "source", "something_new"])
def test_every_ending_and_an_empty_session_have_a_page(because: str | None) -> None:
    summary = summarise(Evening().stored(routine(title='<Ünïcode> #[x] "$y$" \\ 名'), because))
    said = words_of(read(pdf.render(summary)))
    assert "Not begun in this session." in said
    assert summary.ending.split(";")[0].split(":")[0] in said
    assert '<Ünïcode> #[x] "$y$"' in said.replace("“", '"').replace("”", '"')  # text, never markup


def test_what_changed_is_told_beside_how_much_the_camera_can_tell() -> None:
    """6 and 8 degrees of doubt are 10 together: 3 further is within it."""
    reader = read(pdf.render(fourth()))
    said = words_of(reader)
    assert len(reader.pages) == 1
    assert ("about 80°, give or take 8° on 28 April: 3° further now, within what the camera can tell (10°)") in said
    assert "Range by session" in said
    assert "look at three sessions or more" in said
    assert "improve" not in said.lower()
    pictures = [alt for kind, alt in tags(reader.trailer["/Root"]["/StructTreeRoot"]) if kind == "/Figure"]
    assert any("25 April 2026: about 72°" in alt and "1 May 2026: about 83°" in alt for alt in pictures)
    assert not any("22 April" in alt for alt in pictures)  # another view
    assert "Range by session" not in words_of(read(pdf.render(good())))


def test_a_range_measured_side_on_says_so() -> None:
    summary = side_on()
    assert "about 125°, give or take 6° (measured side-on, 3 lifts)" in words_of(read(pdf.render(summary)))
    found = rows(summary)
    assert [row["peak_deg"] for row in found] == ["", ""]  # the two of the set, and no other
    assert [
        (row["kind"], row["value"], row["low"], row["high"]) for row in measures(summary) if row["kind"] == "measuring"
    ] == [
        ("measuring", "120.0", "114.0", "126.0"),
        ("measuring", "130.0", "124.0", "136.0"),
        ("measuring", "125.0", "119.0", "131.0"),
    ]
    made = resources(summary)
    assert made["Observation/range-1-left"]["valueQuantity"]["value"] == 125.0
    assert "measured side-on" in made["Observation/range-1-left"]["method"]["text"]
    assert made["Observation/repetitions-1"]["valueQuantity"]["value"] == 2


# --- table ------------------------------------------------------------------------------------------------------------


def rows(summary: Summary) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.render(summary))))


def measures(summary: Summary) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.render_measures(summary))))


def test_a_row_for_each_repetition() -> None:
    found = rows(good())
    assert len(found) == 14
    assert tuple(found[0]) == table.COLUMNS
    assert {name: text for name, text in found[7].items() if text} == {
        "session": "2026-05-01-heron", "started": "2026-05-01T10:00:00+00:00", "patient": "U-7KQ4T", "demo": "false",
        "exercise": "shoulder_abduction", "exercise_version": found[7]["exercise_version"],
        "measure": "shoulder_elevation", "side": "left", "set": "2", "repetition": "2",
        "start_s": "75.0", "peak_s": "77.0", "end_s": "79.0", "duration_s": "4.0", "lowering_s": "2.0",
        "peak_deg": "74.0", "peak_uncertainty_deg": "6.0", "target_deg": "78.0",
        "full": "false", "verified": "true", "quality": "0.9",
    }  # fmt: skip
    assert found[9]["faults"] == "trunk_lean"


def test_the_columns_are_documented() -> None:
    text = (Path(__file__).parents[3] / "docs" / "formats.md").read_text("utf-8")
    section = text.split("\n## Table")[1].split("\n## ")[0].split("\nBeside it")[0]
    assert tuple(re.findall(r"^\| `(\w+)` \|", section, re.M)) == table.COLUMNS
    listed = text.split("\nBeside it")[1].split("| `kind`")[0].split("everything else")[1]
    assert tuple(re.findall(r"`(\w+)`", listed)) == table.MEASURES_COLUMNS


def test_who_takes_the_tables_alone_has_every_alert_and_what_was_said() -> None:
    summary = busy(2)
    found = measures(summary)
    assert [row["note"] for row in found if row["kind"] == "alert"] == list(summary.alerts)
    assert found[0]["note"] == "Pain 5 of 10 before the session.", "what is most urgent stands first"
    said = [(row["exercise"], row["name"], row["value"]) for row in found if row["kind"] == "said"]
    assert said == [
        ("", "pain_before", "5"),
        *((block.exercise, name, value) for block in summary.blocks
          for name, value in (("pain_during", "6"), ("pain_after", "5"))),
        ("", "effort", ""),
    ]  # fmt: skip
    done = [(row["name"], row["value"], row["note"]) for row in found if row["kind"] == "done"]
    assert done[0][2] == "Stopped because of pain"
    assert done[1:4] == [("full", "34", "Completed"), ("short", "6", "Completed"), ("prescribed", "40", "Completed")]
    assert [row["note"] for row in found if row["kind"] == "unmeasured"] == list(summary.unmeasured)


def test_every_kind_of_row_is_documented() -> None:
    text = (Path(__file__).parents[3] / "docs" / "formats.md").read_text("utf-8")
    kinds = re.findall(r"^\| `(\w+)` \|", text.split("| `kind` | a row for |")[1].split("\n## ")[0], re.M)
    assert {row["kind"] for summary in SUMMARIES.values() for row in measures(summary)} <= set(kinds)


def test_what_changed_has_a_row() -> None:
    (row,) = [row for row in measures(fourth()) if row["kind"] == "change"]
    assert (row["name"], row["value"], row["unit"], row["low"], row["high"]) == ("range", "3.0", "deg", "-10.0", "10.0")
    assert row["note"] == "since c: within"


def test_no_cell_is_a_formula_for_a_spreadsheet() -> None:
    summary = good()
    for wicked in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"):
        block = replace(summary.blocks[0], exercise=wicked)
        cell = rows(replace(summary, blocks=(block,)))[0]["exercise"]
        assert cell == f"'{wicked}"
    repetition = replace(summary.blocks[0].repetitions[0], peak_deg=-3.25)
    block = replace(summary.blocks[0], repetitions=(repetition,))
    assert rows(replace(summary, blocks=(block,)))[0]["peak_deg"] == "-3.2"  # a number may begin with a minus


def test_what_was_not_measured_is_empty() -> None:
    assert {row["peak_deg"] for row in rows(busy(1)) if row["verified"] == "false"} == {""}


# --- FHIR -------------------------------------------------------------------------------------------------------------


def every(node: Any, key: str) -> Iterator[Any]:
    if isinstance(node, dict):
        if key in node:
            yield node[key]
        for inside in node.values():
            yield from every(inside, key)
    elif isinstance(node, list):
        for inside in node:
            yield from every(inside, key)


def resources(summary: Summary) -> dict[str, dict[str, Any]]:
    found = [entry["resource"] for entry in fhir.bundle(summary)["entry"]]
    return {f"{resource['resourceType']}/{resource['id']}": resource for resource in found}


SUMMARIES = {
    "good": good(),
    "busy": busy(3),
    "fourth": fourth(),
    "side on": side_on(),
    "empty": summarise(Evening().stored(routine(), None)),
}


@pytest.mark.parametrize("summary", SUMMARIES.values(), ids=SUMMARIES)
def test_the_bundle_is_sound(summary: Summary) -> None:
    made = fhir.bundle(summary)
    here = {entry["fullUrl"] for entry in made["entry"]}
    assert len(here) == len(made["entry"])
    assert set(every(made, "reference")) <= here
    for quantity in [*every(made, "valueQuantity")]:
        for one in quantity if isinstance(quantity, list) else [quantity]:
            assert one["system"] == codes.UCUM
            assert one["code"] == one["unit"]
            assert one["code"] in codes.UNITS
    for resource in (entry["resource"] for entry in made["entry"]):
        if resource["resourceType"] == "Observation":
            # obs-6: a value or the reason why there is none; a panel has members instead
            assert sum(key in resource for key in ("valueQuantity", "dataAbsentReason", "hasMember")) == 1
        if resource["resourceType"] == "Procedure" and resource["status"] in ("stopped", "not-done"):
            assert resource["statusReason"]["text"]
    json.dumps(made, allow_nan=False)


@pytest.mark.parametrize("summary", SUMMARIES.values(), ids=SUMMARIES)
def test_only_verified_loinc_codes_leave_the_house(summary: Summary) -> None:
    with (DATA / "loinc_verified.csv").open(encoding="utf-8", newline="") as file:
        verified = {row["code"] for row in csv.DictReader(file) if row["evidence"].startswith("V")}
    codings = [coding for group in every(fhir.bundle(summary), "coding") for coding in group]
    sent = {coding["code"] for coding in codings if coding["system"] == codes.LOINC}
    assert sent
    assert sent <= verified


def test_shapes_are_those_of_the_reference() -> None:
    """Every field that the checked examples have and ours is about, with the same kind of value."""
    examples = json.loads((DATA / "fhir_examples.json").read_text("utf-8"))["resources"]
    ours = resources(good())
    ours |= {f"absent/{key}": r for key, r in resources(SUMMARIES["busy"]).items() if "dataAbsentReason" in r}
    absent = next(r for r in ours.values() if "dataAbsentReason" in r)
    pairs = {
        "Patient/p1": (ours["Patient/U-7KQ4T"], {"gender", "birthDate"}),
        "Device/dev1": (ours["Device/software"], set()),
        "Procedure/sess1": (ours["Procedure/session"], {"basedOn", "bodySite"}),
        "Observation/rom1": (ours["Observation/range-1-left"], {"effectiveDateTime", "performer", "referenceRange"}),
        "Observation/rom2": (absent, {"effectiveDateTime", "bodySite"}),
        "Observation/reps": (ours["Observation/repetitions-1"], {"effectiveDateTime"}),
        "Observation/pain0": (ours["Observation/pain-before"], {"effectiveDateTime"}),
        "Observation/rpe": (ours["Observation/effort"], {"effectiveDateTime"}),
        "Observation/grp": (ours["Observation/ranges"], {"effectiveDateTime"}),
        "DiagnosticReport/dr1": (ours["DiagnosticReport/report"], {"basedOn", "category", "presentedForm"}),
    }
    for name, (made, left_out) in pairs.items():
        for field, value in examples[name].items():
            if field not in left_out:
                assert type(made.get(field)) is type(value), f"{name}.{field}: {made.get(field)!r}"


def test_the_numbers_are_the_summarys() -> None:
    summary, made = good(), resources(good())
    found = made["Observation/range-1-left"]
    assert found["valueQuantity"] == {"value": 83.0, "unit": "deg", "system": codes.UCUM, "code": "deg"}
    assert [coding["code"] for coding in found["code"]["coding"]] == ["41381-5", "shoulder_abduction-peak"]
    assert found["bodySite"]["coding"] == [{"system": codes.SNOMED, "code": "91775009"}]
    assert "not a goniometer" in found["method"]["text"]
    parts = {
        part["code"]["coding"][0]["code"]: part["valueQuantity"]["value"]
        for part in made["Observation/repetitions-1"]["component"]
    }
    assert parts["repetitions-prescribed"] == 12
    assert parts["repetitions-short-of-target"] == 2
    assert parts["fault-trunk_lean-left"] == 2
    assert made["Observation/repetitions-1"]["valueQuantity"]["value"] == summary.blocks[0].full
    assert made["Procedure/session"]["status"] == made["Procedure/exercise-1"]["status"] == "completed"
    versions = {version["type"]["text"]: version["value"] for version in made["Device/software"]["version"]}
    assert versions["pose_model_sha256"] == "ab" * 32
    assert versions["exercise shoulder_abduction"].startswith("sha256:")


def test_a_change_has_its_minimal_detectable_change_beside_it() -> None:
    found = resources(fourth())["Observation/change-1-left"]
    assert found["valueQuantity"]["value"] == 3.0
    assert found["component"][0]["valueQuantity"]["value"] == 10.0
    assert found["note"] == [{"text": "within, against session c"}]
    assert "Weir 2005" in found["method"]["text"]


def test_what_was_not_measured_is_a_reason_and_never_a_zero() -> None:
    empty = resources(SUMMARIES["empty"])
    assert empty["Observation/pain-before"]["dataAbsentReason"]["coding"][0]["code"] == "not-asked"
    assert empty["Procedure/session"]["status"] == "not-done"
    asked = prescribed("squat", "both", sets=1, reps=1)
    unseen = Evening().begin(0, asked).calibrated().lift(None).end_set(0, 1, 1).stored(routine(asked), "pain")
    made = resources(summarise(unseen))
    assert made["Observation/range-1-both"]["dataAbsentReason"]["coding"][0]["code"] == "unsupported"
    assert made["Procedure/session"]["statusReason"]["text"] == "Stopped because of pain"


def test_a_demonstration_is_marked_as_test_data_on_every_resource() -> None:
    made = fhir.bundle(good(demo=True))
    for resource in (made, *(entry["resource"] for entry in made["entry"])):
        assert resource["meta"]["security"] == [{"system": codes.ACT_REASON, "code": "HTEST"}]
    assert "meta" not in fhir.bundle(good())


def test_the_patient_keeps_their_address_and_a_session_has_its_own() -> None:
    first = fhir.bundle(good())
    other = fhir.bundle(replace(good(), session="2026-05-02-fern"))
    assert first["entry"][0]["fullUrl"] == other["entry"][0]["fullUrl"]
    assert not {e["fullUrl"] for e in first["entry"][1:]} & {e["fullUrl"] for e in other["entry"][1:]}


# --- on the disk ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("room", [pdf, table, fhir], ids=["pdf", "csv", "fhir"])
def test_reports_are_written_whole_or_not_at_all(room: Any, tmp_path: Path) -> None:
    place = tmp_path / "report"
    place.write_text("the last one")
    room.write(good(), place)
    assert place.read_bytes() != b"the last one"
    with pytest.raises(CannotWriteError, match=r"nowhere.* cannot be written: No such file or directory"):
        room.write(good(), tmp_path / "nowhere" / "report")
    with pytest.raises(CannotWriteError, match="cannot be written: Is a directory"):
        room.write(good(), tmp_path)
    beside = {"report.measures"} if room is table else set()
    assert {path.name for path in tmp_path.iterdir()} == {"report"} | beside


def test_a_disk_that_fills_up_leaves_the_older_report(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    place = tmp_path / "report.pdf"
    place.write_text("the last one")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(CannotWriteError, match=r"report\.pdf cannot be written: File too large"):
            pdf.write(good(), place)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert place.read_text() == "the last one"
    assert [path.name for path in tmp_path.iterdir()] == ["report.pdf"]
