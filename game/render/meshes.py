"""The things a draw list may name, and their triangles.

Every mesh is in metres, +Y up, its own origin where the table says. `Item.colour` multiplies the mesh's own colours and
its alpha fades the whole thing; `Item.glow` 0..1 is how brightly it shines by itself, `glow_m` the diameter of its soft
halo. `Item.part` 0..1 is how much of it is there, where the table says what that means.

| mesh          | what it is                              | origin; size                                | part  |
|---------------|-----------------------------------------|---------------------------------------------|-------|
| lantern       | sky lantern: amber paper, dark rim, ribs | centre; 0.35 m tall; thread at y = -0.175  | fill [2] |
| float_lantern | square paper lantern on a dark float    | water line; 0.22 m tall                     |       |
| sea_lantern   | round paper lantern on a wooden disc    | water line; 0.27 m tall                     |       |
| ring          | thin circle in the x-y plane            | centre; radius 1 m: scale it                | arc [1] |
| orb           | smooth ball                             | centre; 1 m across: scale it                |       |
| ball          | a matt one                              | centre; 1 m across: scale it                |       |
| spark         | bright point, faces the viewer, adds light | centre; 1 m across: 0.02 to 0.06 is usual |      |
| glow          | soft halo, faces the viewer, adds light | centre; 1 m across: scale it                |       |
| wake          | soft flat ring on the water, adds light | water line; radius 1 m: scale it            |       |
| reed          | a tuft of reeds, swaying                | foot; 1.3 m tall                            |       |
| post          | jetty post with a rope                  | foot; 1.1 m tall                            |       |
| crate         | wooden box                              | floor, middle; 0.5 m                        |       |
| bench         | plain bench along x                     | floor, middle; seat at 0.45 m, 1.2 m long   |       |
| chair         | chair, its back toward +z               | floor, middle; seat at 0.45 m               |       |
| wick          | bowl with a small flame                 | floor, middle; 0.3 m tall                   |       |
| branch        | dark bare branch along +x               | root; 2 m long                              |       |
| fruit         | round fruit in the item's colour, dark rim, stalk and leaf | centre; 1 m across: scale it |      |
| twig          | hanging twig with small leaves, still   | top; 1 m down: scale its height             |       |
| raft          | logs under a deck, a rail on either side | deck at y = 0; afloat at y = -0.45    |       |
| oar           | an oar along -z, a lamp's plate at z = -4.55 | rowlock; from z = 1.1 to z = -6.15   |       |
| stump         | a tree's stump                          | foot; 0.5 m tall                            |       |
| basket        | woven basket with a handle              | foot; 0.4 m wide, its rim at 0.19 m         |       |
| moss_lamp     | stone with a small round lamp           | foot; 0.34 m tall                           |       |
| leaves        | a cloud of leaves, swaying              | centre; 2 m wide                            |       |
| fern, grass   | a fern; a tuft of grass; swaying        | foot; 0.6 m and 0.32 m tall                 |       |
| driftwood     | a washed-up trunk along x to sit on     | foot; its top at 0.45 m, 1.9 m long         |       |
| marram        | a tuft of dune grass, swaying           | foot; 0.8 m tall                            |       |
| gull          | a gull at rest, its head toward +x      | foot; 0.4 m long                            |       |
| glider        | silk glider, amber with dark ribs, nose toward -z | its middle; 1 m from tip to tip   |       |
| ring_bell     | hanging bell in the item's colour, dark lip | middle; 0.9 m tall: scale it            |       |
| bronze_bell   | bell with a clapper, shines most within  | where it hangs; 1 m tall and wide: scale it |       |
| bamboo_chime  | wind chime of bamboo tubes              | where it hangs; 0.62 m tall                 |       |
| bell_beam     | mossy beam along x                      | middle; 2 m long: scale its length          |       |
| leaf          | one leaf along z                        | middle; 1 m long: scale it                  |       |
| heron_body    | a heron, folded wings and all, looking along +x | between the hips; life size         |       |
| gondola       | amber cabin of a cable car, glowing windows | on its rope; 1 m wide, 1.48 m down      |       |
| mast          | mast of a cable way, its arm along x    | where the rope lies; 6 m down               |       |
| counterweight | glowing weight in an iron cage          | its middle; 0.35 m tall; hangs from y = 0.38 | fill [2] |
| massif        | snowy mountain, facing +z               | foot, under the summit at (0, 1, 0); 2 m wide |       |
| hut           | small stone house on a summit           | foot; 1 m wide                              |       |
| mat           | woven mat along z                       | floor, middle; 1.9 m by 0.68 m              |       |
| blossom       | hanging blossom of light in the item's colour | its neck; 1 m across: scale it        |       |
| lane          | light on the water, long toward the viewer, adds light | water line; 2 m wide: scale it |     |
| glint         | a wide thin light, faces the viewer, adds light | centre; 1 m wide: scale it          |       |

[1] clockwise from the top, seen from +z. [2] lit from below up to there.

Also boat, jetty, house_wide, house_tall, trunk, great_tree, glade, glade_far, pool, brook, stone, rock, headland,
lighthouse, bird, wing; bush, willow and poplar, outlines that face +z; of the heron heron_neck, heron_head,
heron_thigh, heron_shank, heron_foot, heron_wing and heron_hand, each hanging from its joint, heron_fish and
heron_print. `ring`, `spark`, `glow`, `wake`, `lane` and `glint` have no colour of their own: they shine with
`Item.colour`; amber, cyan and the rest are in `COLOURS` of game/drawlist.py, linear. A ring's line is 0.042 times its
radius wide and never thinner than a pixel. An unknown name raises ValueError with the nearest known one. In `Instances`
every mesh may be used but `ring`; `part` is then 1. `spark` and `glow` are cheap: thousands are fine.

The four strongest glowing things (by glow and glow_m) light the figure, the jetty and the water; the rest only shine.
The valley brings its own lake (water at y = -0.45), jetty (deck at y = 0, 1.8 m wide, from behind the viewer to
z = -2.6), boat, hills, houses, reeds, mist and stars; a game adds none of them. The forest brings its glade (ground at
y = 0), the great tree, whose bough hangs over the player from 2.6 m, and all that grows, flows and drifts there. The
shore brings its sand (y = 0 round the player), sea, rock, lighthouse, moon and the lights afloat (render/shore.py).
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path

import moderngl
import numpy as np

from game.assets import asset
from game.render import glb

SPRITES = {"glow": 0.0, "spark": 1.0, "wake": 2.0, "lane": 3.0, "glint": 4.0}
RIBBONS = frozenset({"ring"})
SOLIDS = frozenset(
    {"lantern", "float_lantern", "orb", "reed", "post", "crate", "bench", "chair", "wick", "branch", "boat", "bush"}
    | {"willow", "poplar", "jetty", "house_wide", "house_tall", "ball"}
    | {
        "fruit",
        "twig",
        "basket",
        "moss_lamp",
        "leaves",
        "fern",
        "grass",
        "trunk",
        "great_tree",
        "stump",
        "glade",
        "glade_far",
        "pool",
        "brook",
        "stone",
    }
    | {"raft", "oar"}
    | {"rock", "headland", "lighthouse", "gull", "driftwood", "marram", "bird", "wing"}
    | {"sea_lantern"}
    | {"heron_body", "heron_neck", "heron_head", "heron_thigh", "heron_shank", "heron_foot"}
    | {"heron_wing", "heron_hand", "heron_fish", "heron_print"}
    | {"glider", "ring_bell"}
    | {"gondola", "mast", "counterweight", "massif", "hut"}
    | {"bronze_bell", "bamboo_chime", "bell_beam", "leaf"}
    | {"mat", "blossom"}
)
SWAYING = frozenset({"reed", "leaves", "fern", "grass", "marram"})
RIBBED = {"lantern": 1.0, "fruit": 2.0}  # what paper.frag draws on lit paper: a lantern's ribs; a fruit's dark rim
PAPER = frozenset(  # shine in part, and are lit by the pixel
    {"lantern", "float_lantern", "orb", "wick", "fruit", "glider", "ring_bell"}
    | {"bronze_bell", "bamboo_chime", "blossom"}
    | {"gondola", "counterweight", "sea_lantern"}
)
_FILES = {"ball": "orb"}
NAMES = SOLIDS | RIBBONS | SPRITES.keys()
INSTANCE_FLOATS = 24  # room_from_item by columns, tint, (glow, part, sways, ribbed)


def check(name: str) -> str:
    """`name`, if there is such a mesh. Raises ValueError with the nearest known name."""
    if name not in NAMES:
        near = difflib.get_close_matches(name, sorted(NAMES), 1)
        hint = f"; did you mean {near[0]!r}?" if near else "."
        raise ValueError(f"there is no mesh {name!r}{hint} The meshes are: {', '.join(sorted(NAMES))}")
    return name


def check_many(name: str) -> str:
    """`name`, if there is such a mesh and Instances may be of it. Raises ValueError."""
    if check(name) in RIBBONS:
        raise ValueError(f"{name!r} can be drawn as an Item, not as Instances")
    return name


def file_of(name: str) -> Path:
    """Where the triangles of a solid mesh are."""
    return asset(f"meshes/{_FILES.get(name, name)}.glb")


def instances(name: str, matrices: np.ndarray, tints: np.ndarray, glow: float = 0.0, part: float = 1.0) -> np.ndarray:
    """(N, 24) float32 instance rows of (N, 4, 4) matrices and (N, 4) tints for the mesh `name`."""
    rows = np.empty((len(matrices), INSTANCE_FLOATS), np.float32)
    rows[:, :16] = np.swapaxes(matrices, 1, 2).reshape(-1, 16)
    rows[:, 16:20] = tints
    rows[:, 20:] = (glow, part, name in SWAYING, RIBBED.get(name, 0.0))
    return rows


@dataclass(slots=True, eq=False)
class _Loaded:
    array: moderngl.VertexArray
    instance_buffer: moderngl.Buffer
    kept: tuple[moderngl.Buffer, ...]  # vertices and triangles
    room_for: int
    reach_m: float
    corners: np.ndarray

    def release(self) -> None:
        self.array.release()
        for buffer in (self.instance_buffer, *self.kept):
            buffer.release()


class Meshes:
    """The solid meshes on the GPU, read when first asked for and drawn many at a time."""

    def __init__(self, context: moderngl.Context, solid: moderngl.Program, paper: moderngl.Program) -> None:
        self._context = context
        self.solid, self.paper = solid, paper
        self._loaded: dict[str, _Loaded] = {}

    def draw(self, name: str, rows: np.ndarray) -> None:
        """Draws mesh `name` once for each of the (N, 24) `rows`."""
        if len(rows) == 0:
            return
        mesh = self._loaded.get(name)
        if mesh is None or mesh.room_for < len(rows):
            if mesh is not None:
                mesh.release()
            mesh = self._loaded[name] = self._load(name, max(8, 2 * len(rows)))
        mesh.instance_buffer.orphan()
        mesh.instance_buffer.write(np.ascontiguousarray(rows, np.float32).tobytes())
        mesh.array.render(instances=len(rows))

    def reach_m(self, name: str) -> float:
        """How far from its origin mesh `name` reaches."""
        if name not in self._loaded:
            self._loaded[name] = self._load(name, 8)
        return self._loaded[name].reach_m

    def corners(self, name: str) -> np.ndarray:
        """(8, 3) corners of the box that mesh `name` fills, from its origin."""
        self.reach_m(name)
        return self._loaded[name].corners

    def _load(self, name: str, room_for: int) -> _Loaded:
        model = glb.load(file_of(name))
        rows = np.concatenate([model.positions, model.normals, model.colours[:, :3], model.glow[:, None]], axis=1)
        buffer = self._context.buffer(rows.astype(np.float32).tobytes())
        index = self._context.buffer(model.triangles.astype(np.uint32).tobytes())
        instance_buffer = self._context.buffer(reserve=room_for * INSTANCE_FLOATS * 4, dynamic=True)
        names = ("in_m0", "in_m1", "in_m2", "in_m3", "in_tint", "in_how")
        vertex = (buffer, "3f 3f 3f 1f", "in_position", "in_normal", "in_colour", "in_glow")
        program = self.paper
        if name not in PAPER:
            program, vertex = self.solid, (buffer, "3f 3f 3f 4x", "in_position", "in_normal", "in_colour")
        contents = [vertex, (instance_buffer, "4f 4f 4f 4f 4f 4f/i", *names)]
        array = self._context.vertex_array(program, contents, index)
        low, high = model.positions.min(axis=0), model.positions.max(axis=0)
        corners = np.stack(np.meshgrid(*np.stack([low, high], axis=1), indexing="ij"), axis=-1).reshape(8, 3)
        reach_m = float(np.linalg.norm(model.positions, axis=1).max())
        return _Loaded(array, instance_buffer, (buffer, index), room_for, reach_m, corners)
