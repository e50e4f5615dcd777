"""Intents are plain data: equal when they say the same, and all kinds are ones that something makes."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import get_args

import pytest

from game.intents import Intent, Kind


def test_intents_that_say_the_same_are_equal() -> None:
    assert Intent("select", at=(0.5, 0.8)) == Intent("select", at=(0.5, 0.8))
    assert Intent("select", button="yes") != Intent("select", button="no")


def test_an_intent_does_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        Intent("pause").kind = "stop"  # type: ignore[misc]


def test_what_befalls_the_source_is_an_intent_too() -> None:
    assert {"camera_lost", "camera_found", "source_ended"} < set(get_args(Kind))
