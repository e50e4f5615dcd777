"""How wrong a headset's angles are: `python tests/bench/headset_angles.py [--write]`, some minutes.

Prints the part of docs/accuracy.md on headsets. With --write it is put there, and exercises/headset_errors.py, from
which follow the half-widths of a headset's angles and which exercises may be played in one, is written anew.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # people are shared with the tests

from real_data import headset  # noqa: E402

from game.library import exercises  # noqa: E402

DATA, PAGE = ROOT / "exercises" / "headset_errors.py", ROOT / "docs" / "accuracy.md"
AFTER = "## What smoothing costs"
FIRST = "ERRORS: Mapping[str, Errors] = MappingProxyType("
SECOND = (
    "# Of an exercise's sound lifts, the share that was called so; faults that never were are left out\n"
    "FALSELY_NAMED: Mapping[str, Mapping[str, float]] = MappingProxyType("
)


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--write", action="store_true", help="write the data and the part of docs/accuracy.md")
    asked = ask.parse_args()
    rows = headset.measure(ROOT, exercises())
    page = headset.page(rows)
    print(page)
    if asked.write:
        found = [headset.of(row) for row in rows]
        lines = [
            f'        "{f["exercise"]}": Errors({f["mean_deg"]:.1f}, {f["p90_deg"]:.1f}, {f["half_width_deg"]:.1f}, '
            f"{f['exact']:.2f}),"
            for f in found
        ]
        before = DATA.read_text(encoding="utf-8").split(FIRST)[0]
        written = [f"{before}{FIRST}", "    {", *lines, "    }", ")", "", *_named(found)]
        DATA.write_text("\n".join(written), encoding="utf-8")
        text = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(_put(text, page), encoding="utf-8")
    return 0


def _named(found: Sequence[Mapping[str, Any]]) -> list[str]:
    lines = []
    for f in found:
        shares = ", ".join(f'"{fault}": {share:.2f}' for fault, share in f["falsely_named"].items())
        lines.append(f'        "{f["exercise"]}": {{{shares}}},')
    return [SECOND, "    {", *lines, "    }", ")", ""]


def _put(text: str, page: str) -> str:
    """The page of accuracy with this part in the place of the one before, or else before the part on smoothing."""
    title = page.splitlines()[0]
    old = re.search(rf"^{re.escape(title)}$.*?(?=^## )", text, re.M | re.S)
    first, after = (old.start(), old.end()) if old else (text.index(AFTER), text.index(AFTER))
    return f"{text[:first]}{page}\n\n{text[after:]}"


if __name__ == "__main__":
    sys.exit(main())
