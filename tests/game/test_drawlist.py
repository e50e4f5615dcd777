"""Between two draw lists, and where buttons stand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.blending import blend, blend_rotations
from game.drawlist import (
    Button,
    Camera,
    Cue,
    DrawList,
    Instances,
    Item,
    Line,
    Panel,
    Person,
    World,
    button_rects,
    colour,
)  # fmt: skip

CAMERA = Camera(np.eye(4))
share = st.floats(0, 1)
angle = st.floats(-170, 170)


def about_z(degrees: float) -> np.ndarray:
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])


def at(x: float, degrees: float = 0.0, size: float = 1.0) -> np.ndarray:
    matrix = np.eye(4)
    matrix[:3, :3] = about_z(degrees) * size
    matrix[0, 3] = x
    return matrix


def one(item: Item) -> DrawList:
    return DrawList(CAMERA, items=(item,))


@given(share)
def test_places_go_straight_and_sizes_too(alpha: float) -> None:
    mixed = blend(one(Item("a", "orb", at(0.0))), one(Item("a", "orb", at(0.5, size=3.0))), alpha).items[0]
    assert mixed.room_from_item[0, 3] == pytest.approx(0.5 * alpha)
    assert np.linalg.norm(mixed.room_from_item[:3, 0]) == pytest.approx(1 + 2 * alpha)


@given(angle, st.floats(-80, 80), share)
def test_turns_stay_turns_and_lie_between(start: float, turn: float, alpha: float) -> None:
    mixed = blend_rotations(about_z(start)[None], about_z(start + turn)[None], alpha)[0]
    assert np.allclose(mixed @ mixed.T, np.eye(3), atol=2e-3)  # what hardly turned goes straight
    turned = np.degrees(np.arctan2(*(about_z(start).T @ mixed)[[1, 0], 0]))
    assert -1e-6 <= turned * np.sign(turn or 1) <= abs(turn) + 1e-6
    assert turned == pytest.approx(turn * alpha, abs=0.035 * abs(turn) + 1e-6)  # nlerp is a little uneven, never much


def test_halfway_between_0_and_90_degrees_is_45() -> None:
    assert np.allclose(blend_rotations(about_z(0)[None], about_z(90)[None], 0.5)[0], about_z(45))


def test_the_shorter_way_round_is_taken() -> None:
    assert np.allclose(blend_rotations(about_z(170)[None], about_z(-170)[None], 0.5)[0], about_z(180), atol=1e-9)


def test_the_ends_are_the_lists_themselves() -> None:
    first, second = one(Item("a", "orb", at(0.0, 10))), one(Item("a", "orb", at(0.3, 40), (0.5, 0.5, 0.5, 1.0)))
    assert np.allclose(blend(first, second, 0.0).items[0].room_from_item, first.items[0].room_from_item)
    assert blend(first, second, 1.0) is second


def test_live_new_and_jumped_items_are_the_newest() -> None:
    before = DrawList(
        CAMERA, items=(Item("live", "orb", at(0)), Item("jumped", "orb", at(0)), Item("gone", "orb", at(0)))
    )
    after = DrawList(
        CAMERA, items=(Item("live", "orb", at(0.2), live=True), Item("jumped", "orb", at(9)), Item("new", "orb", at(1)))
    )
    mixed = blend(before, after, 0.5)
    assert [item.id for item in mixed.items] == ["live", "jumped", "new"]
    assert [item.room_from_item[0, 3] for item in mixed.items] == [0.2, 9.0, 1.0]


def test_items_are_matched_by_id_not_by_place() -> None:
    before = DrawList(CAMERA, items=(Item("a", "orb", at(0)), Item("b", "orb", at(0.4))))
    after = DrawList(CAMERA, items=(Item("b", "orb", at(0.5)), Item("a", "orb", at(0.1))))
    assert [item.room_from_item[0, 3] for item in blend(before, after, 0.5).items] == pytest.approx([0.45, 0.05])


def test_colours_glow_part_world_and_people_go_straight() -> None:
    before = DrawList(
        CAMERA,
        World(hour=0.2, lit=(0.0,), t_s=1.0),
        items=(Item("a", "ring", at(0), (0, 0, 0, 0), glow=0.0, part=0.0),),
        people=(Person("p", "man", at(0), {"head": about_z(0)}, np.zeros(3), 0.0),),
    )
    after = DrawList(
        CAMERA,
        World(hour=0.4, lit=(1.0, 1.0), t_s=2.0),
        items=(Item("a", "ring", at(0), (1, 1, 1, 1), glow=1.0, part=1.0),),
        people=(Person("p", "man", at(0), {"head": about_z(30), "chest": about_z(5)}, np.ones(3) * 0.1, 1.0),),
    )
    mixed = blend(before, after, 0.25)
    assert mixed.world.hour == pytest.approx(0.25)
    assert mixed.world.lit == pytest.approx((0.25, 0.25))
    assert mixed.world.t_s == pytest.approx(1.25)
    item, person = mixed.items[0], mixed.people[0]
    assert (item.colour[0], item.glow, item.part, person.opacity) == pytest.approx((0.25,) * 4)
    assert np.allclose(person.bones["head"], about_z(7.5), atol=2e-3)
    assert np.allclose(person.bones["chest"], about_z(5))
    assert np.allclose(person.hips_m, 0.025)


def test_lines_and_instances_blend_while_their_number_stays() -> None:
    def listed(x: float, count: int) -> DrawList:
        line = Line("l", np.full((count, 3), x), (1, 1, 1, 1))
        many = Instances("m", "spark", np.stack([at(x)] * count), np.full((count, 4), x))
        return DrawList(CAMERA, lines=(line,), instances=(many,))

    mixed = blend(listed(0.0, 3), listed(0.4, 3), 0.5)
    assert np.allclose(mixed.lines[0].points, 0.2)
    assert np.allclose(mixed.instances[0].room_from_item[:, 0, 3], 0.2)
    assert np.allclose(mixed.instances[0].colours, 0.2)
    changed = blend(listed(0.0, 2), listed(0.4, 3), 0.5)
    assert np.allclose(changed.lines[0].points, 0.4)
    assert np.allclose(changed.instances[0].room_from_item[:, 0, 3], 0.4)


def test_panels_and_cues_are_the_newest() -> None:
    before = DrawList(CAMERA, panels=(Panel("a"),), cues=(Cue("x"),))
    after = DrawList(CAMERA, panels=(Panel("b"),), cues=(Cue("y"),))
    mixed = blend(before, after, 0.1)
    assert (mixed.panels, mixed.cues) == (after.panels, after.cues)


def test_nothing_given_is_changed() -> None:
    first, second = one(Item("a", "orb", at(0.0))), one(Item("a", "orb", at(0.5)))
    kept = first.items[0].room_from_item.copy(), second.items[0].room_from_item.copy()
    blend(first, second, 0.5)
    assert np.array_equal(first.items[0].room_from_item, kept[0])
    assert np.array_equal(second.items[0].room_from_item, kept[1])


@given(st.integers(1, 21), st.sampled_from(["centre", "bottom", "top"]))
def test_buttons_stand_apart_low_and_within_the_view(count: int, anchor: str) -> None:
    panel = Panel("p", anchor=anchor, buttons=tuple(Button(str(i), str(i)) for i in range(count)))  # type: ignore[arg-type]
    rects = list(button_rects(panel).values())
    assert len(rects) == count
    for i, (left, top, right, bottom) in enumerate(rects):
        assert 0 <= left < right <= 1
        assert 0.45 <= top < bottom <= 1
        assert right - left == pytest.approx(rects[0][2] - rects[0][0])
        for other in rects[i + 1 :]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top


@pytest.mark.parametrize(("count", "rows"), [(3, [3]), (7, [7]), (11, [6, 5]), (21, [7, 7, 7])])
def test_buttons_stand_in_a_grid(count: int, rows: list[int]) -> None:
    rects = button_rects(Panel("p", buttons=tuple(Button(str(i), str(i)) for i in range(count)))).values()
    tops = [top for _, top, _, _ in rects]
    assert [tops.count(top) for top in dict.fromkeys(tops)] == rows


def test_a_colour_is_linear() -> None:
    assert colour("#FFFFFF") == (1.0, 1.0, 1.0, 1.0)
    assert colour("#808080", 0.5) == pytest.approx((0.2159, 0.2159, 0.2159, 0.5), abs=1e-4)
    with pytest.raises(ValueError, match="#RRGGBB"):
        colour("amber")
