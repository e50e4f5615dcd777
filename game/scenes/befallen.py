"""What befalls the source in an evening: a camera or headset that goes and comes back, a film that ends.

Of a hand its poses say it, and whose it is.
"""

from __future__ import annotations

from typing import Literal

from game.intents import Intent
from game.scenes.checkout import CheckOut
from game.scenes.course import Course
from game.scenes.pause import Fallen, Pause
from game.scenes.welcome import Farewell


def heed(course: Course, intent: Intent) -> None:
    """Follow an intent that the source's notices became; any other is nobody's."""
    match intent.kind:
        case "camera_lost" | "camera_dark":
            _camera_lost(course, dark=intent.kind == "camera_dark")
        case "headset_lost":
            _headset_lost(course, intent.say)
        case "camera_found" | "headset_found":
            _found(course)
        case "source_ended":
            _source_ended(course)


def _camera_lost(course: Course, dark: bool) -> None:
    if isinstance(course.over, Fallen) or not course.scene.moving:
        return
    if (pause := _waiting(course, "camera")) is not None:
        pause.dark = dark


def _headset_lost(course: Course, say: str | None) -> None:
    """Taken off, gone, or another program in front: whatever is on waits, questions too."""
    if isinstance(course.over, Fallen) or not course.evening.worn:
        return
    if (pause := _waiting(course, "headset")) is not None:
        pause.because = say or ""


def _waiting(course: Course, why: Literal["camera", "headset"]) -> Pause | None:
    """The pause that waits for the source from now on."""
    if isinstance(course.over, Pause):
        course.over.lose(why)
    else:
        course.pause(why)
    return course.over if isinstance(course.over, Pause) else None


def _found(course: Course) -> None:
    course.evening.away = 0  # nobody could be seen meanwhile
    if isinstance(course.over, Pause):
        course.over.found = True


def _source_ended(course: Course) -> None:
    """A film is over. Whatever still had to be seen cannot be; a demonstration says how it was all the same."""
    evening = course.evening
    if isinstance(course.over, Fallen):
        course.leave(Farewell())
    elif course.watching:
        course.end("source")
        course.leave(CheckOut() if evening.demo and evening.has_begun else Farewell())
