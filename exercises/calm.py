"""A passage without an exercise: somebody breathes, and moves a hand as they like. Nothing is counted or asked.

It is prescribed like an exercise (routine.py) and has a judge, so that one knows who is seen and where a hand is; the
judge only looks on. A draft for a physiotherapist to review, as all of it.
"""

from __future__ import annotations

from exercises.definition import Exercise, Phase, YawRange
from exercises.pose import Joint

SHORTEST_MIN, LONGEST_MIN = 1.0, 15.0
USUAL_MIN = 4.0
IN_S, OUT_S = 4.0, 6.0  # a wave comes, a wave goes; LOOK: adjustable, and no breath is held
SHORTEST_S, LONGEST_S = 2.0, 10.0  # of either

QUIET = Exercise(
    id="quiet",
    version="0.1",
    title="Quiet waves",
    position="seated",
    sides=False,
    signal="free",
    needs=frozenset({Joint.left_shoulder, Joint.right_shoulder}),
    view_play=(YawRange(-180.0, 180.0),),
    view_measure=(YawRange(-180.0, 180.0),),
    sense="up",
    phases=(Phase("shoulder_elevation", "increase", 0.25, 0.15, 0.0, 0.0, 180.0),),
    faults=(),
    cautions=("Breathe as suits you: no breath is held.",),
    instructions=("Breathe as suits you.",),
    source="LOOK, Tide",
    evidence="draft - needs physiotherapist review",
    headset="seated yes",
)
