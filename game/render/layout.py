"""Where the words, bars and buttons of a panel go on a view of so many pixels. No GPU; the fonts are only measured.

Words begin at the size the panel asks for (CARE.md: capitals at least 6 % of the height for sentences) and give way,
the picture first, then both texts evenly, until all fits. They stop at 4.5 % as long as the view can hold them at all;
being cut off would be worse than being small, so only then do they go on shrinking.
"""

from __future__ import annotations

from dataclasses import dataclass

from game.drawlist import Panel, Rect, button_rects
from game.render import text as words

SENTENCE, LEAST = 0.06, 0.045  # capitals' height, share of the view's height
_MARGIN = 0.035  # of the height: between a plate and the view's edge
_PAD = 0.042  # of the height: inside a plate
_APART = 0.02  # of the height: between a plate and the buttons under it
_ASIDE = 0.028  # of the height: between a button's words and its sides
_ONE_LINE = 0.9  # of the size that two lines would have, and a button's words stay on one
KEY_CAP = 0.048  # of the height, square: the upper right corner of a button that has a key


_TOP = ("top", "top_left", "top_right")
_ONE_PLATE = ("centre", "bottom")  # anchors of panels that have one plate for the question and its answers


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its words, left and top of its capitals in pixels, capitals' height, weight."""

    text: str
    x: int
    y: int
    capitals_px: int
    bold: bool


@dataclass(frozen=True, slots=True)
class Label:
    """What stands in a button: its box in pixels, lines, and the box of its icon or None."""

    id: str
    box: Rect
    lines: tuple[Line, ...]
    icon: Rect | None


@dataclass(frozen=True, slots=True)
class Bar:
    """A gauge's bar in pixels, and how full it is."""

    box: Rect
    value: float


@dataclass(frozen=True, slots=True)
class Layout:
    """All in pixels from the top left. `plate` None: the words stand free, with a soft shadow."""

    plate: Rect | None
    lines: tuple[Line, ...]
    picture: Rect | None
    bars: tuple[Bar, ...]
    labels: tuple[Label, ...]


def lay_out(panel: Panel, width: int, height: int, corners: tuple[Rect, ...] = ()) -> Layout:
    """`panel` on a view of `width` x `height` pixels. A caption keeps clear of `corners`, boxes in pixels that stand in
    the view's lower corners (the count, a mark).
    """
    buttons = {name: _pixels(rect, width, height) for name, rect in button_rects(panel).items()}
    region = _region(panel, width, height, buttons)
    if panel.anchor == "caption" and corners and not buttons:
        region = _between(panel, region, width, height, corners)
    scale, picture_share = 1.0, 0.36
    while True:
        stack = _stack(panel, region, height, scale, picture_share)
        if stack.tall <= region[3] - region[1] or scale < 0.2:
            break
        if panel.picture and picture_share > 0.16:
            picture_share -= 0.04
        else:
            scale *= 0.95
    return _placed(panel, stack, region, buttons, height)


def _pixels(rect: Rect, width: int, height: int) -> Rect:
    return (rect[0] * width, rect[1] * height, rect[2] * width, rect[3] * height)


def _region(panel: Panel, width: int, height: int, buttons: dict[str, Rect]) -> Rect:
    """Where the words may be, inside the plate's padding."""
    edge = (_MARGIN + (_PAD if panel.plate else 0.0)) * height
    apart = 0.03 if not panel.plate or panel.anchor in _ONE_PLATE else _APART + _PAD
    low = min((rect[1] for rect in buttons.values()), default=height) - apart * height
    aside = panel.anchor.endswith(("left", "right"))
    wide = width * (0.80 if not aside else 0.50 if panel.anchor in _TOP else 0.44)
    left = (width - wide) / 2
    if aside:
        left = edge if panel.anchor.endswith("left") else width - edge - wide
    return (left, edge, left + wide, max(low, edge + 0.1 * height) if buttons else height - edge)


def occupied(layout: Layout) -> Rect | None:
    """The box that a panel takes, in pixels: its plate, else its words; None where it shows neither."""
    if layout.plate is not None or not layout.lines:
        return layout.plate
    rights = (line.x + words.width(line.text, line.capitals_px, line.bold) for line in layout.lines)
    return (
        min(line.x for line in layout.lines),
        min(line.y for line in layout.lines),
        max(rights),
        max(line.y + 1.3 * line.capitals_px for line in layout.lines),  # and the descenders
    )


def _between(panel: Panel, region: Rect, width: int, height: int, corners: tuple[Rect, ...]) -> Rect:
    """Where a caption's words may be: as near the middle as the gap between the corners lets them on one line, else
    on two; where even those do not fit, above the corners.
    """
    away = (0.02 + (_PAD * 1.25 if panel.plate else 0.0)) * height
    left = max((box[2] for box in corners if box[0] + box[2] < width), default=region[0] - away) + away
    right = min((box[0] for box in corners if box[0] + box[2] >= width), default=region[2] + away) - away
    capitals_px = max(6, round(panel.height * height))
    wide = words.width(panel.title or panel.text, capitals_px, bool(panel.title)) + 2
    if wide <= right - left:
        start = min(max((width - wide) / 2, left), right - wide)
        return (start, region[1], start + wide, region[3])
    if len(words.lines(panel.title or panel.text, right - left, capitals_px, bool(panel.title))) <= 2:
        return (left, region[1], right, region[3])
    return (region[0], region[1], region[2], min(box[1] for box in corners) - away)


@dataclass(frozen=True, slots=True)
class _Stack:
    title: tuple[str, ...]
    text: tuple[str, ...]
    title_px: int
    text_px: int
    picture_px: float
    bar_px: float
    label_px: int
    wide: float
    tall: float


def _stack(panel: Panel, region: Rect, height: int, scale: float, picture_share: float) -> _Stack:
    least = LEAST if scale > 0.5 else 0.0
    title_px = max(6, round(max(panel.height * scale, min(panel.height, least)) * height))
    asked = min(panel.height, SENTENCE) if panel.title else panel.height
    text_px = max(6, round(max(asked * scale, min(asked, least)) * height))
    widest = region[2] - region[0]
    title = words.lines(panel.title, widest, title_px, bold=True) if panel.title else ()
    body = words.lines(panel.text, widest, text_px) if panel.text else ()
    label_px = max(6, round(min(LEAST, text_px / height) * height))
    bar_px = 0.022 * height
    picture_px = picture_share * height if panel.picture else 0.0
    tall = _paragraph(title, title_px) + _paragraph(body, text_px)
    tall += (0.032 * height if title and body else 0.0) + (picture_px + 0.03 * height if panel.picture else 0.0)
    for gauge in panel.gauges:
        tall += (label_px * 1.6 if gauge.label else 0.0) + bar_px + 0.03 * height
    spans = [words.width(line, title_px, True) for line in title] + [words.width(line, text_px) for line in body]
    spans += [words.width(gauge.label, label_px) for gauge in panel.gauges]
    spans += [0.5 * widest] if panel.gauges else []
    spans += [picture_px * 1.6] if panel.picture else []
    return _Stack(title, body, title_px, text_px, picture_px, bar_px, label_px, max(spans, default=0.0), tall)


def _paragraph(rows: tuple[str, ...], capitals_px: int) -> float:
    return capitals_px * (1 + words.LINE * (len(rows) - 1)) + capitals_px * 0.30 if rows else 0.0  # and the descenders


def _placed(panel: Panel, stack: _Stack, region: Rect, buttons: dict[str, Rect], height: int) -> Layout:
    left, top, right, bottom = region
    room = bottom - top - stack.tall + (_spare(panel, stack) if panel.plate else 0.0)  # so that all plates end alike
    # Words of the top stay there; others sit right above the buttons, or, where there are none, as the anchor says
    low = buttons or panel.anchor in ("bottom", "bottom_left", "bottom_right", "caption")
    share = 0.0 if panel.anchor in _TOP else 1.0 if low else 0.5
    y = top + max(room, 0.0) * share
    start = y
    middle = (left + right) / 2
    if panel.anchor in ("top_left", "bottom_left"):
        middle = left + stack.wide / 2
    elif panel.anchor in ("top_right", "bottom_right"):
        middle = right - stack.wide / 2
    lines: list[Line] = []
    picture = None
    if panel.picture:
        picture = (middle - stack.picture_px * 0.8, y, middle + stack.picture_px * 0.8, y + stack.picture_px)
        y += stack.picture_px + 0.03 * height
    for rows, px, bold in ((stack.title, stack.title_px, True), (stack.text, stack.text_px, False)):
        for i, row in enumerate(rows):
            x = middle - words.width(row, px, bold) / 2
            lines.append(Line(row, round(x), round(y + i * words.LINE * px), px, bold))
        y += _paragraph(rows, px) + (0.032 * height if rows and rows is stack.title and stack.text else 0.0)
    bars = []
    for gauge in panel.gauges:
        y += 0.03 * height
        if gauge.label:
            lines.append(
                Line(
                    gauge.label,
                    round(middle - words.width(gauge.label, stack.label_px) / 2),
                    round(y),
                    stack.label_px,
                    False,
                )
            )
            y += stack.label_px * 1.6
        bars.append(
            Bar(
                (middle - stack.wide / 2, y, middle + stack.wide / 2, y + stack.bar_px), min(1.0, max(0.0, gauge.value))
            )
        )
        y += stack.bar_px
    labels = tuple(_label(panel, i, rect, height) for i, rect in enumerate(buttons.values()))
    return Layout(_plate(panel, stack, middle, start, y, buttons, height), tuple(lines), picture, tuple(bars), labels)


def _plate(
    panel: Panel, stack: _Stack, middle: float, top: float, bottom: float, buttons: dict[str, Rect], height: int
) -> Rect | None:
    if not panel.plate or not (panel.title or panel.text or panel.picture or panel.gauges):
        return None
    pad = _PAD * height
    left, right = middle - stack.wide / 2 - pad * 1.25, middle + stack.wide / 2 + pad * 1.25
    if buttons and panel.anchor in _ONE_PLATE:
        left = min(left, min(rect[0] for rect in buttons.values()) - pad * 0.8)
        right = max(right, max(rect[2] for rect in buttons.values()) + pad * 0.8)
        return (left, top - pad, right, max(rect[3] for rect in buttons.values()) + pad * 0.8)
    return (left, top - pad, right, bottom + pad - _spare(panel, stack))


def _spare(panel: Panel, stack: _Stack) -> float:
    """How much of the room for descenders a plate leaves out: few words have any."""
    return 0.0 if panel.gauges else 0.2 * (stack.text_px if stack.text else stack.title_px)


def _label_px(label: str, wide: float, tall: float, most: int, px: int) -> int:
    """Capitals' height, at most `px`, at which a button's words fit its room on at most so many lines, all whole."""
    while px > 6:
        rows = words.lines(label, wide, px, bold=True)
        whole = all(word in " ".join(rows).split() for word in label.split())
        fits = _paragraph(rows, px) <= tall and all(words.width(row, px, True) <= wide for row in rows)
        if whole and fits and len(rows) <= most:
            break
        px -= 1
    return max(px, 6)


def _label(panel: Panel, index: int, rect: Rect, height: int) -> Label:
    """The words of a button: as large as 5 % of the height, on one line or two, beside its icon if it has one, and
    clear of its edges and its key.
    """
    button = panel.buttons[index]
    left, top, right, bottom = rect
    aside = _ASIDE * height
    side = min(0.56 * (bottom - top), 0.28 * (right - left)) if button.icon else 0.0
    before = side + 0.7 * aside if button.icon else 0.0
    middle = (left + right) / 2
    left, right = left + aside, right - max(aside, (KEY_CAP + 0.004) * height if button.key else 0.0)
    wide, tall = right - left - before, bottom - top - 0.036 * height
    px, two = (_label_px(button.label, wide, tall, most, round(0.05 * height)) for most in (1, 2))
    px = two if px < _ONE_LINE * two else px
    rows = words.lines(button.label, wide, px, bold=True)
    start = (top + bottom) / 2 - (px * (1 + words.LINE * (len(rows) - 1))) / 2
    widest = max((words.width(row, px, True) for row in rows), default=0.0)
    start_x = max(left, min(middle - (before + widest) / 2, right - before - widest))  # of icon and words together
    icon = (start_x, (top + bottom - side) / 2, start_x + side, (top + bottom + side) / 2) if button.icon else None
    middle = start_x + before + widest / 2
    lines = tuple(
        Line(row, round(middle - words.width(row, px, True) / 2), round(start + i * words.LINE * px), px, True)
        for i, row in enumerate(rows)
    )
    return Label(button.id, rect, lines, icon)
