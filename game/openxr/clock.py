"""OpenXR's time and ours. Import only after `loading.load()`."""

from __future__ import annotations

import ctypes
import os
import time
from typing import Protocol

import xr


class Clock(Protocol):
    """Seconds of `time.monotonic()` from XrTime (nanoseconds of the runtime's own), and back."""

    def seconds(self, xr_time: int) -> float: ...
    def xr_time(self, t_s: float) -> int: ...


class Timespec:
    """Linux: `time.monotonic()` is CLOCK_MONOTONIC, the clock that the extension converts."""

    def __init__(self, instance: xr.Instance) -> None:
        self._instance = instance

    def seconds(self, xr_time: int) -> float:
        found = xr.convert_time_to_timespec_time_khr(self._instance, xr_time)
        return float(found.tv_sec + found.tv_nsec * 1e-9)

    def xr_time(self, t_s: float) -> int:
        nanoseconds = round(t_s * 1e9)
        then = xr.timespec(nanoseconds // 10**9, nanoseconds % 10**9)
        return int(xr.convert_timespec_time_to_time_khr(self._instance, then).value)


class PerformanceCounter:
    """Windows (written from the specification, not tried): the extension converts the performance counter, which is
    `time.perf_counter()`; `time.monotonic()` may count in steps of 16 ms, so the two are compared at a step.
    """

    def __init__(self, instance: xr.Instance) -> None:
        self._instance = instance
        first = time.monotonic()
        while (now := time.monotonic()) == first:
            pass
        self._ahead_s = now - time.perf_counter()
        self._per_s = _ticks_per_second()

    def seconds(self, xr_time: int) -> float:
        found = xr.convert_time_to_win32_performance_counter_khr(self._instance, xr_time)
        return float(getattr(found, "value", found)) / self._per_s + self._ahead_s

    def xr_time(self, t_s: float) -> int:
        ticks = ctypes.c_longlong(round((t_s - self._ahead_s) * self._per_s))
        found = xr.convert_win32_performance_counter_to_time_khr(self._instance, ticks)
        return int(getattr(found, "value", found))


def _ticks_per_second() -> int:
    per_s = ctypes.c_int64()
    ctypes.windll.kernel32.QueryPerformanceFrequency(ctypes.byref(per_s))  # type: ignore[attr-defined]  # Windows has it
    return per_s.value


def clock(instance: xr.Instance) -> Clock:
    return PerformanceCounter(instance) if os.name == "nt" else Timespec(instance)
