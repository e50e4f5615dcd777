"""Puts the parts together and lets them play."""

from __future__ import annotations

import time
from contextlib import ExitStack, nullcontext
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from exercises.routine import Routine
from game import equipment, loop, postcard, reports, settings, terminal
from game.choices import CannotPlayError, Chosen, Wanted, choose, choose_screen, left_out, make_show
from game.openxr import HeadsetError
from game.progress.earlier import last_measured
from game.progress.store import Store, StoredSession, data_folder
from game.progress.summary import summarise
from game.scenes.opening import Opening
from game.scenes.show import Show
from game.tape import Tape, ticks_of

if TYPE_CHECKING:
    from game.headgear import Gear

WEEK = 7  # days
SHOWN = "No camera was found, so this is a demonstration: it plays films that come with the program, not you."
TURNING = ("placement", "turn", "seat")  # scenes in which heading, floor and place are learned anew
NO_WINDOW = (
    "There is no window here: what is asked before a headset is put on is asked in it. Choose with a controller's "
    "trigger, or hold a hand out to the answer. If the headset stops answering for 40 seconds, the evening ends and "
    "is kept."
)
LIFTING = ("calibrate", "measure", "trial")  # and those in which they must stay as they are


def play(wanted: Wanted, out: Console, err: Console) -> None:
    """Play an evening, keep it, and write its report where one was asked for (the unwatched demo always writes one)."""
    wishes, trouble = settings.load(settings.settings_path())
    if trouble:
        _warn(err, trouble)
    chosen = choose(wanted, wishes)
    if wanted.source == "auto" and chosen.routine.demo is not None:
        _warn(err, SHOWN)
    with ExitStack() as stack:
        store = stack.enter_context(Store.open(data_folder()))
        reports.tell_of_unfinished(store, out)
        chosen, gear = open_headset(chosen, stack, err)
        opening = reports.opening_of(store, wishes)
        now = datetime.now().astimezone()
        opening = replace(
            opening,
            measure_due=measure_due(store, chosen.routine, now),
            left=reports.left_today(store, chosen.routine, now),
        )
        if gear is not None:
            window = chosen.screen == "window" or gear.on_a_screen_too
            opening = replace(opening, headset=reports.worn_before(store, chosen, window))
        show = make_show(chosen.routine, chosen.seed, opening)
        renderer = equipment.open_renderer(chosen.screen, wanted.fullscreen, chosen.pictures_in, show, err, gear)
        if gear is None or chosen.screen != "headset":  # the headset's own is closed with its session
            stack.callback(renderer.close)
        live_model = partial(equipment.model_for, renderer, show, wanted.fullscreen, out)
        if gear is not None:
            opened = equipment.open_worn(gear, chosen.headset == "fused", chosen.camera, show, live_model)
        else:
            opened = equipment.open_source(wanted.source, chosen.camera, chosen.routine, show, live_model)
        source, source_words, model = opened
        stack.callback(source.close)
        hear = None if chosen.unwatched else equipment.open_sound(wishes, stack, err)
        writer = store.begin(
            chosen.routine, seed=chosen.seed, source=source_words, started=datetime.now().astimezone(),
            versions=equipment.versions(model), opening=opening.as_mapping(),
        )  # fmt: skip
        cards_in = chosen.pictures_in or chosen.reports_in or postcard.usual_folder()
        cards = postcard.Postcards(renderer, cards_in, now.date())
        following = terminal.Following(out, show, source)
        run = _run(show, source, renderer, cards, hear, writer, following, chosen.unwatched)
        stored = store.load(writer.id)
    keep_wishes(wishes, show, err)
    _say_how_it_went(stored, show, run, chosen, renderer, out)
    if cards.kept is not None:
        out.print(f"  postcard: {cards.kept}", highlight=False, markup=False, soft_wrap=True)
    if cards.trouble:
        _warn(err, cards.trouble)
    if gear is not None and (why := gear.undrawn or gear.session.lost):
        _warn(err, f"{why} What was done until then is kept.")
    _say_how_it_was_seen(source, model, out)
    if (fault := getattr(source, "fault", None)) is not None:
        raise fault
    if trouble := getattr(renderer, "trouble", ""):
        raise CannotPlayError(trouble)


def keep_wishes(wishes: settings.Settings, show: Show, err: Console) -> None:
    """What was changed in the settings scene, kept for the next evening."""
    changed = replace(wishes, **show.wished)
    if changed == wishes:
        return
    try:
        settings.save(changed, settings.settings_path())
    except OSError as error:
        _warn(err, f"the settings cannot be kept: {error.strerror}")


def open_headset(chosen: Chosen, stack: ExitStack, err: Console) -> tuple[Chosen, Gear | None]:
    """The headset where one is worn, before anybody is asked to put it on. Where it cannot be used and there is a
    camera, that is said and the evening is on the screen; raises HeadsetError where there is no camera either.
    """
    if chosen.headset is None:
        return chosen, None
    from game.headgear import Gear

    on_screen = choose_screen("auto")
    try:
        gear = Gear(pictures=chosen.screen == "headset", window=on_screen != "none")
    except HeadsetError as error:
        if chosen.camera is None or on_screen == "none":
            raise
        _warn(err, f"{error} This evening is on the screen.")
        return replace(chosen, headset=None, screen=on_screen), None
    stack.callback(gear.close)
    if chosen.screen == "headset" and not gear.on_a_screen_too:
        _warn(err, NO_WINDOW)
    if (trouble := left_out(chosen)) is not None:
        _warn(err, trouble)
    return chosen, gear


def _warn(err: Console, sentence: str) -> None:
    err.print(sentence, style="yellow", markup=False, highlight=False, soft_wrap=True)


def measure_due(store: Store, routine: Routine, now: datetime) -> tuple[str, ...]:
    """The exercises that cannot be measured by somebody who faces the screen, and whose three measuring lifts side-on
    were offered a week ago or more, by the calendar, or never. A demonstration has none."""
    if routine.demo is not None:
        return ()
    side_on = {
        asked.exercise.id
        for asked in routine.prescriptions
        if not any(view.low_deg <= 0.0 <= view.high_deg for view in asked.exercise.view_measure)
    }
    offered = {name: last_measured(store, name, offered=True) for name in side_on}
    return tuple(sorted(name for name, at in offered.items() if at is None or (now.date() - at.date()).days >= WEEK))


def _run(
    show: Show, source: Any, renderer: Any, cards: postcard.Postcards, hear: Any, writer: Any,
    following: terminal.Following, unwatched: bool,
) -> loop.Run:  # fmt: skip
    """The loop, with everything it does kept, whatever ends it."""
    with following if unwatched else nullcontext():
        try:
            return loop.run(
                show, source, renderer,
                clock=time.monotonic,
                record=writer.tick,
                hear=hear,
                asked=cards.asked,
                after_frame=partial(_after_frame, source, cards, following if unwatched else None),
                breathe=partial(time.sleep, 0.001),
                as_fast=unwatched,
            )  # fmt: skip
        except KeyboardInterrupt:
            writer.finish(show.ended_because or "patient")
            raise KeyboardInterrupt(f"It is kept: `upswing report {writer.id}` writes its report.") from None
        except Exception as error:  # whatever it is, it goes on with where the evening is kept
            error.add_note(f"What was done until then is kept: `upswing report {writer.id}` writes its report.")
            raise
        finally:
            writer.finish(show.ended_because or "error")  # finished already after Ctrl-C: then this does nothing


def _after_frame(
    source: Any, cards: postcard.Postcards, following: terminal.Following | None, show: Show, n: int
) -> None:
    """Between frames: the camera learns where the body stands and faces until lifting begins; a postcard is drawn where
    one is asked for; the terminal is told.
    """
    if hasattr(source, "freeze"):
        if show.scene in TURNING:
            source.thaw()
        elif show.scene in LIFTING:
            source.freeze()
    cards.after_frame(show)
    if following is not None:
        following.update()


def _say_how_it_went(
    stored: StoredSession, show: Show, run: loop.Run, chosen: Chosen, renderer: Any, out: Console
) -> None:
    terminal.say(summarise(stored), show.lights, out)
    if run.dropped:
        out.print(f"  the machine was busy: {run.dropped} of {run.ticks} ticks were dropped", highlight=False)
    out.print(f"  kept as {stored.id}", highlight=False)
    if chosen.reports_in is not None:
        for path in reports.write_all(stored, chosen.reports_in):
            out.print(f"  report: {path}", highlight=False, markup=False, soft_wrap=True)
    if taken := getattr(renderer, "taken", ()):
        where = chosen.pictures_in
        out.print(f"  {len(taken)} pictures of the game: {where}", highlight=False, markup=False, soft_wrap=True)


def _say_how_it_was_seen(source: Any, model: str | None, out: Console) -> None:
    if looks := getattr(source, "looks", 0.0):
        out.print(f"  looked at {looks:.0f} pictures a second with the {model} model", highlight=False)
    if summary := getattr(source, "summary", ""):
        out.print(f"  {summary}", highlight=False, markup=False, soft_wrap=True)


def replay(
    session: str, exercise: str | None, side: str | None, screen: str, screenshots: Path | None,
    out: Console, err: Console,
) -> None:  # fmt: skip
    """A stored session once more, and whether it came out the same; a recording is played as if it were live."""
    if session.endswith(".npz") or Path(session).is_file():
        if exercise is None:
            raise CannotPlayError("a recording does not say what it shows: name the exercise with --exercise ID")
        wanted = Wanted(exercise=exercise, sides=side, source=session, screen=screen, screenshots=screenshots)
        play(wanted, out, err)
        return
    with Store.open(data_folder()) as store:
        stored = store.load(session)
    _replay_stored(stored, choose_screen(screen), screenshots, out, err)


def _replay_stored(stored: StoredSession, screen: str, screenshots: Path | None, out: Console, err: Console) -> None:
    show = make_show(stored.routine, stored.seed, Opening.from_mapping(stored.opening))
    tape = Tape(show, ticks_of(stored), round(stored.duration_s * loop.TICKS_A_SECOND))
    with ExitStack() as stack:
        renderer = equipment.open_renderer(screen, False, screenshots, show, err)
        stack.callback(renderer.close)
        hear = (
            equipment.open_sound(settings.load(settings.settings_path())[0], stack, err) if screen != "none" else None
        )
        loop.run(
            tape, tape, renderer, clock=time.monotonic, record=lambda *_: None, hear=hear, as_fast=screen == "none"
        )
    terminal.say(summarise(stored), show.lights, out)
    said = [(n, *record) for n, records in tape.said for record in records]
    before = [record for record in stored.records if record[0] <= tape.at]
    if said != before:
        n = next((i for i, pair in enumerate(zip(said, before, strict=False)) if pair[0] != pair[1]), len(before))
        raise CannotPlayError(
            f"the replay differs from the stored session {stored.id} from its event {n} on: "
            f"it was played by Upswing {stored.versions.get('upswing', 'unknown')}, which judged differently"
        )
    out.print(f"  {len(before)} events and answers, the same as when it was played", highlight=False)
