"""Handing numbers to shaders."""

from __future__ import annotations

import moderngl
import numpy as np

from game.render import palette
from game.render.gather import LAMPS, Lamp
from game.render.view import View, column_major


def set_uniforms(of: moderngl.Program, **values: object) -> None:
    """Sets the uniforms that the driver kept: numbers, vectors and (4, 4) matrices."""
    for name, value in values.items():
        if name not in of:
            continue
        uniform = of[name]
        if isinstance(value, np.ndarray):
            uniform.write(
                column_major(value)
                if value.shape == (4, 4) and uniform.array_length == 1
                else value.astype(np.float32).tobytes()
            )
        else:
            uniform.value = value


def set_light(of: moderngl.Program, view: View, colours: palette.Palette, lamps: tuple[Lamp, ...]) -> None:
    """The light of the hour and up to four lamps, for a program that includes light.glsl."""
    at, shine = np.zeros((LAMPS, 4)), np.zeros((LAMPS, 3))
    at[:, 3] = 1.0
    for i, lamp in enumerate(lamps):
        at[i, :3], at[i, 3], shine[i] = lamp.at, lamp.reach_m, lamp.colour
    tones = colours.tones
    toward = np.array([np.sin(tones.sun_azimuth), tones.sun_rise, -np.cos(tones.sun_azimuth)])
    set_uniforms(
        of,
        eye=view.eye,
        key_from=toward / np.linalg.norm(toward),
        key=colours.key,
        above=colours.above,
        below=colours.below,
        fog=colours.fog,
        fog_from_over=(tones.clear_m, tones.fog_m),
        lamp_at=at,
        lamp_colour=shine,
    )
