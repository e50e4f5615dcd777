"""Who may import whom (docs/architecture.md, Floors), read from the source with `ast`."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

GROUND = {"exercises"}
ROOMS: dict[str, set[str]] = {
    # floor 0
    "exercises": set(),
    "game.assets": set(),
    "game.drawlist": set(),
    "game.blending": {"game.drawlist"},
    "game.intents": GROUND | {"game.drawlist"},
    "game.openxr": {"exercises.pose"},
    # floor 1
    "game.tracking": GROUND | {"game.assets", "game.openxr"},
    "game.minigames": GROUND | {"game.drawlist", "game.assets"},
    "game.render": {"game.drawlist", "game.blending", "game.intents", "game.assets", "game.openxr"},
    "game.progress": GROUND | {"game.intents", "game.assets"},
    "game.audio": {"game.drawlist", "game.assets"},
    "game.settings": {"game.drawlist"},
    # floor 2
    "game.scenes": GROUND | {"game.minigames", "game.drawlist", "game.intents"},
    "game.leaflet": GROUND | {"game.progress.words"},
    "game.sheet": GROUND | {"game.progress.words"},
    "game.library": GROUND | {"game.minigames", "game.assets"},
    "game.matching": GROUND | {"game.library", "game.minigames"},
    "game.analysis": GROUND | {"game.tracking"},
    # floor 3
    "game.loop": {"game.drawlist", "game.intents"},
}
# app, cli, __main__, doctor, gallery build and show concrete things and may import everything
ABOVE = {
    "game", "game.__main__", "game.app", "game.choices", "game.cli", "game.doctor", "game.equipment", "game.gallery",
    "game.game_gallery", "game.headgear", "game.headset_gallery",
    "game.model_choice", "game.pictures", "game.postcard", "game.reports", "game.tape", "game.terminal",
}  # fmt: skip

ONLY = {  # outside packages, and the only modules that may touch them
    "mediapipe": {"game.tracking.landmarks", "game.doctor"},
    "cv2": {"game.tracking", "game.doctor"},
    "pygame": {"game.render", "game.audio", "game.doctor", "game.pictures"},
    "moderngl": {"game.render", "game.doctor"},
    "sqlcipher3": {"game.progress", "game.doctor"},
    "typst": {"game.progress"},
    "fhir": {"game.progress"},
    "typer": {"game.cli"},
    "xr": {"game.openxr"},
    "OpenGL": {"game.openxr"},
}
PURE = {  # what the ground floor may use of the standard library
    "__future__", "collections", "dataclasses", "difflib", "enum", "functools", "hashlib", "itertools", "json", "math",
    "operator", "re", "statistics", "types", "typing", "numpy", "exercises",
}  # fmt: skip


def modules() -> dict[str, Path]:
    found = {}
    for package in ("exercises", "game"):
        for path in (ROOT / package).rglob("*.py"):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def imported(path: Path) -> set[str]:
    """Full names of all that a module imports when it runs; what only a type checker reads does not count."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    unread = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }
    names = set()
    for node in ast.walk(tree):
        if id(node) in unread:
            continue
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import; write the full name"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def inside(name: str, room: str) -> bool:
    return name == room or name.startswith(room + ".")


def room_of(module: str) -> str | None:
    return next((room for room in ROOMS if inside(module, room)), None)


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_module_imports_only_from_its_own_room_and_the_floors_below(module: str) -> None:
    room = room_of(module)
    if room is None:
        assert module in ABOVE or module.startswith(("game.__",)), (
            f"{module} has no place in the house: add it to ROOMS"
        )
        return
    for name in imported(MODULES[module]):
        if not name.startswith(("game", "exercises")) or inside(name, room):
            continue
        assert any(inside(name, allowed) for allowed in ROOMS[room]), f"{module} ({room}) may not import {name}"


@pytest.mark.parametrize("package", sorted(ONLY))
def test_outside_packages_stay_in_their_rooms(package: str) -> None:
    users = {m for m, path in MODULES.items() if any(inside(name, package) for name in imported(path))}
    strangers = {m for m in users if not any(inside(m, room) for room in ONLY[package])}
    assert not strangers, f"{package} is imported by {strangers}"


@pytest.mark.parametrize("module", sorted(m for m in MODULES if inside(m, "exercises")))
def test_the_ground_floor_is_arithmetic(module: str) -> None:
    foreign = {name for name in imported(MODULES[module]) if name.split(".")[0] not in PURE}
    assert not foreign
    assert "numpy.random" not in {".".join(n.split(".")[:2]) for n in imported(MODULES[module])}
    calls = {
        node.func.id
        for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not calls & {"open", "print", "input"}


def test_the_check_itself_can_fail(tmp_path: Path) -> None:
    module = tmp_path / "m.py"
    module.write_text("import mediapipe\nfrom game.render import gl\n")
    assert imported(module) == {"mediapipe", "game.render.gl"}
