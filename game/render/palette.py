"""A world's colours from its first hour to its last, and the noise that clouds, hills and water are cut from.

The first hour of each world is LOOK.md's palette; the last keeps its order of lightness, so that amber stands 3 to 1
against every part of the sky at every hour (its dark rim does where the horizon is bright). What is handed out is
linear.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from game.drawlist import colour

SKY_TOP_DEG = 60.0
SKY_STEPS = 512


Pair = tuple[str, str]  # "#RRGGBB" at the first hour and at the last


@dataclass(frozen=True, slots=True)
class Tones:
    """A world's palette as it is written. `sky`: elevation above the horizon in degrees, then a pair; `hills`: far,
    middle, near. `clear_m`: how far one sees before fog thickens, and `fog_m` over how many metres it does."""

    sky: tuple[tuple[float, str, str], ...]
    hills: tuple[Pair, Pair, Pair]
    fog: Pair
    afterglow: Pair
    key: Pair  # the low warm light
    above: Pair  # the hemisphere's light from the sky
    below: Pair  # and from the ground
    water: Pair
    rim: Pair  # along the edges of a figure before the light
    clear_m: float = 8.0
    fog_m: float = 380.0
    sun_azimuth: float = 0.16  # rad to the right of straight ahead: where the low light comes from
    sun_rise: float = 0.30  # how steeply it comes, rise over run


# With the horizon 38 % up and 40 degrees of view, the stops are at 38, 48, 65 and 100 % of the picture's height.
VALLEY = Tones(
    sky=(
        (-2.0, "#F2A57B", "#55507F"),
        (0.0, "#F2A57B", "#55507F"),
        (4.2, "#8C6A94", "#333A6B"),
        (11.2, "#3A3F7A", "#1A2350"),
        (25.0, "#141B3C", "#0B112B"),
        (60.0, "#0B1027", "#060A1C"),
    ),
    hills=(("#565C8E", "#2A3162"), ("#363F6B", "#1B244A"), ("#1B2343", "#0D132C")),
    fog=("#8C86AE", "#454A7A"),
    afterglow=("#FFB27A", "#6A5A86"),
    key=("#FFB98A", "#8F8FC8"),  # at night what is left of it
    above=("#8A86C0", "#4A5596"),
    below=("#3A3050", "#1A1E3A"),
    water=("#232C55", "#0C1230"),
    rim=("#FFB98A", "#B3805F"),
)


@dataclass(frozen=True, slots=True)
class Palette:
    """Linear RGB triples for one hour."""

    hills: tuple[np.ndarray, ...]
    fog: np.ndarray
    afterglow: np.ndarray
    key: np.ndarray
    above: np.ndarray
    below: np.ndarray
    water: np.ndarray
    rim: np.ndarray
    tones: Tones


def at(hour: float, tones: Tones = VALLEY) -> Palette:
    """The palette at `hour`, 0 the first .. 1 the last."""
    return Palette(
        hills=tuple(_between(pair, hour) for pair in tones.hills),
        fog=_between(tones.fog, hour),
        afterglow=_between(tones.afterglow, hour),
        key=_between(tones.key, hour),
        above=_between(tones.above, hour),
        below=_between(tones.below, hour),
        water=_between(tones.water, hour),
        rim=_between(tones.rim, hour),
        tones=tones,
    )


def _between(pair: tuple[str, str], hour: float) -> np.ndarray:
    dusk, night = (np.array(colour(text)[:3]) for text in pair)
    return dusk + (night - dusk) * float(np.clip(hour, 0.0, 1.0))


def sky(hour: float, tones: Tones = VALLEY) -> np.ndarray:
    """(SKY_STEPS, 3) linear colours from elevation 0 to SKY_TOP_DEG, smooth in what the eye sees.

    The stops are joined in the display's own (gamma) steps, where equal steps look equal, and rounded off with a
    blur that narrows toward the horizon, so that no stop shows as a line.
    """
    hour = float(np.clip(hour, 0.0, 1.0))
    stops = np.array(
        [
            encode(np.array(colour(dusk)[:3])) * (1 - hour) + encode(np.array(colour(night)[:3])) * hour
            for _, dusk, night in tones.sky
        ]
    )
    degrees = np.array([stop[0] for stop in tones.sky])
    elevation = np.linspace(0.0, SKY_TOP_DEG, SKY_STEPS)
    total = np.zeros((SKY_STEPS, 3))
    offsets = np.linspace(-1.0, 1.0, 15)
    weights = np.exp(-3 * offsets**2)
    for offset, weight in zip(offsets, weights, strict=True):
        where = elevation + offset * (0.7 + 0.35 * elevation)
        total += weight * np.stack([np.interp(where, degrees, stops[:, c]) for c in range(3)], axis=1)
    return decode(total / weights.sum())


def encode(linear: np.ndarray) -> np.ndarray:
    """sRGB values 0..1 of linear light."""
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * np.maximum(linear, 1e-9) ** (1 / 2.4) - 0.055)


def decode(srgb: np.ndarray) -> np.ndarray:
    """Linear light of sRGB values 0..1."""
    return np.where(srgb <= 0.04045, srgb / 12.92, ((np.maximum(srgb, 0) + 0.055) / 1.055) ** 2.4)


def noise(size: int, falloff: float, seed: int, lowest: int = 1) -> np.ndarray:
    """(size, size) tileable noise with mean 0 and deviation 1; amplitude falls as frequency ** -falloff from `lowest`
    up.
    """
    rng = np.random.default_rng(seed)
    y, x = np.meshgrid(np.fft.fftfreq(size) * size, np.fft.fftfreq(size) * size, indexing="ij")
    radius = np.hypot(x, y)
    amplitude = np.where(radius >= lowest, np.maximum(radius, 1.0) ** -falloff, 0.0)
    waves = np.fft.ifft2(np.fft.fft2(rng.standard_normal((size, size))) * amplitude).real
    return (waves - waves.mean()) / waves.std()


def ridge(steps: int, falloff: float, seed: int, lowest: int = 2) -> np.ndarray:
    """(steps,) periodic ridge line with mean 0 and deviation 1, as `noise`."""
    rng = np.random.default_rng(seed)
    k = np.fft.rfftfreq(steps) * steps
    amplitude = np.where(k >= lowest, np.maximum(k, 1.0) ** -falloff, 0.0)
    line = np.fft.irfft(np.fft.rfft(rng.standard_normal(steps)) * amplitude, steps)
    return (line - line.mean()) / line.std()


def ripples(size: int, seed: int) -> np.ndarray:
    """(size, size, 4) bytes, tileable: slopes of gentle water in red and green (0.5 is level), two heights in blue
    and alpha.
    """
    height = noise(size, 1.7, seed, lowest=3)
    slope_x = np.roll(height, -1, 1) - np.roll(height, 1, 1)
    slope_z = np.roll(height, -1, 0) - np.roll(height, 1, 0)
    scale = 3.2 * max(slope_x.std(), slope_z.std())
    channels = [slope_x / scale, slope_z / scale, noise(size, 1.6, seed + 1) / 3.2, noise(size, 2.2, seed + 2) / 3.2]
    return (np.clip(np.stack(channels, axis=-1) * 0.5 + 0.5, 0, 1) * 255).astype(np.uint8)
