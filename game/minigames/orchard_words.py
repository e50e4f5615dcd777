"""What Orchard says: at most six words and two texts at once while playing."""

from __future__ import annotations

from exercises.definition import Sense

RIPENING = "The fruit is nearly ripe."
REACH: dict[Sense, str] = {
    "up": "Lift slowly.",
    "down": "Bend slowly.",
    "out": "Reach out slowly.",
    "turn": "Reach across slowly.",
}
BRING = "Bring it down slowly."
HINT: dict[Sense, str] = {
    "up": "Lift when you are ready.",
    "down": "Bend when you are ready.",
    "out": "Reach when you are ready.",
    "turn": "Reach when you are ready.",
}
UPRIGHT = {"seated": "Back against the chair.", "standing": "Stand tall."}
DOWNSTREAM = "The light goes downstream."
