"""The gallery's draw lists, and the opening that a session row keeps."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from evenings import Plain, advise, exercise

from game.drawlist import DrawList, World, button_rects
from game.scenes.moments import moments
from game.scenes.opening import Before, Headset, Left, Opening

EVERY_SCENE = {
    "welcome", "before", "help", "check-in", "placement", "calibrate", "play", "rest", "check-out", "results", "pause",
    "fallen", "farewell", "fitting", "put-on", "seat", "sickness", "take-off", "settings", "go-on", "passage", "calm",
}  # fmt: skip


class Sea(Plain):
    def draw(self) -> DrawList:
        return replace(super().draw(), world=World("shore"))


@pytest.mark.slow
def test_every_scene_has_its_moment_once() -> None:
    found = list(moments(exercise("shoulder_abduction"), lambda asked: Sea() if asked.calm else Plain(), advise))
    names = [name for name, _ in found]
    assert len(names) == len(set(names))
    assert {drawn.notes["scene"] for _, drawn in found} == EVERY_SCENE
    for _, drawn in found:
        for panel in drawn.panels:
            for left, top, right, bottom in button_rects(panel).values():
                assert 0.0 <= left < right <= 1.0
                assert 0.35 <= top < bottom <= 1.0, "a hand below the shoulder reaches no higher"


def test_an_opening_survives_the_store() -> None:
    opening = Opening("man", "Zoë", "Ada", 1.25, 4, True, {"squat:left": Before(8.0, 60.0, 52.0)})
    opening = replace(opening, left=Left((1, 0), True), headset=Headset(("elbow_flexion",)), calm_min=4.0, lights=3)
    kept = json.loads(json.dumps(opening.as_mapping()))
    assert Opening.from_mapping(kept) == opening
    assert Opening.from_mapping({**kept, "of a newer version": 1}) == opening
    assert Opening.from_mapping({}) == replace(Opening())
