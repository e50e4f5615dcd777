"""The sounds by their numbers, the tones sample by sample, and what a device really gets, written to a file by SDL."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from game.assets import asset
from game.audio import Audio, DeviceError, Silent, UnknownSoundError
from game.audio.tones import BLOCK, RATE, Blend, closed
from game.drawlist import Camera, Cue, DrawList, Tone

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
NOTES = {
    "d3": -19,
    "e3": -17,
    "fs3": -15,
    "a3": -12,
    "b3": -10,
    "d4": -7,
    "e4": -5,
    "fs4": -3,
    "a4": 0,
    "b4": 2,
    "d5": 5,
}
KALIMBA = {f"kalimba_{note}": 440 * 2 ** (n / 12) for note, n in NOTES.items()}
ROWS = ("kalimba", "wood", "bell", "harp", "horn", "string")  # instruments that play every note
PLAYED = {f"{row}_{note}": 440 * 2 ** (n / 12) for row in ROWS for note, n in NOTES.items()}
ANSWERS = (
    "chime_soft", "step_back", "window_glow", "splash_soft", "count_3", "count_2", "count_1", "select", "pause",
    "resume",
)  # fmt: skip
NATURE = (  # softer than any answer
    "owl", "thrush", "rustle", "leaf_fall", "wind_gust", "paddle", "foam", "cable_click", "heron_call", "gull_far",
    "wing",
)  # fmt: skip
CUES = (*PLAYED, *ANSWERS, *NATURE)
MUSIC = {f"music_{world}_{k}": 16.0 for world in ("forest", "valley", "shore") for k in (1, 2, 3)}
LOOPS = {  # and how long each is at least
    "bow_d3": 4.0, "choir_low": 8.0, "water": 12.0, "crickets": 10.0, "spring": 8.0, "wind_soft": 8.0, "river": 8.0,
    "surf": 20.0, "cable_hum": 8.0, "strings_low": 8.0, "reeds": 8.0, "flute_d4": 8.0, "bass_d2": 8.0, **MUSIC,
}  # fmt: skip


def a_list(*tones: Tone, cues: tuple[Cue, ...] = ()) -> DrawList:
    return DrawList(camera=Camera(np.eye(4)), tones=tones, cues=cues)


@pytest.fixture(scope="module")
def sounds() -> dict[str, np.ndarray]:
    """Every sound as the game's own decoder gives it: (N, 2), full scale 1."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SDL_AUDIODRIVER", "dummy")
        from pygame import mixer

        mixer.init(RATE, -16, 2, 1024, allowedchanges=0)
        raw = {path.stem: mixer.Sound(path).get_raw() for path in asset("sounds").glob("*.ogg")}
        mixer.quit()
    return {name: np.frombuffer(data, np.int16).reshape(-1, 2) / np.float32(32768) for name, data in raw.items()}


def spectrum(mono: np.ndarray, fold: int = 1 << 20) -> tuple[np.ndarray, np.ndarray]:
    power = np.abs(np.fft.rfft(mono * np.hanning(len(mono)), fold)) ** 2
    return np.fft.rfftfreq(fold, 1 / RATE), power


def k_weighted_lufs(samples: np.ndarray, window_s: float | None) -> float:
    """BS.1770's loudness: the loudest window, or the whole."""
    size = 1 << (len(samples) - 1).bit_length() if window_s else len(samples)  # a loop goes round
    f = np.maximum(np.fft.rfftfreq(size, 1 / RATE), 1e-3)
    x, y = f / 1681.97, f / 38.135
    gain = np.abs((1 - 1.5848 * x**2 + 1.78j * x) / (1 - x**2 + 1.414j * x)) * np.abs(y**2 / (1 - y**2 + 1.999j * y))
    power = (np.fft.irfft(np.fft.rfft(samples, size, axis=0) * gain[:, None], size, axis=0) ** 2).sum(axis=1)
    if window_s:
        n = round(window_s * RATE)
        sums = np.cumsum(np.concatenate([[0.0], np.pad(power, (0, max(0, n - len(power))))]))
        return float(-0.691 + 10 * np.log10((sums[n:] - sums[:-n]).max() / n))
    return float(-0.691 + 10 * np.log10(power.mean()))


def clicks(samples: np.ndarray) -> float:
    """How far the sharpest instant stands out: the greatest second difference over its 99.9th percentile."""
    sharp = np.abs(np.diff(samples, n=2, axis=0)).max(axis=1)
    return float(sharp.max() / max(np.percentile(sharp, 99.9), 2 / 32768))


# --- the files ----------------------------------------------------------------------------------------------------


def test_every_sound_of_the_contract_is_there_and_small(sounds: dict[str, np.ndarray]) -> None:
    assert set(sounds) >= {*CUES, *LOOPS}
    assert sum(path.stat().st_size for path in asset("sounds").iterdir()) < 5_500_000


@pytest.mark.parametrize("name", KALIMBA)
def test_a_kalimba_note_is_in_tune_and_rings_and_dies(name: str, sounds: dict[str, np.ndarray]) -> None:
    mono, hertz = sounds[name].mean(axis=1), KALIMBA[name]
    f, power = spectrum(mono[round(0.15 * RATE) : round(1.35 * RATE)])
    near = (f > hertz * 0.94) & (f < hertz * 1.06)
    assert abs(1200 * np.log2(f[near][power[near].argmax()] / hertz)) < 5
    assert 1.5 < fall_by_60_db_s(mono, hertz) < 4.5


@pytest.mark.parametrize("name", PLAYED)
def test_every_played_note_is_in_tune(name: str, sounds: dict[str, np.ndarray]) -> None:
    assert abs(cents_off(sounds[name][round(0.15 * RATE) : round(1.15 * RATE)], PLAYED[name])) < 10


def cents_off(samples: np.ndarray, hertz: float) -> float:
    """How far the strongest partial within a semitone of `hertz` lies from it."""
    f, power = spectrum(samples.mean(axis=1), 1 << 19)
    near = (f > hertz * 0.94) & (f < hertz * 1.06)
    return float(1200 * np.log2(f[near][power[near].argmax()] / hertz))


def fall_by_60_db_s(mono: np.ndarray, hertz: float) -> float:
    """T60 of one partial, from Schroeder's backward integral between -5 and -25 dB."""
    n = len(mono) + RATE
    f = np.fft.rfftfreq(n, 1 / RATE)
    partial = np.fft.irfft(np.fft.rfft(mono, n) * np.exp(-0.5 * ((f - hertz) / (0.03 * hertz)) ** 2), n)[: len(mono)]
    left = np.cumsum((partial**2)[::-1])[::-1]
    level = 10 * np.log10(left / left[0] + 1e-12)
    return float(3 * (np.argmax(level < -25) - np.argmax(level < -5)) / RATE)


def test_low_notes_ring_longer_than_high_ones(sounds: dict[str, np.ndarray]) -> None:
    rings = [fall_by_60_db_s(sounds[name].mean(axis=1), hertz) for name, hertz in KALIMBA.items()]
    assert rings[0] > 1.2 * rings[5] > 1.2 * 1.2 * rings[10]


@pytest.mark.parametrize("name", CUES)
def test_a_cue_can_be_heard_by_older_ears_and_on_small_loudspeakers(name: str, sounds: dict[str, np.ndarray]) -> None:
    mono = sounds[name].mean(axis=1)
    f, power = np.fft.rfftfreq(len(mono), 1 / RATE), np.abs(np.fft.rfft(mono)) ** 2
    assert power[f < 2000].sum() > 0.95 * power.sum()
    assert power[f > 200].sum() > 0.08 * power.sum()


@pytest.mark.parametrize("name", CUES)
def test_a_cue_begins_and_ends_in_silence_and_never_clips(name: str, sounds: dict[str, np.ndarray]) -> None:
    samples = sounds[name]
    assert np.abs(samples[:2]).max() < 0.01
    assert np.abs(samples[-100:]).max() < 0.002
    assert np.abs(samples).max() < 0.75
    assert len(samples) < 6 * RATE


def test_loudness_is_even(sounds: dict[str, np.ndarray]) -> None:
    rows = {row: [k_weighted_lufs(sounds[f"{row}_{note}"], 0.4) for note in NOTES] for row in ROWS}
    assert all(max(row) - min(row) < 1.0 for row in rows.values())
    means = {row: float(np.mean(found)) for row, found in rows.items()}
    assert max(means.values()) - min(means.values()) < 3.0
    answers = [k_weighted_lufs(sounds[name], 0.4) for name in ANSWERS]
    assert max(answers) < means["kalimba"] + 0.5
    assert min(answers) > means["kalimba"] - 7
    nature = [k_weighted_lufs(sounds[name], 0.4) for name in NATURE]
    assert max(nature) < means["kalimba"] - 4
    assert min(nature) > means["kalimba"] - 14
    loops = {name: k_weighted_lufs(closed(sounds[name]), None) for name in LOOPS}
    music = [loops[name] for name in MUSIC]
    assert max(music) - min(music) < 1.0
    assert loops["crickets"] < loops["water"] < min(music) < loops["bow_d3"] < means["kalimba"]
    assert all(-34 < loops[name] < loops["bow_d3"] + 0.5 for name in LOOPS)


@pytest.mark.parametrize("name", LOOPS)
def test_a_loop_has_no_seam(name: str, sounds: dict[str, np.ndarray]) -> None:
    loop = closed(sounds[name])
    assert len(loop) >= LOOPS[name] * RATE
    sharp = np.abs(np.diff(np.concatenate([loop[-1000:], loop[:4000]]), n=2, axis=0)).max(axis=1)
    elsewhere = np.abs(np.diff(loop, n=2, axis=0)).max(axis=1)
    assert sharp[990:1010].max() < 1.2 * np.percentile(elsewhere, 99.9)
    if name in MUSIC:  # between two notes a cut is no step
        return
    cut = loop[: -RATE // 3]  # the measure can fail: a loop that is cut anywhere else has one
    torn = np.abs(np.diff(np.concatenate([cut[-1000:], cut[:1000]]), n=2, axis=0)).max(axis=1)
    assert torn[990:1010].max() > 1.2 * np.percentile(elsewhere, 99.9)


@pytest.mark.parametrize("name", LOOPS)
def test_a_loop_startles_nobody(name: str, sounds: dict[str, np.ndarray]) -> None:
    """Never over -3 dB; and no tenth of a second stands out by more than a plucked note over its rests."""
    loop = closed(sounds[name])
    assert np.abs(loop).max() < 0.7
    power = (loop[: len(loop) // 4410 * 4410] ** 2).reshape(-1, 4410, 2).mean(axis=(1, 2))
    assert 10 * np.log10(power.max() / power.mean()) < 12


def test_a_tone_that_the_player_bends_is_in_tune(sounds: dict[str, np.ndarray]) -> None:
    assert abs(cents_off(sounds["flute_d4"], 293.665)) < 10
    assert abs(cents_off(sounds["bass_d2"], 73.416)) < 10
    assert abs(cents_off(sounds["strings_low"], 73.416)) < 10


@pytest.mark.parametrize("world", ["forest", "valley", "shore"])
def test_layers_of_music_belong_together(world: str, sounds: dict[str, np.ndarray]) -> None:
    """One length to the sample, the notes of one scale, and all three at once leave room for cues."""
    layers = [closed(sounds[f"music_{world}_{k}"]) for k in (1, 2, 3)]
    assert {len(layer) for layer in layers} == {16 * RATE}
    for layer in layers:
        assert in_scale(layer) > 0.9
    assert np.abs(sum(layers)).max() < 0.7
    sharp = layers[0][: RATE * 8].repeat(18, axis=0)[::17]  # the measure can fail: a semitone lower
    assert in_scale(sharp) < 0.7


def in_scale(samples: np.ndarray) -> float:
    """The share of the power from 65 to 500 Hz that lies within a third of a semitone of D, E, F sharp, A or B.

    Higher up there are overtones, among them the fifth, a third of its note.
    """
    f, power = spectrum(samples.mean(axis=1), 1 << 20)
    heard = (f > 65) & (f < 500)
    steps = 12 * np.log2(f[heard] / 440)
    apart = np.abs((steps[:, None] - np.array(list(NOTES.values())) + 6) % 12 - 6).min(axis=1)
    return float(power[heard][apart < 1 / 3].sum() / power[heard].sum())


def test_surf_breathes_once_in_ten_seconds(sounds: dict[str, np.ndarray]) -> None:
    loop = closed(sounds["surf"])
    power = (loop**2).reshape(20, RATE, 2).mean(axis=(1, 2))
    wave = 10 * np.log10(power.reshape(2, 10))
    assert (wave.max(axis=1) - wave.min(axis=1) > 8).all()
    assert set(wave.argmax(axis=1)) <= {3, 4, 5}
    assert set(wave.argmin(axis=1)) <= {9, 0}


def test_a_loop_is_closed_by_the_edge_after_its_end() -> None:
    t = np.arange(RATE + round(0.1 * RATE)) / RATE
    wave = np.stack([np.sin(2 * np.pi * 100 * t)] * 2, axis=1)
    assert np.allclose(closed(wave), wave[:RATE], atol=1e-9)
    with pytest.raises(ValueError, match="longer than"):
        closed(wave[:5000])


# --- tones, no device ---------------------------------------------------------------------------------------------


def sine(hertz: float = 100.0) -> np.ndarray:
    return np.stack([np.sin(2 * np.pi * hertz * np.arange(RATE) / RATE)] * 2, axis=1).astype(np.float32)


def played(blend: Blend, blocks: int) -> np.ndarray:
    return np.concatenate([blend.block() for _ in range(blocks)])


def test_a_tone_rises_from_nothing_holds_and_fades_away() -> None:
    blend = Blend({"sine": sine()})
    assert blend.quiet
    blend.aim((Tone("t", "sine", gain=0.5),))
    up = played(blend, 20)
    assert abs(up[0, 0]) < 1e-3
    assert np.abs(up[-2000:]).max() == pytest.approx(0.5, rel=0.01)
    blend.aim(())
    down = played(blend, 25)
    assert blend.quiet
    assert np.abs(down[-1]).max() == 0.0
    assert clicks(np.concatenate([up, down])) < 3


def test_a_pitch_glides_to_its_aim_without_a_jump() -> None:
    blend = Blend({"sine": sine()})
    blend.aim((Tone("t", "sine", pitch=1.0),))
    low = played(blend, 20)
    blend.aim((Tone("t", "sine", pitch=2.0),))
    glide, high = played(blend, 20), played(blend, 22)
    f, power = spectrum(high[:, 0])
    assert f[power.argmax()] == pytest.approx(200, abs=0.1)
    phase = np.unwrap(np.angle(analytic(np.concatenate([low, glide, high])[BLOCK:, 0].astype(float))))
    hertz = np.diff(phase) * RATE / 2 / np.pi
    inner = hertz[RATE // 2 : -RATE // 2]
    assert inner.min() > 99
    assert inner.max() < 201
    assert np.abs(np.diff(inner)).max() < 0.2  # hertz from one sample to the next


def analytic(x: np.ndarray) -> np.ndarray:
    whole = np.fft.fft(x)
    whole[len(x) // 2 :] = 0
    return np.fft.ifft(2 * whole)


def test_a_cubic_keeps_a_shifted_note_clean() -> None:
    blend = Blend({"sine": sine(1000)})
    blend.aim((Tone("t", "sine", pitch=1.37),))
    f, power = spectrum(played(blend, 60)[BLOCK * 30 :, 0])
    note = np.abs(f - 1370) < 15
    assert 10 * np.log10(power[~note].sum() / power[note].sum()) < -60


def test_a_layer_that_joins_later_is_in_step() -> None:
    """Loops of one length, and of half of it, start from one clock; one that is silent meanwhile costs nothing."""
    count = np.arange(RATE, dtype=np.float32)[:, None] / RATE * np.ones((1, 2), np.float32)
    blend = Blend({"a": count, "b": count, "half": count[: RATE // 2]})
    blend.aim((Tone("a", "a", gain=0.5), Tone("b", "b", gain=0.0)))
    played(blend, 37)
    assert len(blend._voices) == 1
    blend.aim((Tone("b", "b"), Tone("half", "half")))
    played(blend, 50)
    whole, half = (blend._voices[key].at for key in (("b", "b"), ("half", "half")))
    assert whole == 87 * BLOCK % RATE
    assert half == whole % (RATE // 2)
    assert np.allclose(blend.block()[0], count[int(whole)] + count[int(half)], atol=1e-4)


# --- the device ---------------------------------------------------------------------------------------------------


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where SDL's disk driver writes what a loudspeaker would get."""
    path = tmp_path / "heard.raw"
    monkeypatch.setenv("SDL_AUDIODRIVER", "disk")
    monkeypatch.setenv("SDL_DISKAUDIOFILE", str(path))
    return path


def heard(path: Path) -> np.ndarray:
    return np.frombuffer(path.read_bytes(), np.int16).reshape(-1, 2) / 32768


def show_for(audio: Audio, lasts_s: float, make: object) -> None:
    began = time.monotonic()
    while (t := time.monotonic() - began) < lasts_s:
        audio.show(make(t))  # type: ignore[operator]
        time.sleep(1 / 60)


@pytest.mark.slow
def test_what_the_device_gets_glides_an_octave_without_a_click(written: Path) -> None:
    audio = Audio.open(0.9)
    show_for(audio, 3.0, lambda t: a_list(Tone("bow", "bow_d3", pitch=1 + min(1, max(0, (t - 0.5) / 1.5)), gain=0.8)))
    audio.close()
    samples = heard(written)
    hertz = pitches(samples.mean(axis=1))
    assert hertz[0] == pytest.approx(146.8, rel=0.01)
    assert hertz[-1] == pytest.approx(293.7, rel=0.01)
    if audio.gaps:  # the player got no turn for longer than its stream can bridge: the ends above are all we can ask
        pytest.skip(f"this machine was too busy: the stream ran dry {audio.gaps} times")
    assert (np.diff(hertz) > -3).all()  # the players tremble by about a hertz
    assert clicks(samples) < 3
    torn = samples.copy()  # the measure can fail
    torn[len(torn) // 2 :] = np.roll(torn[len(torn) // 2 :], 97, axis=0)
    assert clicks(torn) > 3


def pitches(mono: np.ndarray, window: int = 8192) -> np.ndarray:
    """The fundamental of each loud stretch, by adding up its harmonics between 140 and 300 Hz (a climb assumed)."""
    candidates, found = np.arange(140, 300, 0.25), []
    for first in range(0, len(mono) - window, window // 2):
        stretch = mono[first : first + window]
        if stretch.std() < 0.02:
            continue
        _, power = spectrum(stretch, 1 << 17)
        index = np.round(np.outer([1, 2, 3, 4, 5], candidates) * (1 << 17) / RATE).astype(int)
        score = np.log(power[index] + 1e-9).sum(axis=0)
        found.append(candidates[score.argmax()])
    return np.array(found)


def test_a_cue_is_heard_once_however_often_its_list_is_shown(written: Path) -> None:
    audio = Audio.open(1.0)
    show_for(audio, 1.2, lambda _: a_list(cues=(Cue("ring-1", "count_1"), Cue("words", caption="Your turn."))))
    audio.close()
    loud = np.abs(heard(written)).max(axis=1) > 0.15
    began = np.flatnonzero(np.diff(loud.astype(int)) == 1)
    assert len(began)
    assert began[-1] - began[0] < 0.3 * RATE


def test_a_cue_is_as_loud_as_its_gain_and_the_volume_say(written: Path) -> None:
    audio = Audio.open(0.5)
    show_for(audio, 0.5, lambda _: a_list(cues=(Cue("a", "count_1", gain=0.5),)))
    audio.close()
    full = 0.37
    assert np.abs(heard(written)).max() == pytest.approx(full / 4, rel=0.2)


def test_pausing_fades_tones_and_passes_over_cues(written: Path) -> None:
    audio = Audio.open(1.0)
    show_for(audio, 1.2, lambda _: a_list(Tone("w", "water")))
    audio.pause(True)
    show_for(audio, 1.4, lambda _: a_list(Tone("w", "water"), cues=(Cue("a", "count_1"),)))
    audio.close()
    samples = heard(written)
    assert np.abs(samples[:RATE]).max() > 0.01
    assert np.abs(samples[-RATE // 3 :]).max() < 0.001  # a count at full volume would reach 0.36


def test_closing_twice_and_opening_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    for _ in range(2):
        audio = Audio.open()
        audio.show(a_list(Tone("w", "water")))
        audio.close()
        audio.close()


@pytest.mark.parametrize(
    ("shown", "nearest"),
    [
        (a_list(cues=(Cue("a", "kalimba_dd4"),)), "kalimba_d4"),
        (a_list(Tone("w", "watr")), "water"),
    ],
    ids=["cue", "tone"],
)
def test_an_unknown_sound_names_the_nearest(shown: DrawList, nearest: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    audio = Audio.open()
    try:
        with pytest.raises(UnknownSoundError, match=f"did you mean '{nearest}'"):
            audio.show(shown)
    finally:
        audio.close()


def test_a_player_that_dies_is_noticed_and_holds_nothing_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    audio = Audio.open()
    audio._player.kill()
    audio._player.wait(5)
    show_for(audio, 0.3, lambda t: a_list(Tone("w", "water", gain=t)))
    assert audio.lost
    audio.close()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
@pytest.mark.parametrize("comes_back", [True, False])
def test_a_loudspeaker_that_goes_away_holds_nothing_up(
    comes_back: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe, again = tmp_path / "there" / "pipe", bytearray()
    pipe.parent.mkdir()
    os.mkfifo(pipe)

    def hear() -> None:
        with pipe.open("rb", buffering=0) as first:
            while len(again) < 100_000 and (data := first.read(4096)):  # half a second
                again.extend(data)
            if not comes_back:
                pipe.rename(tmp_path / "gone")
                pipe.parent.rmdir()
        again.clear()
        time.sleep(0.1)  # several of the device's buffers
        if comes_back:
            with pipe.open("rb", buffering=0) as second:
                while data := second.read(4096):
                    again.extend(data)

    monkeypatch.setenv("SDL_AUDIODRIVER", "disk")
    monkeypatch.setenv("SDL_DISKAUDIOFILE", str(pipe))
    ear = threading.Thread(target=hear, daemon=True)
    ear.start()
    audio = Audio.open()
    longest_s, began = 0.0, time.monotonic()
    while (t := time.monotonic()) < began + 1.6:
        audio.show(a_list(Tone("w", "water"), cues=(Cue(f"{t // 0.1}", "select"),)))
        longest_s = max(longest_s, time.monotonic() - t)
        time.sleep(1 / 60)
    ended = time.monotonic()
    audio.close()
    assert time.monotonic() - ended < 30.0  # it comes to an end, however busy the machine
    ear.join(2.0)
    assert longest_s < 1.0  # nothing is held up: a player that waited for the pipe would wait for ever
    assert audio.vanished == 1
    assert not audio.lost
    assert (np.abs(np.frombuffer(bytes(again[: len(again) // 4 * 4]), np.int16)).max(initial=0) > 1000) == comes_back


def test_a_sound_that_cannot_be_read_is_passed_over_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    (tmp_path / "broken.ogg").write_bytes(b"no sound at all")
    (tmp_path / "torn.ogg").write_bytes(b"OggS")
    (tmp_path / "select.ogg").write_bytes((asset("sounds") / "select.ogg").read_bytes())
    audio = Audio.open(folder=tmp_path)
    audio.show(a_list(Tone("t", "torn"), cues=(Cue("a", "broken"), Cue("b", "select"))))
    time.sleep(0.2)
    audio.close()
    assert audio.unreadable == ("broken", "torn")
    assert not audio.lost


def test_the_player_ends_when_the_game_is_killed(tmp_path: Path) -> None:
    program = (
        "from game.audio import Audio\naudio = Audio.open()\nprint(audio._player.pid, flush=True)\nwhile True: pass\n"
    )
    game = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True,
        env=os.environ | {"SDL_AUDIODRIVER": "dummy"},
    )  # fmt: skip
    assert game.stdout is not None
    player = int(game.stdout.readline())
    game.kill()
    game.communicate()
    assert any(not alive(player) or time.sleep(0.1) for _ in range(100))


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{process}/stat")  # ended, and nobody has asked how
    return not (stat.exists() and stat.read_text().rsplit(")", 1)[1].split()[0] == "Z")


def test_no_device_is_one_sentence_and_nothing_else() -> None:
    """Whole, since what must not appear is written by C libraries."""
    program = (
        "from game.audio import Audio, DeviceError\n"
        "try:\n    Audio.open()\nexcept DeviceError as error:\n    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60,
        env=os.environ | {"SDL_AUDIODRIVER": "nosuchdriver"},
    )  # fmt: skip
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1
    assert "expected a loudspeaker" in done.stdout
    assert issubclass(DeviceError, Exception)


def test_silent_takes_everything() -> None:
    silent = Silent()
    silent.show(a_list(Tone("x", "no such thing"), cues=(Cue("a", "nor this"),)))
    silent.pause(True)
    silent.close()
