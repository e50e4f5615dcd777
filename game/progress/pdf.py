"""The page a physiotherapist reads in a minute: a tagged PDF (PDF/UA-1), made by typst from one Summary.

No network, no font of the system's, no clock: the same Summary gives the same bytes.
"""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

from game.assets import asset
from game.progress.files import write_whole
from game.progress.page import page
from game.progress.summary import Summary

MOST_ON_A_PAGE = 4  # exercises; more flow to a second page
HEIGHTS_MM = {1: (104, 92, 80, 68, 56, 44), 2: (62, 54, 46, 38, 32), 3: (42, 37, 32, 28), 4: (34, 31, 28, 25, 22)}


def write(summary: Summary, path: Path) -> None:
    """Write the page to `path`. Raises CannotWriteError; an older file there survives trouble."""
    write_whole(path, render(summary))


def render(summary: Summary) -> bytes:
    """The PDF's bytes: with the tallest charts that leave everything on one page, for up to four exercises."""
    import typst

    said = page(summary)
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[asset("fonts")])
    with resources.as_file(resources.files("game.progress") / "report.typ") as template:
        for height in HEIGHTS_MM[min(max(len(summary.blocks), 1), MOST_ON_A_PAGE)]:
            data = {"report": json.dumps({**said, "chart_mm": height}, allow_nan=False)}
            pages = typst.query(template, "<pages>", field="value", one=True, font_paths=fonts, sys_inputs=data)
            if json.loads(pages) == 1:
                break
        made = typst.compile(
            template,
            format="pdf",
            font_paths=fonts,
            sys_inputs=data,
            pdf_standards=["ua-1"],
            timestamp=int(summary.ended.timestamp()),
        )
    if not isinstance(made, bytes):
        raise TypeError(f"typst gave {type(made).__name__}, expected the bytes of one PDF")
    return made
