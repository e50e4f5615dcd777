"""Reading what the patient said: the last answer to a key counts."""

from __future__ import annotations

from collections.abc import Iterable

from exercises.routine import Answer


def last(answers: Iterable[Answer], key: str) -> str | int | float | bool | None:
    value = None
    for answer in answers:
        if answer.key == key:
            value = answer.value
    return value


def number(answers: Iterable[Answer], key: str) -> int | None:
    value = last(answers, key)
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def flag(answers: Iterable[Answer], key: str) -> bool | None:
    value = last(answers, key)
    return value if isinstance(value, bool) else None


def text(answers: Iterable[Answer], key: str) -> str | None:
    value = last(answers, key)
    return value if isinstance(value, str) else None


def hurt_unsaid(answers: Iterable[Answer]) -> bool:
    """Whether "It hurts" was the last word: nobody stayed to say how much."""
    said = [answer.key for answer in answers if answer.key == "pain_during" or answer.value == "hurts"]
    return said[-1:] == ["choice"]
