"""Whether everything that a draw list names can be drawn: for who checks a game without drawing it."""

from __future__ import annotations

from game.drawlist import DrawList
from game.render import icons, meshes, scene


def check(drawlist: DrawList) -> None:
    """Raises ValueError, with the nearest known name, for a mesh, a world or a drawing that there is not."""
    scene.of(drawlist.world.name)
    for thing in (*drawlist.items, *drawlist.instances):
        meshes.check(thing.mesh)
    for many in drawlist.instances:
        if many.mesh in meshes.RIBBONS:
            raise ValueError(f"{many.mesh!r} can be drawn as an Item, not as Instances")
    for panel in drawlist.panels:
        for name in (panel.picture, *(button.icon for button in panel.buttons)):
            if name and name not in icons.NAMES:
                raise ValueError(f"there is no drawing {name!r}; the drawings are {', '.join(sorted(icons.NAMES))}")
