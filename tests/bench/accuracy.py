"""How wrong Upswing is, on data whose truth is known: `python tests/bench/accuracy.py [--only PART ...] [--write]`.

Prints docs/accuracy.md, or with --write puts it there. The data is the folder ../shared beside the repository
(--shared); where it is absent nothing is measured and the program says so. The practice films take a quarter of an
hour: --results FOLDER keeps what each part found, and --reuse takes what is kept there instead of measuring again.
--tracked FOLDER keeps only what the tracker saw of the practice films, so that the judge alone can be measured again;
--held-out FOLDER the same of our own films, which are drawn first and take an hour.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # people in headsets are shared with the tests

from filming import report as held_out  # noqa: E402
from real_data import clips, films, fused, headset, keraal, opencap, smoothing, ui_prmd  # noqa: E402
from real_data.page import whole  # noqa: E402

from game.library import exercises  # noqa: E402

PARTS = {
    "clips": clips,
    "held_out": held_out,
    "ui_prmd": ui_prmd,
    "films": films,
    "opencap": opencap,
    "keraal": keraal,
    "headset": headset,
    "fused": fused,
    "smoothing": smoothing,
}
# Parts of tracked films, and what names the folder of poses
TRACKED = {"clips": "tracked", "held_out": "held_out", "fused": "tracked"}


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    ask.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    ask.add_argument("--results", type=Path, help="a folder to keep what each part found")
    ask.add_argument("--reuse", action="store_true", help="take kept results where there are any")
    ask.add_argument("--tracked", type=Path, help="a folder for the practice films' poses, taken from there if there")
    ask.add_argument("--held-out", type=Path, help="a folder for our own films' poses (bench/films.py)")
    ask.add_argument("--write", action="store_true", help="write docs/accuracy.md (all parts only)")
    asked = ask.parse_args()
    if not (asked.shared / "data").is_dir():
        print(f"skipped: there is no data at {asked.shared}; docs/accuracy.md stays as it is")
        return 0
    if asked.write and set(asked.only) != set(PARTS):
        print("the page is written from all parts: leave out --only, or --write", file=sys.stderr)
        return 2
    if asked.reuse and asked.results is None:
        print("--reuse needs --results, the folder to take them from", file=sys.stderr)
        return 2
    found = {name: _found(name, asked) for name in asked.only}
    sections = {
        name: PARTS[name].page(rows, asked.shared) if name in TRACKED else PARTS[name].page(rows)
        for name, rows in found.items()
    }
    if not asked.write:
        print("\n\n".join(sections.values()))
        return 0
    page = whole(sections, metadata.version("mediapipe"))
    (ROOT / "docs" / "accuracy.md").write_text(page, encoding="utf-8")
    print(f"wrote {ROOT / 'docs' / 'accuracy.md'}")
    return 0


def _found(name: str, asked: argparse.Namespace) -> Any:
    kept = None if asked.results is None else asked.results / f"{name}.json"
    if asked.reuse and kept is not None and kept.is_file():
        return json.loads(kept.read_text(encoding="utf-8"))
    began = time.monotonic()
    more = {"tracked": getattr(asked, TRACKED[name])} if name in TRACKED else {}
    # Through JSON at once, so that a page from kept results is the page from fresh ones
    text = json.dumps(PARTS[name].measure(asked.shared, exercises(), **more), indent=1)
    print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(text, encoding="utf-8")
    return json.loads(text)


if __name__ == "__main__":
    sys.exit(main())
