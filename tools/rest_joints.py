"""Print the table of `game/minigames/skeleton.py`: where the joints of each bundled person rest.

    python tools/rest_joints.py

Model axes of the GLB files: metres, +Y up, the person faces +Z, their left is +X, the floor at y = 0. Every bone rests
without rotation, so a joint's place is the sum of the translations on its way down from the root. The people are
symmetric, so only the middle and the left are printed.
"""

from __future__ import annotations

import json
import struct
import sys
from pathlib import Path

PEOPLE = Path(__file__).parent.parent / "assets" / "people"

Place = tuple[float, float, float]


def rest_joints(glb: bytes) -> dict[str, Place]:
    """Bone name -> rest place, metres, model axes, to the millimetre; parents before their children."""
    if glb[:4] != b"glTF":
        raise ValueError(f"expected a binary glTF file, found one that begins with {glb[:4]!r}")
    (length,) = struct.unpack("<I", glb[12:16])
    content = json.loads(glb[20 : 20 + length])
    nodes = content["nodes"]
    parent = {child: i for i, node in enumerate(nodes) for child in node.get("children", ())}
    places: dict[str, Place] = {}
    for joint in content["skins"][0]["joints"]:
        x, y, z, at = 0.0, 0.0, 0.0, joint
        while at is not None:
            if "rotation" in nodes[at] or "matrix" in nodes[at]:
                raise ValueError(f"{nodes[at].get('name')} is turned at rest, so its place is more than a sum")
            dx, dy, dz = nodes[at].get("translation", (0.0, 0.0, 0.0))
            x, y, z, at = x + dx, y + dy, z + dz, parent.get(at)
        places[nodes[joint]["name"]] = (round(x, 3) + 0.0, round(y, 3) + 0.0, round(z, 3) + 0.0)
    return places


def table() -> str:
    rows = []
    for path in sorted(PEOPLE.glob("*.glb")):
        joints = rest_joints(path.read_bytes())
        rows.append(f'    "{path.stem}": {{\n')
        rows += [f'        "{bone}": {place},\n' for bone, place in joints.items() if not bone.startswith("right_")]
        rows.append("    },\n")
    return "".join(rows)


if __name__ == "__main__":
    sys.stdout.write(table())
