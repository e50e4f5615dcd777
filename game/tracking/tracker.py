"""From a live camera's pictures to poses: whom to follow, and where the room is, learned while it goes on."""

from __future__ import annotations

import numpy as np

from exercises.pose import Pose, unseen
from game.tracking.following import Facing, Glimpse, Watcher
from game.tracking.landmarks import Body
from game.tracking.rooting import Reference, Rooting, Sight, StillSecond

_CLOSELY_S = 0.5  # while nobody is seen, parts of the picture are searched this often
_CHOOSE_S = 1.0  # until the pose is frozen, whoever is clearly nearer than the followed person is looked for this often
_NEARER = 1.3


class Tracker:
    """Given the pictures that are looked at, in order.

    reference   what is known of the room: at first of a camera that has not been moved since, later what was last
                learned
    frozen      whether heading, up, floor and person stay as they are. While not, they are learned anew from every
                still second, and a clearly nearer person takes over; after a gap or a change of the picture's size
                once more
    """

    def __init__(self, watcher: Watcher, reference: Reference | None = None) -> None:
        self.reference, self.frozen = reference, False
        self._watcher, self._facing, self._still = watcher, Facing(), StillSecond()
        self._rooting = None if reference is None else Rooting(reference)
        self._unsettled = reference is None  # the room is to be learned once more, though frozen
        self._last: Glimpse | None = None
        self._shape: tuple[int, ...] = ()
        self._searched_s = self._chosen_s = -1.0
        self._n, self._first_s, self._t_s = 0, 0.0, 0.0

    @property
    def looks(self) -> float:
        """Pictures a second in which the body was sought, so far; 0 before the second one."""
        return (self._n - 1) / (self._t_s - self._first_s) if self._n > 1 else 0.0

    def pose(self, t_s: float, picture: np.ndarray, after_gap: bool) -> Pose:
        """The pose in a BGR picture (H, W, 3) uint8. `after_gap`: the camera was away, and perhaps is elsewhere now."""
        other_size = bool(self._shape) and picture.shape != self._shape
        self._shape = picture.shape
        if after_gap or other_size:
            self._still, self._unsettled = StillSecond(), True
        if other_size:  # places in the picture mean something else now
            self._rooting = self._last = None
        body = self._sought(t_s, picture)
        if body is not None:
            self._last = Glimpse(self._n, t_s, body)
            body = self._facing.read(t_s, body)
            if not self.frozen or self._unsettled or self._rooting is None:
                self._learn(Sight(t_s, body))
        height, width = picture.shape[:2]
        return unseen(t_s) if self._rooting is None else self._rooting.pose(t_s, body, width / height)

    def close(self) -> None:
        self._watcher.close()

    def _sought(self, t_s: float, picture: np.ndarray) -> Body | None:
        closely = t_s - self._searched_s >= _CLOSELY_S
        if closely:
            self._searched_s = t_s
        body = self._watcher.look(picture, t_s, self._last, closely)
        self._n, self._first_s, self._t_s = self._n + 1, self._first_s if self._n else t_s, t_s
        if body is None or self.frozen or t_s - self._chosen_s < _CHOOSE_S:
            return body
        self._chosen_s = t_s
        other = self._watcher.look(picture, t_s, None, False)
        return other if other is not None and other.nearness > _NEARER * body.nearness else body

    def _learn(self, sight: Sight) -> None:
        found = self._still.add(sight)
        if found is not None:
            self._unsettled = False
        elif self._rooting is None:  # something to show at once: better an unsteady heading than an empty place
            found = self._still.calmest()
        if found is not None:
            self.reference, self._rooting = found, Rooting(found)
