"""The commands. Everything heavy is imported where it is used, so that `upswing --help` answers at once.

Exit codes: 0 done, 1 could not (one sentence on stderr says why), 2 misuse, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.table import Column, Table

cli = typer.Typer(
    name="upswing",
    help="Physiotherapy exercise as games. Not a medical device; it does not diagnose. Stop if it hurts.",
    invoke_without_command=True,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    add_completion=True,
)
exercises_cli = typer.Typer(help="The exercises: list, show one, check a file.", no_args_is_help=True)
games_cli = typer.Typer(help="The mini-games: list, show one, check one.", no_args_is_help=True)
routine_cli = typer.Typer(help="A routine's TOML file: check it, show it in plain words.", no_args_is_help=True)
cli.add_typer(exercises_cli, name="exercises")
cli.add_typer(routine_cli, name="routine")
cli.add_typer(games_cli, name="games")

out = Console()
err = Console(stderr=True)


class Side(StrEnum):
    left = "left"
    right = "right"


class Sides(StrEnum):
    left = "left"
    right = "right"
    both = "both"


class Model(StrEnum):
    lite = "lite"
    full = "full"


class Screen(StrEnum):
    auto = "auto"
    window = "window"
    headset = "headset"
    none = "none"


def fail(sentence: str, code: int = 1) -> NoReturn:
    # markup off: a file name may hold brackets; soft_wrap: a sentence must stay one line for whoever greps it
    style = "bold red" if code == 1 else "yellow"
    err.print(f"upswing: {sentence}", style=style, markup=False, highlight=False, soft_wrap=True)
    raise typer.Exit(code)


def missing_library(error: Exception) -> str:
    from game.doctor import apt_line

    return f"a system library is missing: {error}. On Debian or Ubuntu this installs all that is needed: {apt_line()}"


@contextmanager
def plain_errors() -> Iterator[None]:
    """The errors we expect become one sentence and an exit code; anything else is a bug and keeps its traceback."""
    from exercises.definition import DefinitionError
    from game.assets import AssetMissingError
    from game.choices import CannotPlayError
    from game.library import BrokenGameError, UnknownNameError
    from game.openxr import HeadsetError
    from game.progress.errors import StoreError, UnknownSessionError
    from game.render.renderer import RenderError
    from game.tracking.source import TrackingError

    try:
        yield
    except KeyboardInterrupt as asked:
        fail(" ".join(("stopped.", *asked.args)), 130)  # as a shell counts Ctrl-C
    except (UnknownNameError, UnknownSessionError) as error:
        fail(str(error), 2)
    except (
        AssetMissingError, BrokenGameError, CannotPlayError, DefinitionError, HeadsetError, RenderError, StoreError,
        TrackingError,
    ) as error:  # fmt: skip
        fail(str(error))
    except ImportError as error:
        if ".so" not in str(error):
            raise
        fail(missing_library(error))
    except OSError as error:
        if ".so" in str(error) and error.filename is None:  # ctypes says it so
            fail(missing_library(error))
        named = f"{error.filename} cannot be used: " if error.filename else ""
        fail(f"{named}{error.strerror or error}")


@cli.callback()
def bare(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.", is_eager=True)] = False,
) -> None:
    if version:
        from importlib.metadata import version as installed

        out.print(installed("upswing"), highlight=False)
        raise typer.Exit
    if context.invoked_subcommand is None:
        play_(fullscreen=True)


@cli.command()
def play(
    routine: Annotated[str | None, typer.Option(help="A routine's name or TOML file.")] = None,
    exercise: Annotated[str | None, typer.Option(help="One exercise, by id.")] = None,
    side: Annotated[Sides | None, typer.Option(help="Which side (with --exercise).")] = None,
    reps: Annotated[int | None, typer.Option(min=1, max=50, help="Repetitions a set (with --exercise).")] = None,
    game: Annotated[str | None, typer.Option(help="Play this mini-game.")] = None,
    source: Annotated[str, typer.Option(help="auto, camera, headset, fused, demo, or a film or recording.")] = "auto",
    screen: Annotated[Screen, typer.Option(help="Where to draw.")] = Screen.auto,
    seed: Annotated[int | None, typer.Option(help="Seed of all that is random.")] = None,
    report: Annotated[Path | None, typer.Option(help="Write the report into this folder.")] = None,
    screenshots: Annotated[Path | None, typer.Option(help="Write pictures of the game into this folder.")] = None,
) -> None:
    """Play a routine: with a camera you, without one the bundled filmed demo."""
    play_(routine, exercise, side, reps, game, source, screen, seed, report, screenshots)


def play_(
    routine: str | None = None,
    exercise: str | None = None,
    side: Sides | None = None,
    reps: int | None = None,
    game: str | None = None,
    source: str = "auto",
    screen: Screen = Screen.auto,
    seed: int | None = None,
    report: Path | None = None,
    screenshots: Path | None = None,
    fullscreen: bool = False,
) -> None:
    if exercise is None and (side is not None or reps is not None):
        fail("--side and --reps go with --exercise", 2)
    if exercise is not None and routine is not None:
        fail("give either --routine or --exercise, not both", 2)
    with plain_errors():
        from game import app
        from game.choices import Wanted

        app.play(
            Wanted(
                routine=routine,
                exercise=exercise,
                sides=side.value if side else None,
                reps=reps,
                game=game,
                source=source,
                screen=screen.value,
                seed=seed,
                report=report,
                screenshots=screenshots,
                fullscreen=fullscreen,
            ),
            out,
            err,
        )


@cli.command()
def analyze(
    film: Annotated[Path, typer.Argument(metavar="MOVIE|RECORDING", help="A film, or a .npz recording.")],
    exercise: Annotated[str, typer.Option(help="Which exercise is done, by id.")],
    side: Annotated[Side | None, typer.Option(help="Which side works; the exercise's own, else left.")] = None,
    target: Annotated[float | None, typer.Option(min=0, max=200, help="Degrees; shorter lifts are partial.")] = None,
    model: Annotated[Model, typer.Option(help="Pose model.")] = Model.full,
    json_out: Annotated[str | None, typer.Option("--json", metavar="OUT|-", help="Write upswing.analysis/1.")] = None,
    progress: Annotated[bool, typer.Option("--progress/--no-progress", help="Show a progress bar.")] = True,
) -> None:
    """Measure a film or recording: angle of each frame, repetitions, faults, and how sure that is."""
    with plain_errors():
        from game import library
        from game.analysis import analyse
        from game.progress.files import write_whole

        judged = library.exercise(exercise, library.exercises())
        with progress_bar(f"Measuring {film.name}", progress) as advance:
            analysis = analyse(film, judged, side.value if side else None, target, model.value, advance)
        if json_out == "-":
            sys.stdout.write(json.dumps(analysis.mapping) + "\n")
        elif json_out is not None:
            write_whole(Path(json_out), json.dumps(analysis.mapping).encode())
        else:
            print_analysis(analysis.mapping)
        if analysis.damage:  # what was read is written; that something is missing still counts as "could not"
            fail(analysis.damage)


@contextmanager
def progress_bar(title: str, shown: bool) -> Iterator[Any]:
    """`advance(done, total)` for whoever works; on stderr, and only where a person looks on."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    with Progress(
        TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn(), console=err, transient=True,
        disable=not (shown and err.is_terminal),
    ) as bar:  # fmt: skip
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def print_analysis(a: dict[str, Any]) -> None:
    from game.progress import words

    view = a["view"]
    yaw = "unknown" if view["camera_yaw_deg"] is None else f"{view['camera_yaw_deg']:.0f}°"
    out.print(f"{a['exercise']}, {a['side']} side, {a['source']['frames']} frames, camera yaw {yaw}", highlight=False)
    if not view["suitable"]:
        out.print(f"No angles are stated: {view['reason']}", style="yellow", highlight=False)
    table = Table("no", "from – to, s", "peak, give or take", "quality", "noticed")
    rows = [(r, "") for r in a["repetitions"]] + [(r, " (short)") for r in a.get("partial_repetitions", [])]
    for i, (r, short) in enumerate(sorted(rows, key=lambda row: row[0]["start_s"]), 1):
        peak, give = r["peak_deg"], r["peak_uncertainty_deg"]
        table.add_row(
            f"{i}{short}{'' if r['verified'] else ' (not sure)'}", f"{r['start_s']:.1f} – {r['end_s']:.1f}",
            "–" if peak is None else f"{peak:.0f}°" + ("" if give is None else f", {give:.0f}°"),
            f"{r['quality']:.2f}", "; ".join(words.fault(fault) for fault in r["faults"]),
        )  # fmt: skip
    out.print(table)
    unsure = sum(not r["verified"] for r, _ in rows)
    if unsure:
        out.print(f"{words.count(unsure, 'repetition')} not sure: {words.UNSURE}.", style="yellow", highlight=False)
    out.print("Estimates from a camera, not a goniometer's; not a medical device.", style="dim")


@cli.command()
def sessions() -> None:
    """List the stored sessions, newest first."""
    with plain_errors():
        from game import reports

        reports.print_sessions(out)


@cli.command()
def report(
    session: Annotated[str, typer.Argument(help="A session's id, or last.")] = "last",
    pdf: Annotated[Path | None, typer.Option(help="Write the one-page PDF here.")] = None,
    fhir: Annotated[Path | None, typer.Option(help="Write a FHIR R4 Bundle here.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write a table, a row for each repetition, here.")] = None,
) -> None:
    """Write a session's report; with no option, a PDF named after the session."""
    with plain_errors():
        from game import reports

        for path in reports.report(session, pdf, fhir, csv):
            out.print(f"wrote {path}", highlight=False, markup=False, soft_wrap=True)


@cli.command()
def replay(
    session: Annotated[str, typer.Argument(metavar="SESSION|RECORDING", help="An id, last, or a .npz file.")],
    exercise: Annotated[str | None, typer.Option(help="What a recording shows.")] = None,
    side: Annotated[Side | None, typer.Option(help="Which side of a recording works.")] = None,
    screen: Annotated[Screen, typer.Option(help="Where to draw; none only judges again.")] = Screen.auto,
    screenshots: Annotated[Path | None, typer.Option(help="Write pictures of the game into this folder.")] = None,
) -> None:
    """Play a stored session again: the same events and the same score, drawn or only judged."""
    with plain_errors():
        from game import app

        app.replay(session, exercise, side.value if side else None, screen.value, screenshots, out, err)


@cli.command()
def doctor(
    measure: Annotated[bool, typer.Option("--measure", help="Measure again which pose model is fast enough.")] = False,
) -> None:
    """Say what works on this machine, and the one line that installs what does not."""
    from game import doctor as checks

    if measure:
        with plain_errors():
            from game.model_choice import measure_again

            measure_again(out)
    table = Table("", "what", "found")
    bad = False
    for check in checks.checks():
        mark = {True: "[green]works[/]", False: "[red]missing[/]", None: "[yellow]not here[/]"}[check.ok]
        table.add_row(mark, check.name, check.found + (f"\n{check.fix}" if check.fix and not check.ok else ""))
        bad |= check.ok is False
    out.print(table)
    if bad:
        raise typer.Exit(1)


@exercises_cli.command("list")
def exercises_list() -> None:
    """List the exercises."""
    with plain_errors():
        from game import library

        table = Table(Column("id", no_wrap=True, min_width=18), "title", "position", "signal", "faults noticed")
        for e in library.exercises().values():
            table.add_row(e.id, e.title, e.position, e.signal, ", ".join(f.id for f in e.faults))
        out.print(table)


@exercises_cli.command("show")
def exercises_show(name: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Show one exercise as a therapist would want to read it."""
    with plain_errors():
        from game import leaflet, library

        e = library.exercise(name, library.exercises())
        out.print(f"[bold]{e.title}[/]  ({e.id}, version {e.version})", highlight=False)
        for sentence in e.instructions:
            out.print(f"  {sentence}", highlight=False)
        table = Table(show_header=False, box=None, pad_edge=False)
        last = ""
        for what, text in leaflet.rows(e):
            table.add_row("" if what == last else what, text)
            last = what
        out.print(table, highlight=False)


@exercises_cli.command("check")
def exercises_check(file: Path) -> None:
    """Check an exercise's TOML file; the error names the line of thought that failed."""
    with plain_errors():
        from game import library

        e = library.read_exercise(file)
        out.print(f"{file.name} is a sound exercise: {e.title} ({e.id})", highlight=False, markup=False)


@games_cli.command("list")
def games_list() -> None:
    """List the exercises, and for each the mini-games that it drives."""
    with plain_errors():
        from game import library, matching

        games = matching.made()
        for region, exercises in matching.by_region(library.exercises()).items():
            table = Table(
                Column("exercise", no_wrap=True, width=22), Column("games that fit"),
                title=region, title_justify="left", title_style="bold", box=None, pad_edge=False,
            )  # fmt: skip
            for e in exercises:
                table.add_row(e.id, ", ".join(matching.fitting(e, games)) or "none")
            out.print(table)
            out.print()
        out.print(f"{len(games)} games: {', '.join(games)}. `upswing games show ID` says why an exercise does not fit.",
                  highlight=False)  # fmt: skip
        for sentence in matching.broken():
            err.print(sentence, style="yellow", markup=False, highlight=False, soft_wrap=True)


@games_cli.command("show")
def games_show(name: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Show one mini-game: the exercises that drive it, and why others do not."""
    with plain_errors():
        from game import library, matching
        from game.minigames.interface import fits
        from game.progress.words import count

        game = library.game(name)()
        catalogue = library.exercises()
        out.print(f"[bold]{game.title}[/]  ({name})", highlight=False)
        table = Table(Column(no_wrap=True), Column(), show_header=False, box=None, pad_edge=False)
        for region, exercises in matching.by_region(catalogue).items():
            fitting = [e.id for e in exercises if fits(game, e) is None]
            if fitting:
                table.add_row(region, ", ".join(fitting))
        out.print(table if table.row_count else "  No exercise drives it: it is played for itself.", highlight=False)
        for reason, ids in matching.reasons(game, catalogue).items():
            out.print(f"\nNot by {count(len(ids), 'exercise')}: it {reason}", highlight=False, markup=False)
            out.print(f"  {', '.join(ids)}", style="dim", highlight=False)


@games_cli.command("check")
def games_check(name: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Check a mini-game (one of ours or your own) against what every game must keep."""
    with plain_errors():
        from game import library
        from game.minigames import conformance
        from game.progress.words import count
        from game.render import names

        with progress_bar(f"Playing {name}", True) as advance:
            problems = conformance.check(library.game(name), named=name, advance=advance, drawable=names.check)
        same: dict[tuple[str, str], int] = {}
        for problem in problems:
            same[problem.rule, problem.found] = same.get((problem.rule, problem.found), 0) + 1
        for problem in problems:
            if others := same.pop((problem.rule, problem.found), 0):  # the first of those that are alike
                more = f" and {count(others - 1, 'more player')}" if others > 1 else ""
                err.print(f"{name}: {problem}{more}", style="red", markup=False, highlight=False, soft_wrap=True)
        if problems:
            raise typer.Exit(1)
        out.print(f"{name} keeps every rule.", highlight=False)


@routine_cli.command("check")
def routine_check(file: Annotated[str, typer.Argument(metavar="FILE", help="A routine's file, or its name.")]) -> None:
    """Check a routine's TOML file; the error names file, place, what was expected and what was found."""
    with plain_errors():
        from game import choices, library
        from game.progress import words

        r = library.read_routine(file, library.exercises())
        for i, prescription in enumerate(r.prescriptions):
            try:
                choices.check_game(prescription)
            except (choices.CannotPlayError, library.UnknownNameError) as error:
                fail(f"{Path(file).name}: prescriptions[{i}].game: {error}")
        quiet = sum(prescription.calm for prescription in r.prescriptions)
        parts = [words.count(len(r.prescriptions) - quiet, "exercise")]
        parts += [words.count(quiet, "quiet passage")] if quiet else []
        parts += [words.count(len(r.tests), "functional test")] if r.tests else []
        out.print(
            f"{file} is a sound routine: {r.title} ({', '.join(parts)})", highlight=False, markup=False, soft_wrap=True
        )


@routine_cli.command("show")
def routine_show(file: Annotated[str, typer.Argument(metavar="FILE", help="A routine's file, or its name.")]) -> None:
    """Show a routine in plain words, and which of it may be done in a headset."""
    with plain_errors():
        from game import library, sheet

        r = library.read_routine(file, library.exercises())
        out.print(f"{r.title} ({r.id})", style="bold", highlight=False, markup=False)
        table = Table(*sheet.HEAD)
        for row in sheet.rows(r):
            table.add_row(*row)
        out.print(table, highlight=False)
        for note in sheet.notes(r):
            out.print(note, style="dim", highlight=False)


def main() -> None:
    cli()
