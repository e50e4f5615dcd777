"""Ogg Vorbis files whose bytes are the same on every run."""

from __future__ import annotations

import io

import numpy as np
import soundfile

from sounding.bench import RATE, Signal

LOOP_EDGE_S = 0.1  # game.audio blends it in again


def with_edge(loop: Signal) -> Signal:
    """The loop with its own beginning once more after its end.

    A codec's noise is not periodic, so its end and beginning would meet with a small step: whoever plays the loop
    blends this edge into the beginning, and the step is gone.
    """
    return np.concatenate([loop, loop[: round(LOOP_EDGE_S * RATE)]])


def encoded(signal: Signal) -> bytes:
    """Ogg Vorbis of about 90 kbit/s, with the stream's random serial number set to 1 so that bytes repeat."""
    out = io.BytesIO()
    with soundfile.SoundFile(out, "w", RATE, 2, format="OGG", subtype="VORBIS", compression_level=0.6) as file:
        for first in range(0, len(signal), 4096):
            file.write(signal[first : first + 4096].astype(np.float32))
    return with_serial(out.getvalue(), 1)


def with_serial(ogg: bytes, serial: int) -> bytes:
    """Every page's serial number replaced and its checksum made anew (RFC 3533)."""
    table = []
    for byte in range(256):
        crc = byte << 24
        for _ in range(8):
            crc = (crc << 1) ^ (0x04C11DB7 if crc & 0x80000000 else 0)
        table.append(crc & 0xFFFFFFFF)
    pages, at = [], 0
    while at < len(ogg):
        lacing = ogg[at + 27 : at + 27 + ogg[at + 26]]
        size = 27 + len(lacing) + sum(lacing)
        page = bytearray(ogg[at : at + size])
        page[14:18], page[22:26] = serial.to_bytes(4, "little"), bytes(4)
        crc = 0
        for byte in page:
            crc = ((crc << 8) & 0xFFFFFFFF) ^ table[(crc >> 24) ^ byte]
        page[22:26] = crc.to_bytes(4, "little")
        pages.append(bytes(page))
        at += size
    return b"".join(pages)
