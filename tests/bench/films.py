"""A held-out set of films of our own: rendered, tracked and scored. `python tests/bench/films.py --folder FOLDER`.

Skinned people perform the nine exercises in front of a camera, 640x480 at 30 a second, in a plain room; the tracker
sees the pictures and `analyze` judges what it saw; the truth is read off the bones that were drawn. What is played is
drawn from --seed. A film is drawn into a temporary file, tracked and deleted; FOLDER keeps what the tracker saw
(NAME.npz) and the truth (NAME.json), and a film found there is not drawn again, so a run that was cut off goes on.
--tracked FOLDER only scores what is there, in seconds; --tracked FOLDER --again OTHER first runs today's tracker on the
landmarks that were kept (NAME.seen.npz), for what changed behind MediaPipe and before the judge.

Scored by ../shared/tools/score_clips.py (--shared), the rules of the practice films; without it nothing is measured.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from filming.making import make, make_again
from filming.report import scored, written
from filming.scripts import SEED, draw

from game.library import exercises

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    where = ask.add_mutually_exclusive_group(required=True)
    where.add_argument("--folder", type=Path, help="render and track into this folder, then score")
    where.add_argument("--tracked", type=Path, help="score what lies in this folder")
    ask.add_argument("--again", type=Path, help="with --tracked: run the tracker behind MediaPipe once more, into here")
    ask.add_argument("--seed", type=int, default=SEED)
    ask.add_argument("--first", type=int, default=None, help="only the first so many films")
    ask.add_argument("--only", nargs="+", default=[""], help="only films with one of these words in their name")
    ask.add_argument("--report", type=Path, help="where the report goes (printed, if left out)")
    ask.add_argument("--json", type=Path, help="the scores, film by film")
    ask.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    asked = ask.parse_args()
    if not (asked.shared / "tools" / "score_clips.py").is_file():
        print(f"skipped: there is no tools/score_clips.py in {asked.shared}")
        return 0
    folder = asked.tracked or asked.folder
    if asked.again:
        make_again(folder, asked.again)
        folder = asked.again
    if asked.folder:
        wanted = [s for s in draw(asked.seed)[: asked.first] if any(word in s.name for word in asked.only)]
        make(wanted, asked.folder)
    rows = scored(folder, asked.shared, exercises())
    page = written(rows, asked.shared)
    if asked.report:
        asked.report.write_text(page, encoding="utf-8")
    else:
        print(page)
    if asked.json:
        asked.json.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
