"""What headset and camera together are worth: `python tests/bench/fused.py --tracked FOLDER [--shared ../shared]`.

Prints the section of docs/accuracy.md (real_data/fused.py says how it is measured); `accuracy.py` measures it with all
else. --tracked holds the practice films' poses, which `accuracy.py --tracked FOLDER --only clips` puts there.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # the two scripted devices are shared with the tests

from real_data import fused  # noqa: E402

from game.library import exercises  # noqa: E402


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    ask.add_argument("--tracked", type=Path, required=True)
    ask.add_argument("--results", type=Path, help="a file to keep the rows")
    asked = ask.parse_args()
    rows = fused.measure(asked.shared, exercises(), asked.tracked)
    if not rows:
        print(f"skipped: there are no films at {asked.shared}, or no poses of them at {asked.tracked}")
        return 0
    if asked.results is not None:
        asked.results.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    print(fused.page(rows, asked.shared))
    return 0


if __name__ == "__main__":
    sys.exit(main())
