"""Pictures of a person in a plain room, by software OpenGL: what a webcam would have seen of an act."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import moderngl
import numpy as np

from filming.acting import Act
from filming.scripts import FPS, Camera, Script
from game.assets import asset
from game.minigames.skeleton import BODIES, BONES
from game.render import glb
from game.render.context import open_offscreen
from game.render.dress import Dressed, dress

WIDTH, HEIGHT = 640, 480
_MARGIN = 0.97  # of half the picture
_WRISTS, _ELBOWS = ("left_hand", "right_hand"), ("left_lower_arm", "right_lower_arm")
_SKINS = ((224, 180, 152), (198, 150, 120), (150, 104, 78), (96, 64, 50), (62, 44, 38))  # RGB, as displayed
_HAIRS = ((40, 30, 26), (90, 62, 40), (170, 166, 168), (24, 20, 20), (140, 104, 66))

_VERTEX = """#version 330 core
uniform mat4 clip_from_model;
uniform mat4 bones[20];
uniform vec3 scale;
in vec3 in_position; in vec3 in_normal; in vec4 in_fields; in float in_eye; in vec4 in_joints; in vec4 in_weights;
out vec3 normal; out vec4 fields; out float eye;
void main() {
    mat4 m = in_weights.x * bones[int(in_joints.x)] + in_weights.y * bones[int(in_joints.y)]
           + in_weights.z * bones[int(in_joints.z)] + in_weights.w * bones[int(in_joints.w)];
    gl_Position = clip_from_model * (m * vec4(in_position * scale, 1.0));
    normal = mat3(m) * (in_normal / scale);
    fields = in_fields; eye = in_eye;
}"""
_FRAGMENT = """#version 330 core
uniform vec3 wears[5];   // skin, shirt, trousers, shoes, hair
uniform vec4 seams;      // rest heights of hem, shoes and trouser ends, and what is added to the sleeve
uniform vec3 key_from;   // towards the lamp
uniform vec2 light;      // of the room, of the lamp
in vec3 normal; in vec4 fields; in float eye;
out vec4 colour;
float past(float f) { return smoothstep(-0.75, 0.75, f / max(fwidth(f), 1e-5)); }
void main() {
    vec3 n = normalize(normal);
    vec3 c = mix(wears[2], wears[1], past(fields.x - seams.x));
    c = mix(wears[0], c, past(fields.x - seams.z));
    c = mix(wears[3], c, past(fields.x - seams.y));
    c = mix(c, wears[0], max(past(fields.y - seams.w), past(-fields.z)));
    c = mix(c, wears[4], past(fields.w));
    c = mix(c, vec3(0.03), smoothstep(0.35, 0.65, eye));
    float lit = light.x * (0.75 + 0.25 * n.y) + light.y * max(dot(n, key_from), 0.0);
    colour = vec4(pow(clip_(c * lit), vec3(1.0 / 2.2)), 1.0);
}""".replace("clip_(c * lit)", "clamp(c * lit, 0.0, 1.0)")
_BOX_VERTEX = """#version 330 core
uniform mat4 clip_from_model;
uniform vec3 middle, half_size;
in vec3 in_position; in vec3 in_normal;
out vec3 normal;
void main() { gl_Position = clip_from_model * vec4(middle + in_position * half_size, 1.0); normal = in_normal; }"""
_BOX_FRAGMENT = """#version 330 core
uniform vec3 paint, key_from;
uniform vec2 light;
in vec3 normal;
out vec4 colour;
void main() {
    float lit = light.x * (0.75 + 0.25 * normal.y) + light.y * max(dot(normal, key_from), 0.0);
    colour = vec4(pow(clamp(paint * lit, 0.0, 1.0), vec3(1.0 / 2.2)), 1.0);
}"""


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """Colours (5, 3) linear, seams, and the lamp of one film."""

    wears: np.ndarray
    sleeve_m: float
    bare_m: float
    key_from: np.ndarray
    light: tuple[float, float]
    noise: float


class Studio:
    """Draws films one after the other. Raises RenderError without OpenGL."""

    def __init__(self) -> None:
        self._gl = open_offscreen()
        self._gl.enable(moderngl.DEPTH_TEST)
        self._person = self._gl.program(vertex_shader=_VERTEX, fragment_shader=_FRAGMENT)
        self._box = self._gl.program(vertex_shader=_BOX_VERTEX, fragment_shader=_BOX_FRAGMENT)
        self._cube = self._cube_array()
        self._bodies: dict[str, tuple[Dressed, moderngl.VertexArray]] = {}
        size = (WIDTH, HEIGHT)
        colour, depth = self._gl.renderbuffer(size, 4, samples=4), self._gl.depth_renderbuffer(size, samples=4)
        self._drawn = self._gl.framebuffer([colour], depth)
        self._read = self._gl.framebuffer([self._gl.renderbuffer(size, 4)])

    def film(self, script: Script, played: Act) -> Iterator[np.ndarray]:
        """(480, 640, 3) uint8 BGR, a picture a frame."""
        chance = np.random.default_rng(script.seed)
        look, room = _look(chance), _room(chance)
        second, grain = _look(chance), _grain(look.noise, chance)
        view = _clip_from_model(script.camera)
        someone = BODIES[(BODIES.index(script.body) + 1) % 4]
        for i in range(len(played.turns)):
            self._drawn.use()
            self._drawn.clear(0.0, 0.0, 0.0, 0.0, depth=1.0)
            self._draw(script.body, script.scale, view, played.turns[i], played.joints[i], look)
            if script.kind == "two_people":  # a step behind and to the side, standing still
                aside = played.joints[0] + np.array([-0.95, 0.0, -1.3])
                self._draw(someone, script.scale, view, played.turns[0], aside, second)
            if played.seat_m is not None:
                self._draw_seat(view, played.seat_m, look)
            self._gl.copy_framebuffer(self._read, self._drawn)
            raw = np.frombuffer(self._read.read(components=4), np.uint8).reshape(HEIGHT, WIDTH, 4)[::-1]
            yield _developed(raw, room, grain, chance)

    def close(self) -> None:
        self._gl.release()

    def _draw(
        self, body: str, scale: tuple[float, float, float], view: np.ndarray, turns: np.ndarray, joints: np.ndarray,
        look: _Look,
    ) -> None:  # fmt: skip
        wears, array = self._body(body)
        names = [bone.name for bone in wears.model.bones]
        matrices = np.tile(np.eye(4), (len(names), 1, 1))
        for k, bone in enumerate(wears.model.bones):
            i = BONES.index(bone.name)
            matrices[k, :3, :3] = turns[i]
            matrices[k, :3, 3] = joints[i] - turns[i] @ (bone.rest * np.array(scale))
        p = self._person
        p["clip_from_model"].write(view.T.astype(np.float32).tobytes())
        p["bones"].write(np.swapaxes(matrices, 1, 2).astype(np.float32).tobytes())
        p["scale"].value = scale
        p["wears"].write(look.wears.astype(np.float32).tobytes())
        p["seams"].value = (wears.hem_m, wears.shoe_m, max(wears.shoe_m, look.bare_m * wears.hem_m), look.sleeve_m)
        p["key_from"].value = tuple(look.key_from)
        p["light"].value = look.light
        array.render()

    def _draw_seat(self, view: np.ndarray, seat_m: np.ndarray, look: _Look) -> None:
        b = self._box
        b["clip_from_model"].write(view.T.astype(np.float32).tobytes())
        b["middle"].value = (seat_m[0], seat_m[1] / 2, seat_m[2] - 0.02)
        b["half_size"].value = (0.21, seat_m[1] / 2, 0.2)
        b["paint"].value = (0.10, 0.06, 0.035)
        b["key_from"].value = tuple(look.key_from)
        b["light"].value = look.light
        self._cube.render()

    def _body(self, name: str) -> tuple[Dressed, moderngl.VertexArray]:
        if name not in self._bodies:
            wears = dress(glb.load(asset(f"people/{name}.glb")), name)
            m = wears.model
            assert m.joints is not None
            assert m.weights is not None
            rows = np.concatenate([m.positions, m.normals, wears.fields, wears.eyes[:, None], m.joints, m.weights], 1)
            names = ("in_position", "in_normal", "in_fields", "in_eye", "in_joints", "in_weights")
            array = self._gl.vertex_array(
                self._person,
                [(self._gl.buffer(rows.astype(np.float32).tobytes()), "3f 3f 4f 1f 4f 4f", *names)],
                self._gl.buffer(m.triangles.astype(np.uint32).tobytes()),
            )
            self._bodies[name] = wears, array
        return self._bodies[name]

    def _cube_array(self) -> moderngl.VertexArray:
        rows = []
        for axis in range(3):
            for sign in (-1.0, 1.0):
                normal = np.eye(3)[axis] * sign
                u, v = np.eye(3)[(axis + 1) % 3], np.eye(3)[(axis + 2) % 3]
                corners = [normal + a * u + b * v for a, b in ((-1, -1), (1, -1), (1, 1), (-1, -1), (1, 1), (-1, 1))]
                rows += [np.concatenate([corner, normal]) for corner in corners]
        buffer = self._gl.buffer(np.array(rows, np.float32).tobytes())
        return self._gl.vertex_array(self._box, [(buffer, "3f 3f", "in_position", "in_normal")])


def framed(script: Script, played: Act) -> Script:
    """The script with its camera turned, and stepped back as far as it takes, to hold the whole act in its picture.

    The program asks for that before an exercise begins. Who walks in comes from outside.
    """
    joints = played.joints[0 if script.kind != "walk_in" else round((script.walk_s + 0.6) * FPS) :]
    wrists, elbows, head = (_of(joints, *names) for names in (_WRISTS, _ELBOWS, ("head",)))
    tips = wrists + 0.7 * (wrists - elbows)
    crown = head + np.array([0.0, 0.2, 0.0])
    seen = np.concatenate([part.reshape(-1, 3) for part in (joints, tips, crown)])
    camera = script.camera
    for _ in range(12):
        at = place(camera, seen) * np.array([2.0 / WIDTH, -2.0 / HEIGHT]) + np.array([-1.0, 1.0])
        low, high = at.min(axis=0), at.max(axis=0)
        if (low >= -_MARGIN).all() and (high <= _MARGIN).all():
            break
        metres = camera.distance_m * math.tan(math.radians(camera.fov_deg) / 2)
        aside, up = (low + high) / 2 * np.array([metres * WIDTH / HEIGHT, metres]) * 0.7
        nearer = camera.distance_m * (1.04 if (high - low).max() > 1.7 * _MARGIN else 1.0)
        camera = replace(camera, aim_m=(camera.aim_m[0] + aside, camera.aim_m[1] + up), distance_m=nearer)
    return replace(script, camera=camera)


def place(camera: Camera, points: np.ndarray) -> np.ndarray:
    """(N, 2) pixels, x right and y down, where the picture shows (N, 3) points of the model."""
    clip = np.concatenate([points, np.ones((len(points), 1))], axis=1) @ _clip_from_model(camera).T
    return (clip[:, :2] / clip[:, 3:] * np.array([1.0, -1.0]) + 1.0) / 2.0 * np.array([WIDTH, HEIGHT])


def _of(joints: np.ndarray, *bones: str) -> np.ndarray:
    return joints[:, [BONES.index(bone) for bone in bones]]


def _clip_from_model(camera: Camera) -> np.ndarray:
    """(4, 4) a pinhole camera that looks at its aim, upright."""
    yaw = math.radians(camera.yaw_deg)
    out = np.array([math.sin(yaw), 0.0, math.cos(yaw)])
    eye = camera.distance_m * out + np.array([0.0, camera.height_m, 0.0])
    aside = np.array([math.cos(yaw), 0.0, -math.sin(yaw)])
    target = camera.aim_m[0] * aside + np.array([0.0, camera.aim_m[1], 0.0])
    back = (eye - target) / np.linalg.norm(eye - target)
    right = np.cross([0.0, 1.0, 0.0], back)
    right /= np.linalg.norm(right)
    rotation = np.stack([right, np.cross(back, right), back])
    view = np.eye(4)
    view[:3, :3], view[:3, 3] = rotation, -rotation @ eye
    f, near, far = 1.0 / math.tan(math.radians(camera.fov_deg) / 2), 0.1, 30.0
    project = np.zeros((4, 4))
    project[0, 0], project[1, 1] = f * HEIGHT / WIDTH, f
    project[2, 2:] = -(far + near) / (far - near), -2 * far * near / (far - near)
    project[3, 2] = -1.0
    return project @ view


def _look(chance: np.random.Generator) -> _Look:
    def some() -> np.ndarray:
        return chance.uniform(20, 220, 3)

    skin = np.array(_SKINS[int(chance.integers(len(_SKINS)))]) + chance.uniform(-8, 8, 3)
    hair = np.array(_HAIRS[int(chance.integers(len(_HAIRS)))])
    shoes = np.full(3, chance.uniform(40, 220))
    shown = np.clip(np.stack([skin, some(), some(), shoes, hair]), 0, 255) / 255
    side = math.radians(chance.uniform(-70, 70))
    up = math.radians(chance.uniform(20, 60))
    key = np.array([math.sin(side) * math.cos(up), math.sin(up), math.cos(side) * math.cos(up)])
    light = (float(chance.uniform(0.45, 0.7)), float(chance.uniform(0.35, 0.75)))
    bare = float(chance.uniform(0.45, 0.6)) if chance.random() < 0.3 else 0.0  # shorts
    return _Look(shown**2.2, float(chance.uniform(-0.05, 0.12)), bare, key, light, float(chance.uniform(0.5, 3.0)))


def _room(chance: np.random.Generator) -> np.ndarray:
    """(480, 640, 3) uint8 BGR: a wall that is lighter above, a floor, and what hangs and stands at the wall."""
    rows = np.linspace(0.0, 1.0, HEIGHT)[:, None, None]
    wall, floor = chance.uniform(90, 240, 3), chance.uniform(40, 160, 3)
    edge = int(chance.uniform(0.62, 0.72) * HEIGHT)
    picture = np.broadcast_to(wall * (1.05 - 0.25 * rows), (HEIGHT, WIDTH, 3)).copy()
    for _ in range(int(chance.integers(3, 7))):
        w, h = chance.integers(40, 160), chance.integers(30, 190)
        x, y = int(chance.integers(0, WIDTH)), int(chance.integers(20, edge - 20))
        picture[y : min(y + h, edge + 20), x : x + w] = chance.uniform(30, 240, 3)
    picture[edge:] = np.where(rows[edge:] < (edge + 20) / HEIGHT, picture[edge:], 0.0)
    ground = np.broadcast_to(floor * (0.75 + 0.45 * rows), (HEIGHT, WIDTH, 3))
    stands = np.abs(picture[edge:] - wall * (1.05 - 0.25 * rows[edge:])).max(axis=2, keepdims=True) > 1.0
    stands &= rows[edge:] < (edge + 20) / HEIGHT
    picture[edge:] = np.where(stands, picture[edge:], ground[edge:])
    return cv2.GaussianBlur(np.clip(picture, 0, 255), (0, 0), 2.0).astype(np.uint8)


def _grain(noise: float, chance: np.random.Generator) -> np.ndarray:
    """A field of sensor noise larger than the picture; every picture takes another piece of it."""
    return np.round(chance.normal(0.0, noise, (HEIGHT + 97, WIDTH + 131))).astype(np.int16)


def _developed(raw: np.ndarray, room: np.ndarray, grain: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """The person before the room, a little soft as a webcam is, with a sensor's noise."""
    picture = room.copy()
    rows, columns = (np.flatnonzero(raw[:, :, 3].any(axis=axis)) for axis in (1, 0))
    if len(rows):
        part = np.s_[max(rows[0] - 3, 0) : rows[-1] + 4, max(columns[0] - 3, 0) : columns[-1] + 4]
        share = raw[part][:, :, 3:].astype(np.float32) / 255
        mixed = room[part] * (1 - share) + raw[part][:, :, 2::-1].astype(np.float32) * share
        picture[part] = cv2.GaussianBlur(mixed, (0, 0), 0.6).astype(np.uint8)
    y, x = int(chance.integers(97)), int(chance.integers(131))
    noise = cv2.merge([grain[y : y + HEIGHT, x : x + WIDTH]] * 3)
    return cv2.add(picture, noise, dtype=cv2.CV_8U)
