"""A height that hurt, or that nobody confirmed, is not remembered for the next evening."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_sessions import Evening, prescribed, routine

from game.progress.store import Store
from game.reports import opening_of
from game.settings import Settings

ASKED = prescribed()


def hurt() -> Evening:
    return Evening().begin(0, ASKED).calibrated(comfortable_deg=75.0, hurt=True)


@pytest.mark.parametrize(
    ("evening", "offered"),
    [
        (Evening().begin(0, ASKED).calibrated(comfortable_deg=75.0), [75.0]),
        (
            Evening().begin(0, ASKED).calibrated(comfortable_deg=75.0, hurt=None).answer("same_as_last_time", True),
            [75.0],
        ),
        (Evening().begin(0, ASKED).calibrated(comfortable_deg=75.0, hurt=None).answer("same_as_last_time", False), []),
        (Evening().begin(0, ASKED).calibrated(comfortable_deg=75.0, hurt=None).stop("patient"), []),
        (Evening().begin(0, ASKED).stop("patient"), [80.0]),
        (hurt().answer("left_for_today", True).stop("patient"), []),  # nor an older one, which may be as high
        (hurt().calibrated(comfortable_deg=60.0), [60.0]),
        (hurt().calibrated(comfortable_deg=60.0, hurt=None).stop("patient"), []),
    ],
)
def test_what_is_offered_as_last_time(tmp_path: Path, evening: Evening, offered: list[float]) -> None:
    with Store.open(tmp_path) as store:
        Evening().begin(0, ASKED).calibrated(comfortable_deg=80.0).keep(store, routine(ASKED), day=1)
        evening.keep(store, routine(ASKED), day=2)
        assert [known.comfortable_deg for known in opening_of(store, Settings()).before.values()] == offered


def test_measuring_lifts_leave_no_lights(tmp_path: Path) -> None:
    evening = Evening().begin(0, ASKED).calibrated().lift(None).lift(None, full=False).lift(None).end_set(0, 2, 3)
    evening.answer("measuring", "started").lift(120.0).lift(125.0).answer("measuring", "done")
    with Store.open(tmp_path) as store:
        evening.keep(store, routine(ASKED), day=1)
        assert opening_of(store, Settings()).lights == 2
