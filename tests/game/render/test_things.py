"""Meshes, what is gathered from a list, colours, and the ways of opening OpenGL."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from drawn import placed, view

from game.assets import ROOT, asset
from game.drawlist import COLOURS, Instances, Item, Line, colour
from game.render import context, glb, meshes, palette, valley
from game.render.gather import gather
from game.render.null import Null
from game.render.renderer import RenderError


@pytest.mark.parametrize("name", sorted(meshes.SOLIDS))
def test_every_solid_has_a_sound_mesh(name: str) -> None:
    model = glb.load(meshes.file_of(name))
    assert len(model.triangles) < 3000
    assert model.triangles.max() < len(model.positions)
    assert np.isfinite(model.positions).all()
    assert np.allclose(np.linalg.norm(model.normals, axis=1), 1, atol=0.05)
    assert model.colours.min() >= 0


def test_sizes_are_as_the_table_says() -> None:
    def size(name: str) -> np.ndarray:
        return np.ptp(glb.load(asset(f"meshes/{name}.glb")).positions, axis=0)

    assert size("lantern")[1] == pytest.approx(0.35, abs=0.01)
    assert size("orb") == pytest.approx([1, 1, 1], abs=0.02)
    assert glb.load(asset("meshes/chair.glb")).positions[:, 1].min() == pytest.approx(0, abs=0.02)
    assert meshes.__doc__ is not None
    for name in meshes.NAMES:
        assert name in meshes.__doc__


def test_the_scripts_make_the_meshes_that_are_kept(tmp_path: Path) -> None:
    makers = sorted((ROOT.parent / "tools").glob("make_*mesh*.py"))
    if not makers:
        pytest.skip("an installed package has no tools")
    for maker in makers:
        subprocess.run([sys.executable, str(maker), str(tmp_path)], check=True)
    made, kept = ({file.name for file in folder.iterdir()} for folder in (tmp_path, ROOT / "meshes"))
    assert made == kept
    for name in made:
        assert (tmp_path / name).read_bytes() == (ROOT / "meshes" / name).read_bytes(), name


def test_an_unknown_mesh_names_the_nearest() -> None:
    with pytest.raises(ValueError, match="did you mean 'lantern'"):
        meshes.check("lantren")


def test_the_four_strongest_lights_are_lamps() -> None:
    items = [Item(str(i), "lantern", placed(i, 1, -3), glow=1.0, glow_m=0.5 + i / 10) for i in range(7)]
    lamps = gather(view(None, *items)).lamps
    assert [round(lamp.at[0]) for lamp in lamps] == [6, 5, 4, 3]


def test_gathering_counts() -> None:
    items = (
        Item("a", "crate", placed(0, 0, -2)),
        Item("b", "crate", placed(1, 0, -2)),
        Item("c", "ring", placed(0, 1, -2)),
    )
    found = gather(view(None, *items))
    assert found.solids["crate"].shape == (2, meshes.INSTANCE_FLOATS)
    assert found.ribbon_triangles.max() < len(found.ribbons)
    many = Instances("m", "spark", np.stack([np.eye(4)] * 20), np.ones((20, 4)))
    assert len(gather(view().__class__(view().camera, instances=(many,))).sprites) == 20
    unseen = Line("l", np.full((4, 3), np.nan), (1, 1, 1, 1))
    assert len(gather(view().__class__(view().camera, lines=(unseen,))).ribbons) == 0


def test_what_is_quite_clear_is_left_out() -> None:
    """It would hide what is behind it, as if it were there."""
    clear, faint = (Item(str(alpha), "orb", np.eye(4), (1.0, 1.0, 1.0, alpha), glow=1.0) for alpha in (0.0, 0.1))
    many = Instances("many", "orb", np.tile(np.eye(4), (3, 1, 1)), np.array([[1.0, 1.0, 1.0, a] for a in (0, 0.5, 0)]))
    found = gather(view().__class__(view().camera, items=(clear, faint), instances=(many,)))
    assert len(found.solids["orb"]) == 2


def luminance(rgb: np.ndarray) -> float:
    return float(rgb @ [0.2126, 0.7152, 0.0722])


def contrast(a: np.ndarray, b: np.ndarray) -> float:
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("hour", [0.0, 0.25, 0.5, 0.75, 1.0])
def test_amber_or_its_rim_stands_out_from_every_sky(hour: float) -> None:
    amber, rim = np.array(COLOURS["amber"][:3]), np.array(COLOURS["rim"][:3])
    for sky in palette.sky(hour):
        assert max(contrast(amber, sky), contrast(rim, sky)) >= 3


def test_words_stand_out_from_their_plate_over_the_brightest_sky() -> None:
    def shown(hex_rgb: str) -> np.ndarray:
        return np.array([int(hex_rgb[i : i + 2], 16) / 255 for i in (1, 3, 5)])

    plate = palette.decode(shown("#10162E") * 0.85 + shown("#F2A57B") * 0.15)
    assert contrast(np.array(colour("#FFF4DF")[:3]), plate) > 9


def test_the_sky_goes_from_dusk_to_night_evenly() -> None:
    skies = [luminance(palette.sky(hour).mean(axis=0)) for hour in (0, 0.25, 0.5, 0.75, 1)]
    assert all(a > b for a, b in pairwise(skies))


def test_ten_windows_stand_from_left_to_right() -> None:
    corners, middles = valley.windows()
    assert corners.shape == (valley.WINDOWS, 4, 3)
    assert (np.diff(middles[:, 0]) > 0).all()


def test_two_hundred_stars_come_one_by_one() -> None:
    _, _, hours = valley.stars()
    assert len(hours) == 200
    assert (np.diff(hours) > -0.01).all()
    assert hours.max() < 1


def test_missing_libraries_are_named_with_the_line_that_brings_them() -> None:
    assert "apt install libgl1 " in context.APT_LINE
    with pytest.raises(RenderError, match=context.APT_LINE.replace(".", r"\.")):
        context.open_offscreen(libegl="libNoSuchEGL.so.9")


def test_null_draws_nothing_and_does_not_wait() -> None:
    null = Null()
    null.show(view(), view(), 0.5)
    assert null.picture() is None
    assert null.intents() == ()
    assert null.wait() < 0.5
    null.close()
