"""Writes docs/exercises.md from the catalogue: `python tools/list_exercises.py`. Its test says when to."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from exercises.definition import Exercise
from game import leaflet, library

PAGE = Path(__file__).parents[1] / "docs" / "exercises.md"
FAULTS = Path(__file__).with_name("reference_faults.toml")
# What the reference lists and the catalogue leaves out, and why
LEFT_OUT: Mapping[str, str] = {
    "fore_pronsup": "A forearm turns about its own length: elbow and wrist do not move. It needs hand landmarks.",
    "scap_squeeze": "2 to 4 cm toward each other at the back, and the shoulders are seen from in front to 2 cm.",
    "chin_tuck": "2 to 4 cm of the ear against the shoulder, as much as the landmarks tremble.",
    "pelvic_tilt": "The small of the back has no landmark, and nothing else moves.",
    "quad_set": "Nothing moves (less than 3 degrees); timing what cannot be seen would only pretend.",
    "toe_raise": "10 to 15 degrees of the foot, as much as toe and heel tremble; a fall backwards is its risk.",
    "heel_toe_walk": "Four metres from or toward the camera, eyes on the line and not on a screen; with a helper only.",
    "back_walk": "Leaves the picture backwards, away from the screen; with a helper only.",
}
HEAD = """# The exercises

Every exercise that Upswing knows, from `exercises/catalog/`; `upswing exercises show ID` prints one whole. This page is
written by `tools/list_exercises.py`.

All clinical values (ranges, thresholds, doses, cautions) are drafts until a physiotherapist has reviewed them. Evidence
begins with V verified, S secondary, T tried, I inferred, G general knowledge. **Measured** says by which of
`exercises/measures.py` repetitions are counted, always in degrees. **Camera** is from where it may be counted: 0 faces
the front, 90 the side that works; where the angle can be trusted may be narrower. A dose is what is usually
prescribed; nothing is played by it unless a routine says so. Exercises marked † are for those to whom they were
prescribed, with a helper.

What a camera does not see of these, and so is not claimed: thumb and palm (scaption's thumb up, wrists), breath, the
shape of the back (arching, rounding), weight on either leg, how near a fingertip comes, toes turned out. Faults of the
reference that rest on those are left out. Turns about the vertical (forearm out and in, head, trunk, arm across) are
seen from in front by depth alone, and their half-widths are as wide as 20 degrees.
"""


TESTS = """
## Functional tests

`exercises/functional.py` times and counts them, from angles, points and events; a person judges. Norms are in
`exercises/norms.py`, each with its source and evidence; all are drafts. A prescribed test is
played before the exercises. Of a stance on one leg, a reach and the shoulder only means are known: half
of the healthy are below them, so a value is not called usual or unusual by them.
With `worn = true` the shoulder's range is measured in a headset, seated; the neck's always is, and only where
the routine says `neck_diagnosis = false`. Both say within how many degrees of the truth nine in ten lie, as found on
people of known joints ([accuracy](accuracy.md)): neck 3 to 6, shoulder forward 13, out to the side 4, turned out 16,
where a bent wrist is taken for the turn.

```toml
[[tests]]
test = "neck_range"
neck_diagnosis = false  # never with one, or where nobody has looked

[[tests]]
test = "shoulder_battery"
side = "left"
worn = true
```

| test | function | what is told | norm |
|---|---|---|---|
| 30-second chair stand | `chair_stand_30s` | full stands; arms not crossed score 0 | CDC STEADI (S) |
| five times sit to stand | `five_stands` | seconds to the fifth time upright | Bohannon 2006, Buatois 2008 (G) |
| single-leg stance | `single_leg_stance` | best of three, until the foot touches | Bohannon (V), Springer (G) |
| 4-stage balance | `four_stage_balance`, `held_s` | stages kept for 10 s | tandem under 10 s (V) |
| functional reach | `functional_reach` | centimetres, if the height is stated | Duncan 1990 (G) |
| shoulder range battery | `shoulder_battery` | the middle of three lifts, side against side | AAOS, Boone, Walker (V) |
| neck range | `neck_range` | the middle of three movements each way, only in a headset | AAOS (G) |
| 30-second arm curl | `arm_curl_30s` | full curls | Rikli and Jones (G) |
"""


FAULTS_HEAD = """
## The reference's faults, and what became of them

Every fault that the reference lists for an exercise of this page: noticed under which id and from when on, or why not.
Thresholds count from the start of the same lift. Where ours differs from the reference, films whose truth is known
decided ([accuracy](accuracy.md)). Its limit of 90 degrees a second, for one, is passed by 26 of the 37 forward lifts of
the practice films, none of them hurried; their means go up to 165. How far an arm leaves its plane is told only from a
view that shows it, and a lift is short only of a target. What the catalogue notices beyond the reference is in the
table above.

| from | exercise | the reference | noticed as | from when on |
|---|---|---|---|---|"""


def reference_faults() -> dict[str, dict[str, str]]:
    """By the reference's exercise id: each fault it lists, and our id or `no: why`."""
    return tomllib.loads(FAULTS.read_text(encoding="utf-8"))


def _faults() -> list[str]:
    by_reference: dict[str, list[Exercise]] = {}
    for exercise in library.exercises().values():
        by_reference.setdefault(reference_id(exercise), []).append(exercise)
    lines = [FAULTS_HEAD]
    for row, listed in reference_faults().items():
        ours = by_reference[row]
        for text, found in listed.items():
            names = ", ".join(f"`{exercise.id}`" for exercise in ours)
            if found.startswith("no: "):
                lines.append(f"| {row} | {names} | {text} | – | {found.removeprefix('no: ')} |")
                continue
            wanted = found.split(", ")
            limits = [leaflet.threshold(f) for exercise in ours for f in exercise.faults if f.id in wanted]
            named = ", ".join(f"`{one}`" for one in wanted)
            lines.append(f"| {row} | {names} | {text} | {named} | {'; '.join(dict.fromkeys(limits))} |")
    return lines


def reference_id(exercise: Exercise) -> str:
    """The id in the reference's table that an exercise is from, as its source names it."""
    found = re.search(r"exercises\.csv (\w+)", exercise.source)
    return found.group(1) if found else ""


def page() -> str:
    """The whole page."""
    lines = [
        HEAD,
        "| id | exercise | from | for | position | measured | camera | faults noticed | usual dose | evidence |",
    ]
    lines.append("|---" * 10 + "|")
    for e in library.exercises().values():
        views = ", ".join(f"{v.low_deg:g} to {v.high_deg:g}" for v in e.view_play)
        cells = (
            f"`{e.id}`" + (" †" if e.only_prescribed else ""), e.title, reference_id(e), ", ".join(e.programmes),
            e.position, e.phases[0].measure, views, ", ".join(f.id for f in e.faults),
            e.dose.text if e.dose else "", e.evidence.partition(";")[0],
        )  # fmt: skip
        lines.append("| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |")
    lines += ["", "## Left out", "", "| id in the reference | why |", "|---|---|"]
    lines += [f"| `{name}` | {why} |" for name, why in LEFT_OUT.items()]
    return "\n".join([*lines, *_faults(), TESTS])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
