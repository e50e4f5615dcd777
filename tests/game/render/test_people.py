"""Skinning: by head, and on the GPU against the processor."""

from __future__ import annotations

import numpy as np
import pytest
from drawn import placed, turned

from game.assets import asset
from game.drawlist import Person
from game.render import context as gl_context
from game.render import glb
from game.render.dress import DRESSES, dress
from game.render.offscreen import Offscreen
from game.render.people import BODIES, bone_matrices, skinned
from game.render.renderer import RenderError


def model(body: str = "woman") -> glb.Model:
    return glb.load(asset(f"people/{body}.glb"))


def person(body: str = "woman", **bones: np.ndarray) -> Person:
    return Person("p", body, np.eye(4), bones)  # type: ignore[arg-type]


def joint(loaded: glb.Model, matrices: np.ndarray, name: str) -> np.ndarray:
    i = [bone.name for bone in loaded.bones].index(name)
    return matrices[i, :3, :3] @ loaded.bones[i].rest + matrices[i, :3, 3]


def rest(loaded: glb.Model, name: str) -> np.ndarray:
    return next(bone.rest for bone in loaded.bones if bone.name == name)


@pytest.mark.parametrize("body", BODIES)
def test_at_rest_nothing_moves(body: str) -> None:
    loaded = model(body)
    matrices = bone_matrices(loaded.bones, person(body))
    assert np.allclose(matrices, np.eye(4))
    assert np.allclose(skinned(loaded, matrices), loaded.positions, atol=1e-5)


def test_an_upper_arm_turned_carries_the_whole_arm_about_the_shoulder() -> None:
    loaded = model()
    quarter = turned("z", 90)
    matrices = bone_matrices(loaded.bones, person(left_upper_arm=quarter))
    shoulder, elbow, wrist = (rest(loaded, f"left_{name}") for name in ("upper_arm", "lower_arm", "hand"))
    assert np.allclose(joint(loaded, matrices, "left_lower_arm"), shoulder + quarter @ (elbow - shoulder))
    assert np.allclose(joint(loaded, matrices, "left_hand"), shoulder + quarter @ (wrist - shoulder))
    assert np.allclose(joint(loaded, matrices, "right_hand"), rest(loaded, "right_hand"))


def test_rotations_are_the_segment_s_own_not_added_to_the_parent_s() -> None:
    loaded = model()
    turn = turned("z", 50)
    matrices = bone_matrices(loaded.bones, person(left_upper_arm=turn, left_lower_arm=np.eye(3)))
    shoulder, elbow, wrist = (rest(loaded, f"left_{name}") for name in ("upper_arm", "lower_arm", "hand"))
    assert np.allclose(joint(loaded, matrices, "left_hand"), shoulder + turn @ (elbow - shoulder) + (wrist - elbow))


def test_hips_move_everything_and_what_is_not_finite_follows_its_parent() -> None:
    loaded = model()
    moved = Person("p", "woman", np.eye(4), {"head": np.full((3, 3), np.nan)}, hips_m=np.array([0.1, -0.3, 0.2]))
    matrices = bone_matrices(loaded.bones, moved)
    assert np.allclose(matrices[:, :3, 3], [0.1, -0.3, 0.2])
    assert np.allclose(skinned(loaded, matrices), loaded.positions + np.array([0.1, -0.3, 0.2]), atol=1e-5)


def test_an_unknown_bone_is_named() -> None:
    with pytest.raises(ValueError, match="tail"):
        bone_matrices(model().bones, person(tail=np.eye(3)))


@pytest.mark.gl
def test_the_gpu_skins_as_the_processor_does(renderer: Offscreen) -> None:
    loaded = model("older_man")
    someone = Person(
        "p", "older_man", placed(0.4, 0.1, -2.0, turn=turned("y", 180)),
        {"spine": turned("x", 12), "left_upper_arm": turned("z", 70), "right_upper_leg": turned("x", -60)},
        np.array([0.0, -0.2, 0.05]),
    )  # fmt: skip
    matrices = bone_matrices(loaded.bones, someone)
    context = renderer._context
    with context:
        skin = context.program(vertex_shader=gl_context.source("person.vert"), varyings=["at"])
        rows = np.concatenate([loaded.positions, loaded.joints, loaded.weights], axis=1).astype(np.float32)
        array = context.vertex_array(
            skin, [(context.buffer(rows.tobytes()), "3f 4f 4f", "in_position", "in_joints", "in_weights")]
        )
        skin["bones"].write(np.swapaxes(matrices, 1, 2).astype(np.float32).tobytes())
        skin["room_from_person"].write(someone.room_from_person.T.astype(np.float32).tobytes())
        context.simple_framebuffer((4, 4)).use()  # a context without a screen has nothing to draw to otherwise
        out = context.buffer(reserve=len(rows) * 12)
        array.transform(out, vertices=len(rows))
        on_gpu = np.frombuffer(out.read(), np.float32).reshape(-1, 3)
    room = someone.room_from_person
    on_processor = skinned(loaded, matrices) @ room[:3, :3].T + room[:3, 3]
    assert np.abs(on_gpu - on_processor).max() < 1e-4


@pytest.mark.parametrize("body", BODIES)
def test_clothes_have_seams_and_hair_stays_on_the_head(body: str) -> None:
    loaded = model(body)
    wears = dress(loaded, body)
    hair = wears.fields[:, 3] > 0
    assert 50 < hair.sum() < 1500
    assert wears.model.positions[hair, 1].min() > rest(loaded, "neck")[1] - 0.02
    tall = loaded.positions[:, 1].max()
    assert 0 <= wears.model.positions[:, 1].max() - tall < 0.04  # hair adds little
    bare = wears.fields[:, 1] > 0
    assert np.abs(wears.model.positions[bare, 0]).min() > 0.2  # forearms and hands, nothing of the trunk
    assert np.allclose(np.linalg.norm(wears.model.normals, axis=1), 1, atol=0.02)
    assert np.allclose(wears.model.weights.sum(axis=1), 1, atol=1e-5)
    assert set(DRESSES) == set(BODIES)


def test_a_broken_file_is_named(tmp_path) -> None:
    broken = tmp_path / "half.glb"
    broken.write_bytes(asset("people/man.glb").read_bytes()[:5000])
    with pytest.raises(RenderError, match=r"half\.glb"):
        glb.load(broken)
    broken.write_bytes(b"not a model")
    with pytest.raises(RenderError, match=r"half\.glb"):
        glb.load(broken)
