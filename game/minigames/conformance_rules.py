"""What every picture of a mini-game must keep, as checks on draw lists alone; each gives sentences, or none."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from game.drawlist import DrawList, Instances, Item

MOST_WORDS, MOST_TEXTS, MOST_SPARKS = 6, 2, 20
SENTENCE_HEIGHT, COUNT_HEIGHT = 0.06, 0.10
GLOW_S = 0.4  # from dark to bright takes at least this long
FLASHES_HZ = 3.0
_FORBIDDEN = re.compile(r"fault|partial|fail|refused|unverified|degree|°", re.IGNORECASE)  # CARE.md, words
_COUNT = re.compile(r"\d+ of \d+")
_BRIGHT = np.array([0.2126, 0.7152, 0.0722])  # linear Rec. 709
_STEEPEST = 1.7  # an eased glow is at most this much steeper than a straight one of the same length


def fingerprint(drawlist: DrawList) -> str:
    """A short text that two draw lists share only if everything in them is equal to the last bit."""
    digest = hashlib.sha256()
    _digest(digest, drawlist)
    return digest.hexdigest()


def _digest(digest: hashlib._Hash, value: object) -> None:
    if isinstance(value, np.ndarray):
        digest.update(str(value.shape).encode() + value.tobytes())
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        digest.update(type(value).__name__.encode())
        for part in dataclasses.fields(value):
            digest.update(part.name.encode())
            _digest(digest, getattr(value, part.name))
    elif isinstance(value, Mapping):
        for key in sorted(value):
            digest.update(str(key).encode())
            _digest(digest, value[key])
    elif isinstance(value, tuple | list):
        digest.update(f"[{len(value)}".encode())
        for part in value:
            _digest(digest, part)
    else:
        digest.update(repr(value).encode())


def numbers(drawlist: DrawList) -> Iterator[str]:
    """Every number is finite, every matrix is 4 x 4, shares are within 0..1, people's bones are rotations."""
    for item in drawlist.items:
        yield from _matrix(f"item {item.id!r}", item.room_from_item, (4, 4))
        yield from _colour(f"item {item.id!r}", np.array(item.colour))
        if not (0.0 <= item.part <= 1.0 and 0.0 <= item.glow <= 1.0):
            yield f"item {item.id!r} must have glow and part within 0..1, got {item.glow:.3f} and {item.part:.3f}"
    for many in drawlist.instances:
        if not isinstance(many.colours, np.ndarray):
            yield f"instances {many.id!r} must have their colours as a numpy array, got {type(many.colours).__name__}"
        n = len(many.colours)
        yield from _matrix(f"instances {many.id!r}", many.room_from_item, (n, 4, 4))
        yield from _colour(f"instances {many.id!r}", many.colours)
    for line in drawlist.lines:
        if not isinstance(line.points, np.ndarray):
            yield f"line {line.id!r} must have its points as a numpy array, got {type(line.points).__name__}"
        elif not np.isfinite(line.points).all():
            yield f"line {line.id!r} has a point that is not finite"
    for person in drawlist.people:
        yield from _matrix(f"person {person.id!r}", person.room_from_person, (4, 4))
        yield from _rotations(f"person {person.id!r}", person.bones)
    yield from _matrix("the camera", drawlist.camera.room_from_camera, (4, 4))
    world = (drawlist.world.hour, drawlist.world.quiet, drawlist.world.dim, *drawlist.world.lit)
    if not all(0.0 <= share <= 1.0 for share in world):
        yield "the world's hour, quiet, dim and windows must be within 0..1"
    for tone in drawlist.tones:
        if not (0.0 < tone.pitch <= 8.0 and 0.0 <= tone.gain <= 1.0):
            yield f"tone {tone.id!r} must have gain within 0..1 and a pitch, got {tone.gain:.3f} and {tone.pitch:.3f}"


def _rotations(what: str, bones: Mapping[str, np.ndarray]) -> Iterator[str]:
    wrong = [bone for bone, turn in bones.items() if np.shape(turn) != (3, 3)]
    if not wrong and bones:
        turns = np.stack(list(bones.values()))
        off = np.abs(turns @ turns.transpose(0, 2, 1) - np.eye(3)).max(axis=(1, 2))
        wrong = [bone for bone, error in zip(bones, off, strict=True) if not error < 1e-3]
    if wrong:
        yield f"{what}: {', '.join(wrong)} must be rotations (3, 3)"


def _matrix(what: str, matrix: np.ndarray, shape: tuple[int, ...]) -> Iterator[str]:
    if np.shape(matrix) != shape:
        yield f"{what} must have a matrix of shape {shape}, got {np.shape(matrix)}"
    elif not np.isfinite(matrix).all():
        yield f"{what} has a matrix with a number that is not finite"


def _colour(what: str, colours: np.ndarray) -> Iterator[str]:
    if colours.shape[-1:] != (4,) or not np.isfinite(colours).all() or colours.min(initial=0.0) < 0.0:
        yield f"{what} must have linear RGBA colours that are finite and not negative"
    elif colours[..., 3].max(initial=0.0) > 1.0:
        yield f"{what} must have an alpha of at most 1, got {colours[..., 3].max():.3f}"


def texts(drawlist: DrawList, playing: bool) -> Iterator[str]:
    """Sizes and words of CARE.md; the number of words and texts counts only while `playing`."""
    shown: list[tuple[str, float]] = []
    for panel in drawlist.panels:
        said = [panel.title, panel.text, *(button.label for button in panel.buttons)]
        shown += [(text, panel.height) for text in said if text]
    captions = [(cue.caption, 1.0) for cue in drawlist.cues if cue.caption]
    for text, height in shown + captions:
        if found := _FORBIDDEN.search(text):
            yield f"a patient never reads {found.group()!r}, found in {text!r}"
        least = COUNT_HEIGHT if _COUNT.fullmatch(text) else SENTENCE_HEIGHT
        if height < least - 1e-9:
            yield f"{text!r} must be at least {least:.0%} of the height, got {height:.1%}"
    if playing:
        count = sum(len(text.split()) for text, _ in shown)
        if count > MOST_WORDS:
            yield f"at most {MOST_WORDS} words at once while playing, got {count}: {' / '.join(t for t, _ in shown)}"
        if len(shown) > MOST_TEXTS:
            yield f"at most {MOST_TEXTS} texts at once while playing, got {len(shown)}"


def sounds(drawlist: DrawList, known: Collection[str]) -> Iterator[str]:
    """Every cue and tone names a sound that is there."""
    for name in [cue.sound for cue in drawlist.cues if cue.sound] + [tone.sound for tone in drawlist.tones]:
        if name not in known:
            yield f"there is no sound {name!r} in assets/sounds"


def sparks(drawlist: DrawList) -> Iterator[str]:
    count = sum(item.mesh == "spark" for item in drawlist.items)
    count += sum(len(many.colours) for many in drawlist.instances if many.mesh == "spark")
    if count > MOST_SPARKS:
        yield f"at most {MOST_SPARKS} sparks at once, got {count}"


Shine = tuple[float, np.ndarray]  # luminance 0..1, place (3,)


def shining(drawlist: DrawList) -> dict[str, Shine]:
    """What gives light of itself, by name: how brightly, and where."""
    out: dict[str, Shine] = {}
    for item in drawlist.items:
        out[item.id] = (_shine(item, np.array(item.colour)), np.asarray(item.room_from_item)[:3, 3])
    for many in drawlist.instances:
        for i, (matrix, colour) in enumerate(zip(many.room_from_item, many.colours, strict=True)):
            out[f"{many.id}[{i}]"] = (_shine(many, colour), matrix[:3, 3])
    for i, glow in enumerate(drawlist.world.lit):
        out[f"window {i}"] = (glow, np.array([1e3 * i, 1e6, 0.0]))
    out["the world"] = (1.0 - drawlist.world.dim, np.array([0.0, 2e6, 0.0]))
    return out


def _shine(thing: Item | Instances, colour: np.ndarray) -> float:
    return float(thing.glow * colour[3] * min(colour[:3] @ _BRIGHT, 1.0))


@dataclass(slots=True)
class Glows:
    """Follows every light from picture to picture: how fast it comes and goes, and whether anything flashes."""

    most_per_s: float = _STEEPEST / GLOW_S
    _before: dict[str, Shine] | None = None
    _t_s: float = 0.0
    _turns: dict[str, list[float]] = field(default_factory=dict)  # when each light last turned from dimmer to brighter
    _extreme: dict[str, tuple[float, int]] = field(default_factory=dict)

    def see(self, t_s: float, drawlist: DrawList) -> Iterator[str]:
        now = shining(drawlist)
        before, since = self._before, t_s - self._t_s
        self._before, self._t_s = now, t_s
        if before is None:
            return
        most = self.most_per_s * since + 0.02
        jumps: list[tuple[str, float, np.ndarray]] = []
        for name in sorted(now.keys() | before.keys()):
            bright, at = now.get(name, (0.0, before[name][1] if name in before else np.zeros(3)))
            change = bright - before.get(name, (0.0, at))[0]
            if abs(change) > most:
                jumps.append((name, change, before[name][1] if change < 0.0 else at))
            yield from self._flash(name, bright, t_s)
        yield from (
            f"{name} changes its light by {change:+.2f} in {since * 1000:.0f} ms; a glow takes at least "
            f"{GLOW_S * 1000:.0f} ms"
            for name, change, at in jumps
            if not _handed_over(change, at, jumps)
        )

    def _flash(self, name: str, bright: float, t_s: float) -> Iterator[str]:
        """Swings of more than a tenth, up and down, more often than FLASHES_HZ (WCAG 2.3.1's general flash)."""
        extreme, direction = self._extreme.get(name, (bright, 0))
        if (direction >= 0 and bright > extreme) or (direction <= 0 and bright < extreme):
            self._extreme[name] = (bright, direction or (1 if bright > extreme else -1))
        elif abs(bright - extreme) > 0.1:
            self._extreme[name] = (bright, -direction or 1)
            turns = [t for t in self._turns.get(name, []) if t > t_s - 1.0] + [t_s]
            self._turns[name] = turns
            if len(turns) > 2 * FLASHES_HZ:
                yield f"{name} flashes more than {FLASHES_HZ:.0f} times a second"
                self._turns[name] = []
        else:
            self._extreme.setdefault(name, (bright, direction))


def _handed_over(change: float, at: np.ndarray, jumps: list[tuple[str, float, np.ndarray]]) -> bool:
    """Whether this light only changed its name: as much came or went within half a metre in the same picture."""
    return any(
        other * change < 0 and abs(other + change) < 0.35 and np.linalg.norm(at - there) < 0.5
        for _, other, there in jumps
    )
