"""The things a draw list may name, and their triangles.

Every mesh is in metres, +Y up, its own origin where the table says. `Item.colour` multiplies the mesh's own colours and its
alpha fades the whole thing; `Item.glow` 0..1 is how brightly it shines by itself, `glow_m` the diameter of its soft halo.
`Item.part` 0..1 is how much of it is there, where the table says what that means.

| mesh           | what it is                                | origin and size                                     | part |
|----------------|-------------------------------------------|-----------------------------------------------------|------|
| lantern        | sky lantern: amber paper, pale core, dark rim and ribs | centre; 0.35 m tall, 0.28 m wide; thread at (0, -0.175, 0) | paper lit from below up to here |
| float_lantern  | small square paper lantern on a dark float | the water line; 0.22 m tall, 0.24 m wide           | -    |
| ring           | thin circle in the x-y plane              | centre; radius 1 m: scale it                        | arc, clockwise from the top as seen from +z |
| orb            | smooth ball                               | centre; 1 m across: scale it                        | -    |
| spark          | small bright point that faces the viewer, adds light | centre; 1 m across: scale it (0.02 to 0.06 is usual) | - |
| glow           | soft halo that faces the viewer, adds light | centre; 1 m across: scale it                      | -    |
| wake           | soft flat ring on the water, adds light   | the water line; radius 1 m: scale it                | -    |
| reed           | a tuft of reeds, swaying                  | its foot; 1.3 m tall                                | -    |
| post           | jetty post with a rope                    | its foot; 1.1 m tall                                | -    |
| crate          | wooden box                                | floor, middle; 0.5 m cube                           | -    |
| bench          | plain bench, 1.2 m long along x           | floor, middle; seat at 0.45 m                       | -    |
| chair          | chair, its back toward +z                 | floor, middle of the seat; seat at 0.45 m           | -    |
| wick           | bowl with a small flame                   | floor, middle; 0.3 m tall                           | -    |
| branch         | dark bare branch along +x                 | its root; 2 m long                                  | -    |

`ring`, `spark`, `glow` and `wake` have no light of their own colour: they shine with `Item.colour`. Their own colours for amber,
cyan and the rest are in `COLOURS` of game/drawlist.py (linear). An unknown name raises ValueError with the nearest known one.
In `Instances` every mesh may be used; `part` is then 1. `spark` and `glow` are the cheap ones: thousands are fine.
The valley brings its own lake (water at y = -0.45), jetty (deck at y = 0, 1.8 m wide, from behind the viewer to z = -2.6),
hills, houses, reeds, mist and stars; a game adds none of them.
"""

from __future__ import annotations
