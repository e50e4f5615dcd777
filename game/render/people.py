"""The four people: bones to matrices, and the skinned body on the GPU.

A draw list gives each bone the absolute rotation of its segment from the rest direction, in model axes; joints follow
their parents: a bone's origin lies where its parent's rotation carries it. Bones that are not named (or not finite)
turn with their parent.
"""

from __future__ import annotations

import moderngl
import numpy as np

from game.assets import asset
from game.drawlist import Person
from game.render import glb
from game.render.dress import DRESSES, Dressed, dress
from game.render.uniforms import set_uniforms

BODIES = tuple(DRESSES)
_REACH_M = {"hips": 0.2, "head": 0.26, "hand": 0.2, "foot": 0.2, "chest": 0.17}  # beyond a joint; others 0.12


def bone_matrices(bones: tuple[glb.Bone, ...], person: Person) -> np.ndarray:
    """(B, 4, 4) model_from_rest of each bone: what carries a resting vertex to where the pose has it.

    Raises ValueError for a bone the body does not have.
    """
    known = {bone.name for bone in bones}
    if unknown := sorted(set(person.bones) - known):
        raise ValueError(f"{person.body} has no bone {unknown[0]!r}; its bones are {', '.join(b.name for b in bones)}")
    matrices = np.tile(np.eye(4), (len(bones), 1, 1))
    joints = np.zeros((len(bones), 3))
    for i, bone in enumerate(bones):
        if bone.parent < 0:
            joints[i] = bone.rest + (0.0 if person.hips_m is None else np.asarray(person.hips_m))
            turned = np.eye(3)
        else:
            parent = matrices[bone.parent, :3, :3]
            joints[i] = joints[bone.parent] + parent @ (bone.rest - bones[bone.parent].rest)
            turned = parent
        own = person.bones.get(bone.name)
        rotation = turned if own is None or not np.isfinite(own).all() else np.asarray(own, float)
        matrices[i, :3, :3] = rotation
        matrices[i, :3, 3] = joints[i] - rotation @ bone.rest
    return matrices


def skinned(model: glb.Model, matrices: np.ndarray) -> np.ndarray:
    """(V, 3) positions of the body as (B, 4, 4) `matrices` carry it: what the GPU computes, for tests and pictures."""
    assert model.joints is not None
    assert model.weights is not None
    blended = np.einsum("vk,vkij->vij", model.weights, matrices[model.joints])
    return np.einsum("vij,vj->vi", blended[:, :3, :3], model.positions) + blended[:, :3, 3]


class People:
    """The bodies on the GPU, read when first seen."""

    def __init__(self, context: moderngl.Context, program: moderngl.Program) -> None:
        self._context = context
        self._program = program
        self._bodies: dict[str, tuple[Dressed, moderngl.VertexArray]] = {}

    def draw(self, person: Person, matrices: np.ndarray) -> None:
        """Draws `person` with the bone matrices of `matrices_of`; light and view are set on the program already."""
        wears, array = self._body(person.body)
        set_uniforms(
            self._program,
            room_from_person=np.asarray(person.room_from_person),
            opacity=float(np.clip(person.opacity, 0.0, 1.0)),
            wears=wears.colours,
            seams=(wears.hem_m, wears.shoe_m),
        )
        self._program["bones"].write(np.swapaxes(matrices, 1, 2).astype(np.float32).tobytes())
        array.render()

    def matrices_of(self, person: Person) -> np.ndarray:
        """(20, 4, 4), as `bone_matrices`."""
        return bone_matrices(self._body(person.body)[0].model.bones, person)

    def limbs_of(self, person: Person, matrices: np.ndarray) -> tuple[np.ndarray, np.ndarray, list[list[int]]]:
        """(20, 3) room points of the joints, (20,) metres of flesh round them, and which make up trunk and limbs."""
        bones = self._body(person.body)[0].model.bones
        rest = np.stack([bone.rest for bone in bones])
        joints = np.einsum("bij,bj->bi", matrices[:, :3, :3], rest) + matrices[:, :3, 3]
        room = np.asarray(person.room_from_person)
        groups: dict[str, list[int]] = {}
        for i, bone in enumerate(bones):
            side, _, part = bone.name.partition("_")
            limb = side + ("leg" if part.endswith(("leg", "foot")) else "arm") if side in ("left", "right") else "trunk"
            groups.setdefault(limb, []).append(i)
        reach = np.array([_REACH_M.get(bone.name.split("_")[-1], 0.12) for bone in bones])
        return joints @ room[:3, :3].T + room[:3, 3], reach, list(groups.values())

    def _body(self, name: str) -> tuple[Dressed, moderngl.VertexArray]:
        if name not in self._bodies:
            if name not in BODIES:
                raise ValueError(f"there is no body {name!r}; the bodies are {', '.join(BODIES)}")
            wears = dress(glb.load(asset(f"people/{name}.glb")), name)
            self._bodies[name] = (wears, self._upload(wears))
        return self._bodies[name]

    def _upload(self, wears: Dressed) -> moderngl.VertexArray:
        model = wears.model
        assert model.joints is not None
        assert model.weights is not None
        rows = np.concatenate(
            [model.positions, model.normals, wears.fields, wears.eyes[:, None], model.joints, model.weights], axis=1
        )
        buffer = self._context.buffer(rows.astype(np.float32).tobytes())
        index = self._context.buffer(model.triangles.astype(np.uint32).tobytes())
        names = ("in_position", "in_normal", "in_fields", "in_eye", "in_joints", "in_weights")
        return self._context.vertex_array(self._program, [(buffer, "3f 3f 4f 1f 4f 4f", *names)], index)
