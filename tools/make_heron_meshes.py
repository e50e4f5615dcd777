"""Makes the heron's assets/meshes/heron_*.glb: body, neck, head, legs, wings, the fish of light and a foot's print.

    python tools/make_heron_meshes.py [FOLDER]    writes them there, or to assets/meshes

Metres, +Y up, life size (1 m tall with its neck drawn up), the bird looking along +X, its right wing toward +Z. Each
part's origin is the joint it hangs from, as game/minigames/heron_bird.py puts them together. The same run always writes
the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from mesh_builder import Builder, grid, linear, mixed, through, write

GREY, PALE, SLATE, WHITE, BLACK = "#7E8C9A", "#C8D2D6", "#343E4A", "#EEF1EE", "#171B22"
BEAK, LEG, EYE = "#B98A3C", "#6E675A", "#E8C35A"


def tube(
    b: Builder, spine: list[tuple[float, float]], tall: list[float], wide: list[float], paint: Callable, sides: int = 14
) -> None:
    """A closed smooth tube through (x, y) places, `tall` and `wide` at each; paint(along 0..1, up -1..1): colours."""
    knots, n = np.array(spine, float), 5 * (len(spine) - 1) + 1
    at = np.linspace(0, len(spine) - 1, n)
    centre = np.stack([through(knots[:, k], at) for k in (0, 1)], axis=1)
    ry, rz = through(np.array(tall), at), through(np.array(wide), at)
    tangent = np.gradient(centre, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    turn = np.linspace(0, 2 * np.pi, sides + 1)
    up, out = np.cos(turn), np.sin(turn)
    lifted = np.stack([-tangent[:, 1], tangent[:, 0]], axis=1)[:, None] * (ry[:, None] * up)[:, :, None]
    points = np.concatenate([centre[:, None] + lifted, (rz[:, None] * out)[:, :, None]], axis=2)
    across = np.concatenate(
        [lifted / ry[:, None, None], np.broadcast_to(out, ry.shape + out.shape)[:, :, None]], axis=2
    )
    normals = across / np.linalg.norm(across, axis=2, keepdims=True)
    along = np.repeat(np.linspace(0, 1, n), sides + 1)
    b.add(points.reshape(-1, 3), normals.reshape(-1, 3), paint(along, np.tile(up, n)), grid(n, sides + 1))


def heron_body() -> Builder:
    """From the tail to where the neck begins, folded wings and all; origin between the hips."""
    b = Builder()

    def feathers(along: np.ndarray, up: np.ndarray) -> np.ndarray:
        back = mixed(SLATE, GREY, 0.35 + 0.65 * np.clip(along * 1.5, 0, 1))
        share = np.clip(0.55 + 0.9 * up, 0, 1)[:, None]
        belly = mixed(PALE, WHITE, np.clip(along * 1.4 - 0.3, 0, 1))
        colour = belly * (1 - share) + back * share
        bend = np.exp(-(((along - 0.72) / 0.07) ** 2) - (((up - 0.25) / 0.35) ** 2))[:, None]  # the dark shoulder
        return colour * (1 - 0.8 * bend) + linear(BLACK) * 0.8 * bend

    spine = [
        (-0.37, -0.13),
        (-0.28, -0.075),
        (-0.17, -0.015),
        (-0.05, 0.045),
        (0.06, 0.105),
        (0.155, 0.17),
        (0.22, 0.235),
    ]
    tube(
        b,
        spine,
        [0.008, 0.035, 0.068, 0.092, 0.094, 0.066, 0.034],
        [0.02, 0.042, 0.066, 0.084, 0.084, 0.06, 0.032],
        feathers,
    )
    rng = np.random.default_rng(3)
    for k in range(9):  # the long plumes that hang over back and breast
        side, start = (1 if k % 2 else -1), -0.02 + 0.028 * k
        y = 0.115 + 0.52 * start
        tip = (start - 0.20 - 0.05 * rng.random(), y - 0.115, side * 0.075)
        b.rod((start, y, side * 0.052), tip, 0.011, mixed(GREY, PALE, 0.3 + 0.5 * rng.random()), thin=0.1, sides=5)
    for k in range(5):
        z = 0.018 * (k - 2)
        b.rod((0.20, 0.19, z), (0.165 - 0.01 * k, 0.045, 1.4 * z), 0.010, linear(WHITE), thin=0.1, sides=5)
    return b


def heron_neck() -> Builder:
    """One of the neck's links, 0.10 m along +X, round at both ends: pale, with the dark streak of its throat."""
    b = Builder()

    def throat(along: np.ndarray, up: np.ndarray) -> np.ndarray:
        streak = np.clip(-up - 0.86, 0, 0.1)[:, None] * 10
        shade = mixed(PALE, WHITE, 0.4 - 0.6 * up)
        return shade * (1 - streak * 0.8) + linear(BLACK) * streak * 0.8

    spine = [(-0.030, 0.0), (-0.015, 0.0), (0.05, 0.0), (0.115, 0.0), (0.130, 0.0)]
    tube(b, spine, [0.004, 0.027, 0.029, 0.027, 0.004], [0.004, 0.024, 0.026, 0.024, 0.004], throat, sides=12)
    return b


def heron_head() -> Builder:
    """Head, dagger of a beak and the two dark plumes behind; origin where the neck ends."""
    b = Builder()

    def cap(along: np.ndarray, up: np.ndarray) -> np.ndarray:
        stripe = np.exp(-(((up - 0.55) / 0.22) ** 2))[:, None] * np.clip(1.15 - along, 0, 1)[:, None]
        return linear(WHITE) * (1 - 0.95 * stripe) + linear(BLACK) * 0.95 * stripe

    spine = [(-0.035, 0.0), (-0.012, 0.010), (0.035, 0.018), (0.080, 0.014), (0.105, 0.008)]
    tube(b, spine, [0.004, 0.026, 0.033, 0.024, 0.012], [0.004, 0.022, 0.027, 0.020, 0.010], cap, sides=12)
    b.rod((0.085, 0.012, 0), (0.25, -0.006, 0), 0.0165, linear(BEAK), thin=0.12, sides=8)
    eye = [(0.0075 * np.cos(a), 0.0075 * np.sin(a)) for a in np.linspace(-np.pi / 2, np.pi / 2, 5)]
    for z in (-0.021, 0.021):
        b.lathe(eye, 8, linear(EYE), at=(0.062, 0.024, z))
    for z, droop in ((-0.009, 0.0), (0.009, 0.02)):
        b.rod((0.03, 0.040, z), (-0.06, 0.020 - droop, z * 1.5), 0.010, linear(BLACK), thin=0.55, sides=6)
        b.rod((-0.06, 0.020 - droop, z * 1.5), (-0.17, -0.035 - droop, z * 2), 0.0055, linear(BLACK), thin=0.1, sides=5)
    return b


def heron_thigh() -> Builder:
    """Down from the hip 0.26 m to the joint that bends backward: feathered above, thin below."""
    b = Builder()
    profile = [
        (0.008, -0.265),
        (0.0125, -0.25),
        (0.0105, -0.2),
        (0.016, -0.14),
        (0.034, -0.07),
        (0.044, 0.0),
        (0.03, 0.04),
    ]
    b.lathe(profile, 9, lambda y: mixed(LEG, PALE, (y + 0.19) / 0.09))
    return b


def heron_shank() -> Builder:
    """Down from there 0.26 m to the toes."""
    b = Builder()
    b.lathe([(0.009, -0.265), (0.0085, -0.2), (0.0095, -0.05), (0.0135, 0.0), (0.008, 0.012)], 8, linear(LEG))
    return b


def heron_foot() -> Builder:
    """Three toes before, one behind; origin where the leg ends, a centimetre above the ground."""
    b = Builder()
    for turn, far in ((0.0, 0.095), (0.55, 0.085), (-0.55, 0.085), (np.pi, 0.05)):
        b.rod((0, 0.004, 0), (far * np.cos(turn), -0.004, far * np.sin(turn)), 0.0085, linear(LEG), thin=0.4, sides=6)
    return b


def heron_wing() -> Builder:
    """The right wing's inner half, spread 0.42 m along +Z from the shoulder: arched, pale before, slate behind."""
    b = Builder()
    span, chord = np.meshgrid(np.linspace(0, 1, 9), np.linspace(0, 1, 7), indexing="ij")
    lead = 0.045 + 0.045 * np.sin(np.pi * span * 0.9)
    trail = -0.23 - 0.03 * np.sin(np.pi * span) + 0.008 * np.cos(span * 44)
    x = lead + (trail - lead) * chord
    y = 0.035 * np.sin(np.pi * np.clip(chord * 0.85 + 0.05, 0, 1)) * (1.0 - 0.3 * span) + 0.02 * np.sin(np.pi * span)
    points = np.stack([x, y, 0.42 * span], axis=-1)
    normals = np.cross(np.gradient(points, axis=0), np.gradient(points, axis=1))
    normals *= np.sign(normals[..., 1:2] + 1e-9)
    shade = mixed(GREY, SLATE, np.clip((chord.ravel() - 0.45) * 3.0, 0, 1))
    shade = shade + 0.25 * linear(PALE) * np.clip(0.25 - chord.ravel(), 0, 1)[:, None]
    b.add(points.reshape(-1, 3), normals.reshape(-1, 3), shade, grid(9, 7))
    return b


def heron_hand() -> Builder:
    """The right wing's outer half, from the wrist: nine long dark feathers like spread fingers."""
    b = Builder()
    for k in range(9):
        share = k / 8
        turn = -0.10 + 1.42 * share  # from straight out to straight back
        far, wide = 0.46 - 0.20 * share**1.3, 0.050 + 0.010 * share
        along = np.array([-np.sin(turn), 0.0, np.cos(turn)])
        across = np.array([np.cos(turn), 0.0, np.sin(turn)])
        u = np.linspace(0, 1, 6)
        spine = np.array([0.075 - 0.28 * share, 0.012 - 0.002 * k, -0.01]) + np.outer(u * far, along)
        spine[:, 1] += 0.035 * np.sin(np.pi * u * 0.9) - 0.006 * k
        half = np.outer(wide * np.sqrt(np.clip(1.0 - u**4, 0, 1)) * (1.0 - 0.30 * u), across)
        shade = mixed(SLATE if k < 6 else GREY, BLACK, np.repeat(0.25 + 0.6 * u, 2))
        b.blade(spine, half, (0.0, 1.0, 0.0), shade)
    return b


def heron_fish() -> Builder:
    """A small silver fish along X, 0.16 m long, held by its middle; it shines."""
    b = Builder()

    def scales(along: np.ndarray, up: np.ndarray) -> np.ndarray:
        return mixed("#B8CFD4", "#F4FAF6", 0.5 - 0.5 * up)

    tube(b, [(-0.06, 0.0), (-0.03, 0.002), (0.02, 0.0), (0.055, -0.002), (0.08, 0.0)],
         [0.004, 0.016, 0.022, 0.014, 0.003], [0.002, 0.008, 0.011, 0.008, 0.002], scales, sides=8)  # fmt: skip
    for side in (0.028, -0.028):
        b.face(np.array([(-0.055, 0, 0), (-0.10, side, 0), (-0.08, side * 0.2, 0)]), linear("#DCEBEA"))
    return b


def heron_print() -> Builder:
    """The print of its foot, flat on the sand, toes along +X, 0.13 m long."""
    b = Builder()
    for turn, far in ((0.0, 0.10), (0.62, 0.085), (-0.62, 0.085), (np.pi, 0.035)):
        along, across = np.array([np.cos(turn), 0, np.sin(turn)]), np.array([-np.sin(turn), 0, np.cos(turn)])
        middle, narrow, wide = along * far * 0.6, across * 0.008, across * 0.011
        corners = np.array([-narrow, middle - wide, along * far, middle + wide, narrow])
        b.face(corners[::-1], linear("#FFFFFF"), glow=1)
    return b


MESHES: dict[str, Callable[[], Builder]] = {
    make.__name__: make
    for make in (
        *(heron_body, heron_neck, heron_head, heron_thigh, heron_shank, heron_foot),
        *(heron_wing, heron_hand, heron_fish, heron_print),
    )
}


if __name__ == "__main__":
    write(MESHES)
