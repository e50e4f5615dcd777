"""Every word and number of the report's page, in the order of reading. report.typ says how it looks."""

from __future__ import annotations

from typing import Any

from game.progress import phrases, words
from game.progress.blocks import Block, Range
from game.progress.charting import chart, fault_letters, history
from game.progress.comparing import place
from game.progress.summary import Summary

DEMO = "DEMO – a film, not a patient"


def page(summary: Summary) -> dict[str, Any]:
    """Plain JSON for the template."""
    day = f"{summary.started:%A} {summary.started.day} {summary.started:%B %Y, %H:%M}"
    titles = " · ".join(dict.fromkeys(block.title for block in summary.blocks))
    heading = titles if 0 < len(titles) < 60 else summary.routine
    compared = any(change.before is not None for block in summary.blocks for change in block.changes)
    tests, sources = phrases.assessed(summary.tests)
    quiet = f" · {_minutes(summary.calm_s)} of quiet waves" if summary.calm_s else ""
    named = "" if heading == summary.routine else f"{summary.routine} · "
    return {
        "title": f"Session report {summary.session}" + (" (demo)" if summary.demo else ""),
        "program": "Upswing",
        "description": f"{summary.routine}, {day}, patient {summary.patient}",
        "kind": "Upswing session report",
        "heading": heading,
        "subtitle": f"{named}session {summary.session} · {summary.ending}{quiet}",
        "patient": f"Patient {summary.patient}",
        "when": f"{day} · {_minutes(summary.duration_s)}",
        "demo": summary.demo,
        "demo_words": DEMO,
        "tiles": [
            _dose_tile(summary),
            _range_tile(summary),
            _pain_tile(summary),
            _effort_tile(summary),
            _seen_tile(summary),
        ],
        "alerts": list(summary.alerts),
        "alerts_heading": "Please look at this",
        "no_alerts": "Nothing in this session asks for a call.",
        "tests": tests,
        "tests_heading": "Functional tests",
        "tests_sure": " ".join((phrases.TESTS_SURE, *sources)),
        "blocks": [_block(block, brief=len(summary.blocks) > 2) for block in summary.blocks],
        "sure_heading": "How sure this is",
        "sure": " ".join((words.SURE, *((phrases.CHANGE_SURE,) if compared else ()))),
        "unmeasured": list(summary.unmeasured),
        "safety_heading": "What this is not",
        "safety": list(words.SAFETY),
        "versions": _versions(summary),
    }


def _tile(name: str, value: str, note: str) -> dict[str, str]:
    return {"name": name, "value": value, "note": note}


def _dose_tile(summary: Summary) -> dict[str, str]:
    full, wanted, short = (sum(getattr(b, key) for b in summary.blocks) for key in ("full", "wanted", "short"))
    return _tile("Dose done", f"{full} of {wanted}", f"full, {short} more short" if short else "full repetitions")


def _range_tile(summary: Summary) -> dict[str, str]:
    """The one range of the session; with several exercises or sides, how many sets were ended instead."""
    ranges = [found for block in summary.blocks for found in block.ranges]
    if len(ranges) == len(summary.blocks) == 1:
        give = ranges[0].median_uncertainty_deg
        note = "the middle one" if give is None else f"give or take {give:.0f}°"
        return _tile("Range, about", f"{ranges[0].median_deg:.0f}°", note)
    ended = sum(done.ended for block in summary.blocks for done in block.sets)
    return _tile("Sets", f"{ended} of {sum(block.dose.sets for block in summary.blocks)}", "to their end")


def _pain_tile(summary: Summary) -> dict[str, str]:
    name, before, after = "Pain, 0 to 10", summary.pain_before, summary.pain_after
    during = [block.pain_during for block in summary.blocks if block.pain_during is not None]
    between = f" ({max(during)} during)" if during else ""
    if before is not None and after is not None:
        return _tile(name, f"{before} – {after}", f"before – after{between}")
    if before is not None:
        return _tile(name, str(before), "before; not asked after" + between)
    return _tile(name, _or_dash(after), ("not asked" if after is None else "after; not asked before") + between)


def _effort_tile(summary: Summary) -> dict[str, str]:
    note = "not asked" if summary.effort is None else "answered by the demo" if summary.demo else "as the patient said"
    return _tile("Effort, 0 to 10", _or_dash(summary.effort), note)


def _seen_tile(summary: Summary) -> dict[str, str]:
    shares = [block.tracked_share for block in summary.blocks if block.tracked_share is not None]
    note = "of the sets" if len(shares) == 1 else "of the sets, at worst" if shares else "nothing was tracked"
    return _tile("Tracked", f"{min(shares):.0%}" if shares else "–", note)


def _block(block: Block, brief: bool) -> dict[str, Any]:
    side = block.sides if block.sides != "both" else "both sides" if block.each_side else ""
    drawn = chart(block)
    return {
        "title": block.title + (f", {side}" if side else ""),
        "dose": f"prescribed {_dose(block)} · {block.full} full of {block.wanted}",
        "chart": drawn,
        "alt": _alt(block),
        "history": history(block),
        "history_alt": _history_alt(block),
        "facts": [] if drawn is None else _facts(block, brief),
        "nothing": _nothing(block),
    }


def _nothing(block: Block) -> str:
    if not block.begun:
        return "Not begun in this session."
    measured = "; ".join(_range(found, len(block.ranges) > 1) for found in block.ranges)
    return f"No set was done{f': {measured}' if measured else ''}. {words.stop(block.because)}."


def _facts(block: Block, brief: bool) -> list[dict[str, str]]:
    """`brief` leaves out what the heading says as well, limits that were not reached, and movement as it should be."""
    facts = {
        "Done": "" if brief and _as_planned(block) else _done(block),
        "Range": "; ".join(_range(found, len(block.ranges) > 1) for found in block.ranges) or "no angle was stated",
        "Before": phrases.since(block, brief),
        "Target": _target(block),
        "Tempo": _tempo(block),
        "Movement": phrases.movement(block.motion, brief),
        "In a set": phrases.over_a_set(block.motion, brief),
        "Form": _form(block),
        "Pain": _pain(block),
        "Tracked": _tracked(block),
        "Limit": _limit(block) or ("" if brief else "not reached"),
    }
    return [{"name": name, "text": text} for name, text in facts.items() if text]


def _as_planned(block: Block) -> bool:
    return block.because in (None, "done") and block.today in (None, block.dose)


def _done(block: Block) -> str:
    text = words.count(block.full, "full repetition")
    if block.short:
        text += f" and {block.short} short of the target"
    if block.today is not None and block.today != block.dose:
        text += f"; today's dose was {words.count(block.today.sets, 'set')} of {block.today.reps}"
    return text if block.because in (None, "done") else f"{text}. {words.stop(block.because)}"


def _range(found: Range, several: bool) -> str:
    text = words.degrees(found.median_deg, found.median_uncertainty_deg)
    apart = f" ({phrases.side_on(found)})" if found.measuring else ""
    if several or apart:
        return (f"{found.side} " if several else "") + text + apart
    if found.measured > 1:
        text += f" (middle of {found.measured}); furthest {words.degrees(found.best_deg, found.best_uncertainty_deg)}"
    return text


def _target(block: Block) -> str:
    if not block.targets:
        return "none: every deliberate repetition counts"
    several = len(block.targets) > 1
    text = ", ".join(f"{side} {deg:.0f}°" if several else f"{deg:.0f}°" for side, deg in block.targets)
    for step in block.lowered:
        side = f"{step.side} " if several else ""
        text += f"; {side}lowered to {step.target_deg:.0f}° {words.LOWERED.get(step.because, step.because)}"
    return text


def _tempo(block: Block) -> str:
    if block.lifting_median_s is None or block.lowering_median_s is None:
        return "not known"
    text = f"{block.lifting_median_s:.1f} s out, {block.lowering_median_s:.1f} s back"
    if block.dose.hold_s:
        text += f"; hold of {block.dose.hold_s:g} s reached {words.count(len(block.holds_s), 'time')}"
    return text


def _form(block: Block) -> str:
    letters = fault_letters(block)
    several = len({count.side for count in block.faults}) > 1
    seen = []
    for count in block.faults:
        side = f" ({count.side})" if several else ""
        seen.append(f"{letters[count.fault]}: {words.fault(count.fault)} in {count.times} of {count.efforts}{side}")
    return "; ".join(seen) or "nothing noticed"


def _pain(block: Block) -> str:
    said = [(block.pain_during, "between sets"), (block.pain_after, "after")]
    return ", ".join(f"{pain} {when}" for pain, when in said if pain is not None) or "not asked for this exercise"


def _tracked(block: Block) -> str:
    share, yaw = block.tracked_share, block.view.camera_yaw_deg
    text = "not known" if share is None else f"{share:.0%} of the sets"
    if yaw is None:
        return f"{text}; camera angle not known"
    use = "measuring" if block.view.suitable else "counting, not for measuring"
    return f"{text}; camera {place(yaw)}, good for {use}"


def _limit(block: Block) -> str:
    if block.limits_beyond:
        return f"surely beyond it {words.count(block.limits_beyond, 'time')}"
    return f"came up to it {words.count(block.limits_near, 'time')}" if block.limits_near else ""


def _dose(block: Block) -> str:
    hold = f", {block.dose.hold_s:g} s hold" if block.dose.hold_s else ""
    each = ", each side" if block.each_side else ""
    return f"{words.count(block.dose.sets, 'set')} of {block.dose.reps}{each}{hold}"


def _alt(block: Block) -> str:
    """The chart in words, for whoever cannot see it."""
    peaks = []
    for r in block.repetitions:
        angle = "no angle" if r.peak_deg is None else f"{r.peak_deg:.0f}°"
        side = f" {r.side}" if block.sided else ""
        peaks.append(f"set {r.set_index + 1}{side} {r.number}: {angle}{'' if r.full else ', short'}")
    return f"Furthest angle of each repetition of {block.title}. {'; '.join(peaks)}. Target: {_target(block)}."


def _history_alt(block: Block) -> str:
    """The chart of the sessions in words."""
    said = [
        f"{one.side} {phrases.day(one)}: {words.degrees(one.median_deg, one.half_width_deg)}"
        for found in block.changes
        for one in found.history
    ]
    return f"Range of {block.title} in the sessions that can be compared. {'; '.join(said)}."


def _versions(summary: Summary) -> str:
    parts = [f"{name.replace('_', ' ')} {value[:12]}" for name, value in summary.versions]
    parts += dict.fromkeys(f"{b.exercise} {b.exercise_version} ({b.exercise_hash[:8]})" for b in summary.blocks)
    if summary.dropped_s:
        parts.append(f"the computer was busy and fell {summary.dropped_s:.1f} s behind")
    return " · ".join(parts)


def _or_dash(value: int | None) -> str:
    return "–" if value is None else str(value)


def _minutes(duration_s: float) -> str:
    return f"{duration_s:.0f} s" if duration_s < 90 else f"{duration_s / 60:.0f} min"
