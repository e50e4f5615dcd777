"""The page a physiotherapist reads in a minute: a tagged PDF (PDF/UA-1), made by typst from one Summary.

No network, no font of the system's, no clock: the same Summary gives the same bytes.
"""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

from game.assets import asset
from game.progress.files import write_whole
from game.progress.page import page
from game.progress.summary import Summary

MOST_ON_A_PAGE = 4  # exercises; more take two pages
_TEMPLATE = resources.files("game.progress") / "report.typ"
HEIGHTS_MM = {
    1: (104, 92, 80, 68, 56, 44, 36, 30),
    2: (62, 54, 46, 38, 32, 27),
    3: (42, 37, 32, 28, 24),
    4: (34, 31, 28, 25, 22),
    5: (46, 42, 38, 34, 31, 28, 25, 22),  # and more
}


def write(summary: Summary, path: Path) -> None:
    """Write the page to `path`. Raises CannotWriteError; an older file there survives trouble."""
    write_whole(path, render(summary))


def render(summary: Summary) -> bytes:
    """The PDF's bytes: the tallest charts that leave everything on one page, with more than four exercises on two."""
    import typst

    own, more = (typst.Fonts(include_system_fonts=system, font_paths=[asset("fonts")]) for system in (False, True))
    data = _fitted(page(summary), len(summary.blocks), own)
    # A name in letters that our font lacks is drawn with a font of the system's; where there is none either, the page
    # has its boxes and no longer claims PDF/UA, which forbids them.
    for fonts, standards in ((own, ["ua-1"]), (more, ["ua-1"]), (more, [])):
        try:
            return _compiled(data, fonts, standards, int(summary.ended.timestamp()))
        except typst.TypstError as error:
            if "could not be displayed with font" not in error.message or not standards:
                raise
    raise AssertionError("the last try either returns or raises")


def _compiled(data: dict[str, str], fonts: Any, standards: list[Any], made_at: int) -> bytes:
    import typst

    with resources.as_file(_TEMPLATE) as template:
        made = typst.compile(
            template, format="pdf", font_paths=fonts, sys_inputs=data, pdf_standards=standards, timestamp=made_at
        )
    if not isinstance(made, bytes):
        raise TypeError(f"typst gave {type(made).__name__}, expected the bytes of one PDF")
    return made


def _fitted(said: dict[str, Any], blocks: int, fonts: Any) -> dict[str, str]:
    """The template's input with the tallest charts that leave so many pages, else the smallest."""
    import typst

    data, most = {}, 1 if blocks <= MOST_ON_A_PAGE else 2
    with resources.as_file(_TEMPLATE) as template:
        for height in HEIGHTS_MM[min(max(blocks, 1), MOST_ON_A_PAGE + 1)]:
            data = {"report": json.dumps({**said, "chart_mm": height}, allow_nan=False)}
            pages = typst.query(template, "<pages>", field="value", one=True, font_paths=fonts, sys_inputs=data)
            if json.loads(pages) <= most:
                break
    return data
