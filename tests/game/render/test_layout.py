"""Nothing is cut off, whatever the words and the screen; words keep the size that can be read from three metres."""

from __future__ import annotations

from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.drawlist import Anchor, Button, Gauge, Panel
from game.render import icons, text
from game.render.layout import KEY_CAP, LEAST, Layout, lay_out, occupied

SIZES = [(1280, 720), (1920, 1080), (1024, 768)]
ANCHORS = list(get_args(Anchor))
SENTENCES = [
    "Ready?",
    "Did that hurt?",
    "Anything new or worse since last time?",
    "Operation, fracture or dislocation here in the last three months?",
    "Upswing cannot call for help. Keep your phone in reach. Are you hurt? Stay down.",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen",
]
CHOICES = [
    (),
    (Button("ok", "Carry on", "1", icon="carry_on"),),
    (
        Button("a", "Carry on", "1", icon="carry_on"),
        Button("b", "Easier", "2", icon="easier"),
        Button("c", "It hurts", "3", icon="hurts"),
    ),
    (Button("asked", "I have asked", "1"), Button("stop", "Stop for today", "2", icon="stop")),
    tuple(Button(str(n), str(n), str(n)) for n in range(11)),
]  # fmt: skip


def assert_whole(layout: Layout, panel: Panel, width: int, height: int) -> None:
    buttons = [label.box for label in layout.labels]
    highest_button = min((box[1] for box in buttons), default=height)
    for line in layout.lines:
        assert line.x >= 0
        assert line.y >= 0
        assert line.x + text.width(line.text, line.capitals_px, line.bold) <= width
        foot = line.y + 1.3 * line.capitals_px  # descenders
        assert foot <= height
        if buttons:
            assert foot <= highest_button + 1
    if buttons and layout.plate and panel.anchor not in ("centre", "bottom"):
        assert layout.plate[3] <= highest_button - 0.015 * height
    for label, button in zip(layout.labels, panel.buttons, strict=True):
        left, top, right, bottom = label.box
        for line in label.lines:
            end = line.x + text.width(line.text, line.capitals_px, line.bold)
            assert left + 0.02 * height <= line.x
            assert end <= right - 0.02 * height
            assert top + 0.01 * height <= line.y
            assert line.y + line.capitals_px <= bottom - 0.01 * height
            assert not button.key or end <= right - KEY_CAP * height or line.y >= top + KEY_CAP * height
        if label.icon:
            assert all(label.icon[2] <= line.x for line in label.lines)
    ordered = sorted(layout.lines, key=lambda line: line.y)
    for above, below in pairwise(ordered):
        assert above.y + above.capitals_px <= below.y
    said = " ".join(line.text for line in layout.lines).replace(" ", "")
    for words in (panel.title, panel.text):
        assert words.replace(" ", "") in said


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("anchor", ANCHORS)
@pytest.mark.parametrize("buttons", CHOICES, ids=len)
def test_no_sentence_is_cut_off(size: tuple[int, int], anchor: str, buttons: tuple[Button, ...]) -> None:
    for title in SENTENCES:
        for body in ("", SENTENCES[3]):
            panel = Panel("p", anchor, title, body, buttons=buttons)  # type: ignore[arg-type]
            assert_whole(lay_out(panel, *size), panel, *size)


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.characters(codec="latin-1", categories=["L", "N", "P", "Zs"]), max_size=160),
    st.sampled_from(SIZES),
    st.booleans(),
)
def test_no_text_at_all_is_cut_off(words: str, size: tuple[int, int], pictured: bool) -> None:
    words = " ".join(words.split())
    panel = Panel(
        "p", "centre", "Title", words, picture="place_chair" if pictured else "", gauges=(Gauge("g", 0.5, "Comfort"),)
    )
    layout = lay_out(panel, *size)
    assert_whole(layout, panel, *size)
    assert layout.plate is not None
    assert layout.plate[1] >= -1
    assert layout.plate[3] <= size[1] + 1


@pytest.mark.parametrize("size", SIZES)
def test_sentences_and_the_count_are_as_large_as_asked(size: tuple[int, int]) -> None:
    for title in SENTENCES[:4]:
        layout = lay_out(Panel("p", title=title, text="We can go lower next time.", buttons=CHOICES[2]), *size)
        assert min(line.capitals_px for line in layout.lines) >= round(0.06 * size[1])
    count = lay_out(Panel("n", "bottom_left", "4 of 10", height=0.10, plate=False), *size)
    assert [line.capitals_px for line in count.lines] == [round(0.10 * size[1])]


CAPTIONS = ["Your turn.", "Lifted without hurry.", "Let go as you come down.", "High enough. Come down gently."]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("counted", ["4 of 10", "10 of 10"])
@pytest.mark.parametrize(("count_at", "mark_at"), [("bottom_left", "bottom_right"), ("bottom_right", "bottom_left")])
def test_a_caption_keeps_clear_of_the_count_and_the_mark(
    size: tuple[int, int], counted: str, count_at: str, mark_at: str
) -> None:
    count = Panel("n", count_at, counted, height=0.10)  # type: ignore[arg-type]
    mark = Panel("demo", mark_at, "demo", height=0.047, plate=False)  # type: ignore[arg-type]
    corners = tuple(box for panel in (count, mark) if (box := occupied(lay_out(panel, *size))) is not None)
    assert len(corners) == 2
    for words in CAPTIONS:
        panel = Panel("say", "caption", words, height=0.065)
        layout = lay_out(panel, *size, corners)
        assert_whole(layout, panel, *size)
        assert min(line.capitals_px for line in layout.lines) >= int(0.06 * size[1])
        plate = layout.plate
        assert plate is not None
        for box in corners:
            assert plate[2] <= box[0] or plate[0] >= box[2] or plate[3] <= box[1], (words, plate, box)


@pytest.mark.parametrize("size", SIZES)
def test_plates_that_stand_low_end_alike(size: tuple[int, int]) -> None:
    panels = [Panel("n", "bottom_left", "4 of 10", height=0.10), Panel("say", "caption", "Your turn.", height=0.065)]
    panels.append(Panel("how", "bottom_right", "Come up slowly.", "A little is enough."))
    plates = [lay_out(panel, *size).plate for panel in panels]
    feet = [0.0 if plate is None else plate[3] for plate in plates]
    assert feet == pytest.approx([size[1] * 0.965] * 3, abs=1.0)


def test_a_button_keeps_its_words_on_one_line_where_they_are_hardly_smaller_there() -> None:
    panel = Panel("p", "top", "Please ask your therapist first.", buttons=CHOICES[3])
    asked, stop = lay_out(panel, 1280, 720).labels
    assert [line.text for line in asked.lines] == ["I have asked"]
    assert len(stop.lines) == 2


@pytest.mark.parametrize("size", SIZES)
def test_words_of_an_upper_corner_leave_the_other_half_alone(size: tuple[int, int]) -> None:
    for corner in ("top_left", "top_right"):
        plate = lay_out(Panel("p", corner, SENTENCES[2], SENTENCES[1], buttons=CHOICES[2]), *size).plate
        assert plate is not None
        clear = size[0] - plate[2] if corner == "top_left" else plate[0]
        assert clear >= 0.4 * size[0]
        assert plate[1] == pytest.approx(0.035 * size[1], abs=1.0)


def test_a_caption_that_meets_nothing_stays_in_the_middle() -> None:
    count = occupied(lay_out(Panel("n", "bottom_left", "4 of 10", height=0.10), 1280, 720))
    assert count is not None
    plate = lay_out(Panel("say", "caption", "Look!", height=0.065), 1280, 720, (count,)).plate
    assert plate is not None
    assert (plate[0] + plate[2]) / 2 == pytest.approx(640, abs=1)


@pytest.mark.parametrize("size", SIZES)
def test_words_stop_shrinking_at_4_5_percent_while_they_fit(size: tuple[int, int]) -> None:
    panel = Panel("p", title=SENTENCES[3], text=SENTENCES[4], buttons=CHOICES[2])
    assert min(line.capitals_px for line in lay_out(panel, *size).lines) >= int(LEAST * size[1])


def test_a_picture_gives_way_before_the_words() -> None:
    panel = Panel("p", title=SENTENCES[1], text=SENTENCES[3], picture="place_chair", buttons=CHOICES[1])
    layout = lay_out(panel, 1280, 720)
    assert layout.picture is not None
    assert layout.picture[3] - layout.picture[1] >= 0.15 * 720
    assert min(line.capitals_px for line in layout.lines) >= round(0.055 * 720)


def test_lines_are_broken_evenly() -> None:
    widths = [text.width(line, 40) for line in text.lines("one two three four five six seven eight nine ten", 700, 40)]
    assert len(widths) == 2
    assert min(widths) > 0.7 * max(widths)


@pytest.mark.parametrize("name", sorted(icons.NAMES))
def test_every_drawing_draws_and_stays_inside(name: str) -> None:
    drawn = icons.draw(name, 160, 100)
    assert drawn.shape == (100, 160, 4)
    covered = drawn[:, :, 3] > 128
    assert 0.01 < covered.mean() < 0.7
    assert not covered[0].any()
    assert not covered[-1].any()
    assert not covered[:, 0].any()
    assert not covered[:, -1].any()


def test_an_unknown_drawing_names_the_nearest() -> None:
    with pytest.raises(ValueError, match="did you mean 'place_chair'"):
        icons.draw("place_chairs", 10, 10)
