"""Whether everything that a draw list names can be drawn: for who checks a game without drawing it."""

from __future__ import annotations

from game.drawlist import DrawList
from game.render import icons, meshes, scene


def check(drawlist: DrawList) -> None:
    """Raises ValueError, with the nearest known name, for a mesh, a world or a drawing that there is not."""
    scene.of(drawlist.world.name)
    for item in drawlist.items:
        meshes.check(item.mesh)
    for many in drawlist.instances:
        meshes.check_many(many.mesh)
    for panel in drawlist.panels:
        for name in (panel.picture, *(button.icon for button in panel.buttons)):
            if name and name not in icons.NAMES:
                raise ValueError(f"there is no drawing {name!r}; the drawings are {', '.join(sorted(icons.NAMES))}")
