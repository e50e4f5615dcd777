"""A door that poses come through, whatever sees the body."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Literal, Protocol, Self

from exercises.pose import Joint, Pose


class TrackingError(Exception):
    """A source cannot begin or go on: one sentence that says what was expected and what was found.

    * TrackingError
      - FilmError        no film, a hole in it, nobody in it
      - RecordingError   a recording that does not hold what its schema says
      - CameraError      no camera, or it will not open
    """


class FilmError(TrackingError):
    """`lost_s`: seconds of the film that could not be read; all the rest has been delivered."""

    def __init__(self, sentence: str, lost_s: float = 0.0) -> None:
        super().__init__(sentence)
        self.lost_s = lost_s


class RecordingError(TrackingError):
    pass


class CameraError(TrackingError):
    pass


NoticeKind = Literal[
    "camera_lost", "camera_dark", "camera_slow", "camera_found",
    "headset_lost", "headset_found", "hand_lost", "hand_found",
    "sources_joined", "sources_parted",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about the source itself that the player must know.

    camera_lost   nothing comes from it, or always the same picture     camera_dark   all of it is black
    camera_slow   pictures come seldom; it goes on                      camera_found  lost or dark no more
    headset_lost  it is taken off, gone, or another program is in front    headset_found  no more
    hand_lost     one hand is not seen any more, or its controller sleeps  hand_found     it is back
    sources_joined   headset and camera are gone by together   sources_parted  one of them alone is, and why
    """

    t_s: float
    kind: NoticeKind
    say: str


class Closing(ABC):
    """What `with` closes at its end."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @abstractmethod
    def close(self) -> None: ...


class PoseSource(Protocol):
    """`lockstep` sources (films, recordings) drop nothing and are waited for: a pose at t_s belongs to tick
    ceil(60 t_s). Live ones give what is newest. A lock-step source that is not polled stands still.
    """

    @property
    def provides(self) -> frozenset[Joint]: ...
    @property
    def lockstep(self) -> bool: ...
    @property
    def ended(self) -> bool: ...

    def poll(self) -> tuple[Pose, ...]:
        """New poses, oldest first; never blocks."""

    def notices(self) -> tuple[Notice, ...]:
        """What befell the source since the last call."""

    def close(self) -> None: ...


class Learner(PoseSource, Protocol):
    """A source that learns where its person is, until they lift."""

    def freeze(self) -> None: ...
    def thaw(self) -> None: ...
