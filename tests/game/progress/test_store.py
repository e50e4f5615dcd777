"""The store, with real SQLCipher, real processes and real trouble."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from made_sessions import STARTED, VERSIONS, body, good_evening, routine

from exercises.events import RepStarted, Stopped
from exercises.pose import Pose
from game.intents import Intent
from game.progress import errors, migrations
from game.progress.database import connect
from game.progress.key import key_of
from game.progress.store import FILE, Store, StoreError, data_folder
from game.progress.writer import Writer

PROGRAM = Path(__file__).with_name("playing_program.py")


def begin(store: Store, **more) -> Writer:
    return store.begin(routine(), seed=7, source="test", started=STARTED, versions=VERSIONS, **more)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as opened:
        yield opened


def played(store: Store, seconds: int = 2) -> str:
    writer = begin(store, opening={"text_size": 1.25})
    for n in range(seconds * 60):
        intents = (Intent("select", (0.25, 0.5)),) if n == 30 else ()
        writer.tick(
            n, (body(n / 60),) if n % 2 == 0 else (), intents, ((0, RepStarted(n / 60, 0, "left")),) if n == 60 else ()
        )
    writer.finish("done")
    return writer.id


def test_a_session_comes_back_whole(store: Store) -> None:
    name = played(store)
    back = store.load(name)
    assert [tick for tick, _ in back.poses] == list(range(0, 120, 2))
    assert back.poses[7][1].points.tobytes() == body(14 / 60).points.tobytes()
    assert back.intents == ((30, Intent("select", (0.25, 0.5))),)
    assert back.records == ((60, 0, RepStarted(1.0, 0, "left")),)
    assert (back.routine, back.seed, back.source, back.demo) == (routine(), 7, "test", False)
    assert (back.versions, back.opening) == (VERSIONS, {"text_size": 1.25})
    assert (back.because, back.started) == ("done", STARTED)
    assert back.ended == STARTED + timedelta(seconds=119 / 60)
    assert store.load(name, poses=False).poses == ()


def test_another_program_finds_it_later(tmp_path: Path) -> None:
    with Store.open(tmp_path) as first:
        name, patient = played(first), first.patient
    with Store.open(tmp_path) as again:
        assert again.patient == patient
        (stub,) = again.sessions()
        assert (stub.id, stub.because, stub.playing, stub.exercises) == (name, "done", False, ("Arm lift to the side",))


def test_nothing_readable_lies_on_the_disk(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        played(store)
        for path in tmp_path.glob(f"{FILE}*"):
            held = path.read_bytes()
            assert held[:15] != b"SQLite format 3"
            for word in (b"shoulder", b"RepStarted", store.patient.encode(), b"session"):
                assert word not in held
            if os.name == "posix":
                assert path.stat().st_mode & 0o077 == 0


def test_names_are_short_and_found_by_their_word(store: Store) -> None:
    first, second = played(store, 1), played(store, 1)
    assert first != second
    assert first.startswith("2026-05-01-")
    assert store.resolve("last") == second
    assert store.resolve(first) == store.resolve(first.removeprefix("2026-05-01-")) == first
    with pytest.raises(errors.UnknownSessionError, match=f"no session named '{second}x'; did you mean {second}"):
        store.resolve(second + "x")


def test_the_first_day_has_no_last_session(store: Store) -> None:
    with pytest.raises(StoreError, match="no session is stored yet"):
        store.load("last")


def test_the_game_never_waits_for_the_disk(store: Store, tmp_path: Path) -> None:
    writer = begin(store)
    blocker = connect(tmp_path / FILE, key_of(tmp_path))
    blocker.execute("BEGIN IMMEDIATE")  # as a slow disk would, this keeps every commit waiting
    slowest = 0.0
    for n in range(90):
        before = time.perf_counter()
        writer.tick(n, (body(n / 60),))
        slowest = max(slowest, time.perf_counter() - before)
    time.sleep(0.3)  # the thread is now inside its commit
    before = time.perf_counter()
    writer.tick(90, (body(1.5),))
    slowest = max(slowest, time.perf_counter() - before)
    blocker.execute("ROLLBACK")
    blocker.close()
    writer.finish("done")
    assert slowest < 1 / 60
    assert len(store.load("last").poses) == 91


def test_a_game_that_stands_still_is_committed_too(store: Store) -> None:
    writer = begin(store)
    writer.tick(0, (body(0.0),))
    time.sleep(1.0)
    assert len(store.load("last").poses) == 1
    writer.finish("done")


def start_program(folder: Path, *more: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, str(PROGRAM), str(folder), *more], stdout=subprocess.PIPE, text=True)


def test_kill_9_loses_at_most_the_last_second(tmp_path: Path) -> None:
    program = start_program(tmp_path)
    name = program.stdout.readline().strip()
    last = 0
    while last < 150:
        last = int(program.stdout.readline())
    program.kill()  # SIGKILL: no handler, no goodbye
    last = int((program.stdout.read().split() or [last])[-1])
    program.wait()
    program.stdout.close()
    with Store.open(tmp_path) as store:
        (cut_off,) = store.unfinished()
        assert (cut_off.id, cut_off.ended) == (name, None)
        back = store.load(name)
        kept = back.poses[-1][0]
        assert last - kept <= 60, f"{last - kept} ticks were lost"
        assert [tick for tick, _ in back.poses] == list(range(kept + 1))
        assert [tick for tick, *_ in back.records] == list(range(kept + 1))
        store.close_unfinished(name, "error")
        assert store.unfinished() == ()
        closed = store.load(name)
        assert (closed.because, closed.ended) == ("error", STARTED + timedelta(seconds=kept / 60))
        with pytest.raises(StoreError, match="has ended already"):
            store.close_unfinished(name)


def test_a_report_can_be_read_while_another_program_plays(tmp_path: Path) -> None:
    program = start_program(tmp_path)
    name = program.stdout.readline().strip()
    while int(program.stdout.readline()) < 100:
        pass
    with Store.open(tmp_path) as store:
        assert len(store.load("last").poses) >= 40
        assert store.sessions()[0].playing
        assert store.unfinished() == ()  # it is not for us to close
        with pytest.raises(StoreError, match="is being played"):
            store.close_unfinished(name)
        mine = played(store, 1)  # and a second one can be played beside it
        assert {stub.id for stub in store.sessions()} == {name, mine}
    program.kill()
    program.wait()
    program.stdout.close()


@pytest.mark.skipif(os.name != "posix", reason="a limit on file sizes stands for the full disk")
def test_a_full_disk_is_said_in_a_sentence_and_keeps_what_was_there(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        before = played(store)
    program = start_program(tmp_path, "60000")
    said = [line for line in program.communicate(timeout=20)[0].splitlines() if line.startswith("said:")]
    assert program.returncode == 0
    assert said
    assert all("what was stored before is kept" in line and FILE in line for line in said)
    with Store.open(tmp_path) as store:
        assert len(store.load(before).poses) == 60
        (cut_off,) = store.unfinished()
        assert store.load(cut_off.id).seed == 7


def play_on(writer: Writer) -> None:
    for n in range(60 * 60):
        writer.tick(n, (body(n / 60),))
        time.sleep(0.001)


def test_after_room_was_made_everything_is_written(store: Store) -> None:
    writer = begin(store)
    pages = writer._connection.execute("PRAGMA page_count").fetchone()[0]
    writer._connection.execute(f"PRAGMA max_page_count = {pages}").fetchall()
    with pytest.raises(errors.CannotWriteError, match="is full: make room and try again; what was stored before is"):
        play_on(writer)
    last = writer._last_tick
    with pytest.raises(errors.CannotWriteError, match="is full"):
        writer.finish("error")
    writer._connection.execute("PRAGMA max_page_count = 100000").fetchall()
    writer.finish("error")
    assert [tick for tick, _ in store.load(writer.id).poses] == list(range(last + 1))


@pytest.mark.skipif(os.name != "posix", reason="folder modes are POSIX's")
def test_a_read_only_folder_is_said_in_a_sentence() -> None:
    program = (
        "import sys\nfrom pathlib import Path\n"
        "from game.progress.store import Store, StoreError\n"
        "try: Store.open(Path(sys.argv[1]))\n"
        "except StoreError as error: print(error)\n"
    )
    # Root may write anywhere; without this capability it may not. Another user might not even read the interpreter.
    bound = ["setpriv", "--bounding-set=-dac_override"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory() as place:
        os.chmod(place, 0o555)
        for folder in (Path(place), Path(place) / "new"):
            done = subprocess.run(
                [*bound, sys.executable, "-c", program, str(folder)], capture_output=True, text=True, check=True
            )
            assert "cannot be used for sessions: Permission denied" in done.stdout
            assert done.stderr == ""
        assert list(Path(place).iterdir()) == []


def test_a_wrong_key_is_told_from_a_damaged_file(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        played(store)
    right = (tmp_path / "key").read_text()
    (tmp_path / "key").write_text("0" * 64)
    held = (tmp_path / FILE).read_bytes()
    with pytest.raises(errors.WrongKeyError, match="is not the one its sessions were stored with"):
        Store.open(tmp_path)
    assert (tmp_path / FILE).read_bytes() == held
    (tmp_path / "key").write_text(right)
    (tmp_path / FILE).write_bytes(b"this is a shopping list, not a store" * 200)
    with pytest.raises(errors.DamagedError, match="is damaged and cannot be read"):
        Store.open(tmp_path)
    assert (tmp_path / FILE).read_bytes().startswith(b"this is a shopping list")


def test_damage_in_the_middle_is_told_and_the_rest_still_reads(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with Store.open(tmp_path) as store:
        writer, noise = begin(store), np.random.default_rng(0)
        for n in range(600):  # poses of noise are large, so that the middle of the file is surely theirs
            writer.tick(n, (Pose(n / 60, noise.normal(size=(33, 3)), np.ones(33)),))
        writer.finish("done")
        short = played(store, 1)
    held = bytearray((tmp_path / FILE).read_bytes())
    middle = len(held) // 2
    held[middle : middle + 64] = bytes(64)
    (tmp_path / FILE).write_bytes(held)
    with Store.open(tmp_path) as store, pytest.raises(errors.DamagedError, match="damaged"):
        store.load(writer.id)
    with Store.open(tmp_path) as store:
        assert len(store.load(short).poses) == 30
    assert capfd.readouterr().err == ""  # SQLCipher would write its own lines there


def test_a_newer_store_is_left_alone(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        played(store)
    connection = connect(tmp_path / FILE, key_of(tmp_path))
    connection.execute("INSERT INTO migration (name) VALUES ('0099 from the future')")
    connection.close()
    with pytest.raises(
        errors.TooNewError, match=r"newer Upswing \(it knows '0099 from the future'\).*nothing was changed"
    ):
        Store.open(tmp_path)


def test_a_migration_is_whole_or_not_at_all(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        name = played(store)
    connection = connect(tmp_path / FILE, key_of(tmp_path))
    half = (*migrations.MIGRATIONS, ("0002 half", ("CREATE TABLE extra (x)", "NOT SQL")))
    with pytest.raises(Exception, match="syntax error"):
        migrations.migrate(connection, "x", half)
    assert connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'extra'").fetchall() == []
    whole = (*migrations.MIGRATIONS, ("0002 whole", ("CREATE TABLE extra (x)",)))
    migrations.migrate(connection, "x", whole)
    migrations.migrate(connection, "x", whole)
    assert connection.execute("SELECT name FROM migration").fetchall() == [(step,) for step, _ in whole]
    assert connection.execute("SELECT id FROM session").fetchall() == [(name,)]
    connection.close()


def test_a_store_of_the_first_version_is_brought_up_and_keeps_its_sessions(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        name = played(store)
    connection = connect(tmp_path / FILE, key_of(tmp_path))
    connection.execute("DROP INDEX said")
    connection.execute("DELETE FROM migration WHERE name != '0001 sessions and their seconds'")
    connection.close()
    with Store.open(tmp_path) as store:
        assert len(store.load(name).poses) == 60
    connection = connect(tmp_path / FILE, key_of(tmp_path))
    assert len(connection.execute("SELECT name FROM migration").fetchall()) == len(migrations.MIGRATIONS)
    connection.close()


def test_what_was_said_is_found_without_reading_a_pose(store: Store) -> None:
    """SQLite reads a column after a long one only through it: sessions are listed from the index alone."""
    name = played(store)
    asked: list[str] = []
    store._connection.set_trace_callback(asked.append)
    store.sessions()
    store.load(name, poses=False)
    store.sessions_with("measuring")
    store._connection.set_trace_callback(None)
    of_chunks = [sql for sql in asked if "chunk" in sql]
    assert len(of_chunks) == 3
    for sql in of_chunks:
        plan = str(store._connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall())
        assert "chunk USING COVERING INDEX said" in plan or "EXISTS USING COVERING INDEX said" in plan, plan


def test_a_look_at_a_few_seconds(store: Store) -> None:
    name = played(store, 6)
    looked = store.poses_at(name, (10, 20, 300))
    assert looked[0][0] == 0
    assert {tick // 45 for tick, _ in looked} <= {0, 6, 7}
    assert 10 in {tick for tick, _ in looked}
    assert 300 in {tick for tick, _ in looked}
    assert store.poses_at(name, (10**6,)) == ()


def test_a_tick_after_the_end_is_a_mistake(store: Store) -> None:
    writer = begin(store)
    writer.tick(0)
    writer.finish("done")
    writer.finish("done")
    with pytest.raises(ValueError, match="is finished"):
        writer.tick(1)
    with pytest.raises(ValueError, match="time zone"):
        store.begin(routine(), seed=1, source="t", started=STARTED.replace(tzinfo=None), versions={})


def test_first_starts_at_the_same_moment_agree_on_one_store(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom game.progress.store import Store\n"
        "print(Store.open(Path(sys.argv[1])).patient)"
    )
    starts = [
        subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = {start.communicate(timeout=30)[0] for start in starts}
    assert len(said) == 1
    assert said.pop().startswith("U-")


def test_a_whole_evening_is_kept(store: Store) -> None:
    asked, evening = good_evening()
    writer = store.begin(asked, seed=1, source="film", started=STARTED, versions=VERSIONS)
    log = list(evening.log)
    for n in range(round(evening.t_s * 60) + 1):
        writer.tick(n, (), (), [(block, record) for tick, block, record in log if tick == n])
    writer.finish("done")
    back = store.load("last")
    assert back.records == tuple(log)
    assert back.records[-4][2] == Stopped(evening.t_s, "done")


def test_where_things_are_kept(tmp_path: Path) -> None:
    assert data_folder({"UPSWING_DATA": str(tmp_path)}) == tmp_path
    assert data_folder({}).name == "upswing"
