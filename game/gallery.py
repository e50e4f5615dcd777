"""`python -m game.gallery OUT`: a picture of every scene and of every game's moments, and contact sheets of them.

It is how the looks are reviewed: drawn off screen, as on a GPU, from movers whose angles are known and a seed, never
from a camera. With `--headset` both eyes' pictures, side by side, of an evening with each game that can be played in a
headset; that needs an OpenXR runtime. Without a headset, in the tests' own:

    tests/openxr_runtime/run-in-runtime python -m tests.openxr_runtime.service python -m game.gallery OUT --headset
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import numpy as np

from game import library, postcard
from game.choices import DEMO_SEED, make_game
from game.drawlist import DrawList
from game.game_gallery import game_moments
from game.headset_gallery import write_pairs
from game.openxr import HeadsetError
from game.pictures import write_png
from game.render.offscreen import Offscreen
from game.render.renderer import RenderError
from game.scenes.moments import moments
from game.tracking.placement import placement

SIZE = (1280, 720)
SHRINK, ACROSS, GAP = 3, 4, 8  # the contact sheet
POSTED = date(2026, 11, 22)


def main() -> None:
    asked = argparse.ArgumentParser("python -m game.gallery", description="Pictures of every scene and every game.")
    asked.add_argument("out", type=Path, help="folder for the pictures")
    asked.add_argument("--seed", type=int, default=DEMO_SEED)
    asked.add_argument("--game", default="", help="this game alone, without the scenes")
    asked.add_argument(
        "--headset", action="store_true", help="what both eyes see, with each game or the one --game says"
    )
    wanted = asked.parse_args()
    if wanted.game:
        try:
            library.game(wanted.game)()
        except (library.BrokenGameError, library.UnknownNameError) as error:
            raise SystemExit(str(error)) from error
    wanted.out.mkdir(parents=True, exist_ok=True)
    if wanted.headset:
        in_headset(wanted.out, wanted.game, wanted.seed)
        return
    renderer = Offscreen(*SIZE, careful=True)
    if not wanted.game:
        exercise = library.exercise("shoulder_abduction", library.exercises())
        scenes = moments(exercise, make_game, placement, seed=wanted.seed)
        write_all(renderer, with_postcard(renderer, scenes, wanted.out), wanted.out, "contact-sheet")
    write_all(renderer, of_games(wanted.game, wanted.seed), wanted.out, "games-contact-sheet")
    renderer.close()


def of_games(name: str, seed: int) -> Iterator[tuple[str, DrawList]]:
    """Moments of every game there is, or of the one named."""
    made = {name: library.game(name)} if name else library.games()
    for id, make in made.items():
        for moment, drawn in game_moments(make, seed):
            yield f"{id}-{moment}", drawn


def write_all(renderer: Offscreen, drawn: Iterable[tuple[str, DrawList]], out: Path, together: str) -> None:
    """Each as a picture, and all of them on a contact sheet."""
    small = []
    for name, drawlist in drawn:
        renderer.show(drawlist, drawlist, 1.0)
        picture = renderer.picture()
        write_png(picture, out / f"{name}.png")
        small.append(shrunk(picture))
    write_png(sheet(small), out / f"{together}.png")


def with_postcard(
    renderer: Offscreen, drawn: Iterable[tuple[str, DrawList]], out: Path
) -> Iterator[tuple[str, DrawList]]:
    """The same; of the evening that is asked for a postcard that is written, too."""
    for name, drawlist in drawn:
        yield name, drawlist
        if name == "results-postcard_kept":
            card = postcard.drawn(renderer, drawlist, "Tonight's light was for Grandpa.", POSTED)
            write_png(card, out / "postcard.png")


def in_headset(out: Path, game: str, seed: int) -> None:
    """Exits with a sentence where no headset can show anything."""
    try:
        pictures = write_pairs(out, game, seed)
    except (HeadsetError, RenderError) as error:
        raise SystemExit(f"No pictures from a headset: {error}") from error
    write_png(sheet([shrunk(picture) for picture in pictures]), out / "headset-contact-sheet.png")


def shrunk(picture: np.ndarray) -> np.ndarray:
    """A third of the size, each pixel the mean of nine."""
    height, width = (side // SHRINK * SHRINK for side in picture.shape[:2])
    blocks = picture[:height, :width].reshape(height // SHRINK, SHRINK, width // SHRINK, SHRINK, 3)
    return blocks.mean(axis=(1, 3)).astype(np.uint8)


def sheet(pictures: list[np.ndarray]) -> np.ndarray:
    height, width = pictures[0].shape[:2]
    down = -(-len(pictures) // ACROSS)
    whole = np.full((down * (height + GAP) + GAP, ACROSS * (width + GAP) + GAP, 3), 24, np.uint8)
    for i, picture in enumerate(pictures):
        top, left = (i // ACROSS) * (height + GAP) + GAP, (i % ACROSS) * (width + GAP) + GAP
        whole[top : top + height, left : left + width] = picture
    return whole


if __name__ == "__main__":
    main()
