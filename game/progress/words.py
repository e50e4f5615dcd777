"""What a therapist reads, in plain words. Identifiers that are not listed read as their own words."""

from __future__ import annotations

from collections.abc import Mapping

# Every measure that an exercise or a fault may name (exercises/measures.py, definition.LIFT_MEASURES)
MEASURES: Mapping[str, str] = {
    "shoulder_elevation": "arm away from the trunk",
    "shoulder_plane": "direction of the lifted arm (0 out to the side, 90 ahead)",
    "elbow_flexion": "elbow bend (0 is straight)",
    "knee_flexion": "knee bend (0 is straight)",
    "hip_angle": "thigh against the trunk",
    "thigh_vertical": "thigh away from the vertical",
    "trunk_vertical": "trunk away from the vertical",
    "trunk_lateral": "trunk bend to the side",
    "trunk_lateral_away": "trunk bend away from the working side",
    "trunk_forward": "trunk bend forward",
    "trunk_backward": "trunk bend backward",
    "trunk_rotation": "shoulders turned against the hips",
    "shoulder_hike": "tilt of the line between the shoulders",
    "shoulder_to_ear": "shoulders toward the ears",
    "knee_valgus": "knees closer together than the ankles",
    "arm_vertical": "hand up from hanging, trunk upright or not",
    "arm_swing": "arm swung forward of the vertical",
    "shoulder_rotation": "forearm turned outward (0 is straight ahead)",
    "horizontal_adduction": "hand carried across the body (0 is straight ahead)",
    "arms_uneven": "difference between the two arms' heights",
    "hips_aside": "hips carried to one side over the feet",
    "neck_rotation": "head turned against the shoulders",
    "neck_side_flexion": "head tipped to the side",
    "neck_flexion": "head bowed (a level look is about 7)",
    "neck_extension": "head lifted (a level look is about -7)",
    "hip_extension": "thigh behind the line of the trunk",
    "thigh_back": "thigh behind the vertical",
    "step_angle": "legs apart, this foot in front",
    "step_back_angle": "legs apart, this foot behind",
    "legs_apart": "legs apart sideways (about 22 standing hip wide)",
    "heel_rise": "foot tilted heel up",
    "toes_up": "toes toward the shin (0 is a right angle)",
    "lift_speed": "mean speed of the way up or down, the faster of the two",
    "lowering_speed": "mean speed of the way back",
    "off_plane": "arm away from the direction the exercise asks for",
    "short_of_target": "short of the target",
}
# Every fault of the catalogue, as something that was seen: "the elbow bent in 2 of 10"
FAULTS: Mapping[str, str] = {
    "trunk_lean": "the trunk leaned",
    "trunk_forward": "the trunk came forward",
    "trunk_turn": "the trunk turned along",
    "trunk_moves": "the trunk moved along",
    "back_arch": "the trunk leaned back",
    "back_sags": "the trunk was not level",
    "shoulder_hike": "the shoulder rose toward the ear",
    "shoulder_moves": "the upper arm moved along",
    "elbow_bent": "the elbow bent",
    "elbow_away": "the elbow left the side",
    "elbow_angle": "the elbow did not stay at a right angle",
    "off_plane": "the arm left its direction",
    "neck_lifts": "the head was lifted",
    "head_drops": "the head dropped",
    "knee_valgus": "the knees fell inward",
    "knee_bent": "the knee bent",
    "hip_bends": "the hip bent along",
    "hips_bend": "the body bent at the hips",
    "hips_lift": "the hips left the floor",
    "thigh_lifts": "the thigh left its support",
    "leg_moves": "the leg moved along",
    "foot_lifts": "the heel left the bed",
    "feet_lift": "the feet left their place",
    "feet_slide": "the feet slid",
    "toes_rise": "the heels left the floor",
    "uneven": "one side did less than the other",
    "drops": "the way down was a drop",
    "too_fast": "the movement was quick",
    "incomplete_range": "the movement stopped short of its target",
}
STOPS: Mapping[str, str] = {
    "done": "Completed",
    "patient": "Stopped by the patient",
    "pain": "Stopped because of pain",
    "absent": "Stopped: nobody was in the picture",
    "still": "Stopped: nobody moved or chose anything",
    "limit": "Stopped at the movement limit",
    "fall": "Stopped: hips near the floor (a possible fall)",
    "source": "Ended with its film or camera",
    "error": "Cut off by a fault of the computer",
    "dizzy": "Stopped because of dizziness or nausea in the headset",
    "time": "Ended as the time allowed in the headset was used up",
}
CUT_OFF = "Cut off before its end; this is what was stored"
LOWERED: Mapping[str, str] = {
    "short": "after two lifts short of it",
    "easier": "the patient asked for easier",
    "pain": "because of pain",
}
SURE = (
    "Each angle is stated with the half-width that should hold the truth nine times in ten. It is a markerless "
    "estimate from one camera, not a goniometer's reading."
)
SAFETY = (
    "Upswing is not a medical device. It is not cleared or CE-marked and does not diagnose.",
    "Angles are estimates and can be wrong by 10° or more. A difference between two sessions is called a change only "
    "where it is more than the stated errors of both.",
    "For use within a physiotherapist's programme. Nobody watches live, and Upswing cannot call for help.",
    "Stop and get help for chest pain, breathlessness, fainting, sudden weakness, a hot swollen calf, new numbness, "
    "a fall, or pain of 5 and more (or as prescribed). In an emergency call the emergency number.",
)


# Of a repetition whose `verified` is false
UNSURE = "counted, but part of it, or of what would show how it was done, was not seen well enough to check"


def measure(name: str) -> str:
    """A measure in plain words; one of somebody's own definition reads as its own name."""
    return MEASURES.get(name, name.replace("_", " "))


def fault(name: str) -> str:
    """What was seen, in plain words; a fault of somebody's own exercise reads as its own name."""
    return FAULTS.get(name, name.replace("_", " "))


def stop(because: str | None) -> str:
    return CUT_OFF if because is None else STOPS.get(because, f"Stopped: {because.replace('_', ' ')}")


def degrees(value: float, uncertainty: float | None = None) -> str:
    """`about 82°, give or take 6°`: an angle is never stated without how sure it is."""
    return f"about {value:.0f}°" + ("" if uncertainty is None else f", give or take {uncertainty:.0f}°")


def count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def listed(parts: list[str]) -> str:
    """`a, b and c`."""
    return " and ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)
