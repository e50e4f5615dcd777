"""Which of the runtime's spaces the room stands on, and how it moves. Import only after `loading.load()`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import xr

from exercises.pose import Rigid
from game.openxr.data import Floor
from game.openxr.errors import NotCapableError
from game.openxr.frames import rigid
from game.openxr.room import IDENTITY, below, compose, inverse
from game.openxr.runtime import LOCAL_FLOOR, Runtime

# Where the runtime knows no floor: its origin is taken to be the eyes of somebody who sits.
ASSUMED_EYES_M = 1.2
VALID = int(xr.SpaceLocationFlags.POSITION_VALID_BIT | xr.SpaceLocationFlags.ORIENTATION_VALID_BIT)
_TYPES = {
    "local_floor": xr.ReferenceSpaceType.LOCAL_FLOOR,
    "stage": xr.ReferenceSpaceType.STAGE,
    "assumed": xr.ReferenceSpaceType.LOCAL,
}


class Standing:
    """`space` is the runtime's; the room lies in it as recentring has put it.

    The player's own recentring (a long press on the headset's button) moves LOCAL_FLOOR and LOCAL to where they are:
    the room begins there anew. STAGE moves only as its owner measures it again: the room stays where it was.
    """

    def __init__(self, session: xr.Session, runtime: Runtime, floor: Floor | None, told: Callable[..., None]) -> None:
        self._told = told
        offered = {int(kind) for kind in xr.enumerate_reference_spaces(session)}
        kinds: tuple[Floor, ...] = (floor,) if floor else ("local_floor", "stage", "assumed")
        usable = [
            kind
            for kind in kinds
            if _TYPES[kind].value in offered and (kind != "local_floor" or runtime.has(LOCAL_FLOOR))
        ]
        if not usable:
            raise NotCapableError(f"{runtime.name} has no {' or '.join(kinds)} space to stand on.")
        self.floor: Floor = usable[0]
        self.space = xr.create_reference_space(session, xr.ReferenceSpaceCreateInfo(_TYPES[self.floor]))
        # A runtime may say that its space moves and not how (Monado); STAGE, which stays, is the witness.
        witnessed = self.floor != "stage" and _TYPES["stage"].value in offered
        stage = xr.ReferenceSpaceCreateInfo(_TYPES["stage"])
        self._stage = xr.create_reference_space(session, stage) if witnessed else None
        self._stage_from_space: Rigid | None = None
        self._floor_m = -ASSUMED_EYES_M if self.floor == "assumed" else 0.0
        self._room_from_space = self._as_the_space_lies()
        self._expected: list[tuple[int, Rigid | None]] = []

    def _as_the_space_lies(self) -> Rigid:
        return Rigid((0.0, -self._floor_m, 0.0), IDENTITY.rotation)

    def at(self, xr_time: int) -> Rigid:
        """room_from_space at this time: from the moment on that the runtime named, a change is in force."""
        while self._expected and xr_time >= self._expected[0][0]:
            before, self._stage_from_space = self._stage_from_space, self._seen_from_stage(xr_time)
            moved = self._expected.pop(0)[1]
            if moved is None and before is not None and self._stage_from_space is not None:
                moved = compose(inverse(before), self._stage_from_space)
            self._change(moved)
        if self._stage_from_space is None:
            self._stage_from_space = self._seen_from_stage(xr_time)
        return self._room_from_space

    def _seen_from_stage(self, xr_time: int) -> Rigid | None:
        if self._stage is None:
            return None
        found = xr.locate_space(self.space, self._stage, xr_time)
        return rigid(found.pose) if int(found.location_flags) & VALID == VALID else None

    def expect(self, event: Any) -> None:
        """XrEventDataReferenceSpaceChangePending."""
        if event.reference_space_type == _TYPES[self.floor]:
            moved = rigid(event.pose_in_previous_space) if event.pose_valid else None
            self._expected.append((int(event.change_time), moved))

    def _change(self, previous_from_new: Rigid | None) -> None:
        before = self._room_from_space
        if self.floor == "stage":
            if previous_from_new is not None:
                self._room_from_space = compose(before, previous_from_new)
        else:
            self._room_from_space = self._as_the_space_lies()
        moved = None
        if previous_from_new is not None:
            moved = compose(self._room_from_space, inverse(compose(before, previous_from_new)))
        self._told("recentred", "The headset was centred anew.", room_from_previous=moved)

    def recentre(self, head: Rigid, eye_height_m: float | None) -> Rigid | None:
        """`head` in the space. room_from_previous, or None where nothing moved."""
        floor_m = self._floor_m if eye_height_m is None else float(head.position[1]) - eye_height_m
        space_from_room = below(head, floor_m)
        if space_from_room is None:
            return None
        before, self._floor_m = self._room_from_space, floor_m
        self._room_from_space = inverse(space_from_room)
        return compose(self._room_from_space, inverse(before))
