"""A process for a camera, and the pipes to it and back.

The process is begun by multiprocessing's "spawn", which does the same on Windows and macOS, where it was not tried.
Pipes and no sockets: nothing here looks like a network. No message is larger than what a pipe takes whole or not at all
(PIPE_BUF, as Linux has it): one that stops in the middle of its words leaves nobody waiting for the rest of them.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from queue import SimpleQueue

from game.tracking.source import CameraError

GRACE_S = 1.0  # for letting the camera go in order; a driver that hangs is left behind
_KILLED_S = 0.5  # a process that is killed is gone in milliseconds, but for one that hangs in a driver
MOST_BYTES = 4096 - 4  # Linux's PIPE_BUF, less the length that goes before each message
_NOTE, _WORDS = 2000, 900  # characters of an error's traceback, and of one that cannot be told as it is


class Child:
    """The process, as seen from outside. It is to be ended.

    work   what it does, given a Parent. It must be such as can be pickled; an Exception that it raises is its last word
    Raises CameraError where no process will begin.
    """

    def __init__(self, work: Callable[[Parent], None]) -> None:
        try:
            self._begin(work)
        except OSError as error:
            raise CameraError(f"the camera's program will not start: {error}") from error

    def _begin(self, work: Callable[[Parent], None]) -> None:
        spawn = multiprocessing.get_context("spawn")
        orders, self._orders = spawn.Pipe(duplex=False)
        self._news, news = spawn.Pipe(duplex=False)
        self._process = spawn.Process(target=_run, args=(work, orders, news), daemon=True)
        try:
            with orders, news, _uninterrupted():  # which it has then: with ours closed, each side sees the other end
                self._process.start()
        except BaseException:
            self._orders.close()
            self._news.close()
            raise

    def speaks(self, within_s: float = 0.0) -> bool:
        """Whether `hear` would not wait, after `within_s` at most."""
        try:
            return self._news.poll(within_s)
        except OSError:
            return True

    def hear(self) -> object:
        """What it says next, waited for if need be. None: it has ended."""
        try:
            return self._news.recv()
        except (EOFError, OSError):
            return None

    def tell(self, order: object) -> None:
        with suppress(OSError):  # one that has ended says so by its silence
            self._orders.send(order)

    def end(self, within_s: float) -> str:
        """Have it end, in order if it can within so long, else killed; how it did, in words."""
        self._orders.close()
        self._news.close()
        self._process.join(within_s)
        if self._process.exitcode is None:
            self._process.kill()
            self._process.join(max(within_s, _KILLED_S))
        code = self._process.exitcode
        if code is None:
            return "no end"
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C is ours to answer. A process begun in here is deaf to it from its first moment, where the system can."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # begun together with the first process, it would lift the mask
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# --- inside the process --------------------------------------------------------------------------------------------


class Parent:
    """The program that began this process, as seen from inside.

    orders   what it told, oldest first      ended   set when it listens no more
    """

    def __init__(self, news: Connection) -> None:
        self._news, self.orders, self.ended = news, SimpleQueue[object](), threading.Event()

    def say(self, message: object) -> None:
        """Waits while the pipe is full. Raises ValueError for more than MOST_BYTES, OSError where nobody listens."""
        self._news.send_bytes(_packed(message))


def _run(work: Callable[[Parent], None], orders: Connection, news: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = Parent(news)
    threading.Thread(target=_listen, args=(orders, parent), name="orders", daemon=True).start()
    try:
        work(parent)
    except Exception as error:  # whatever it is, it is raised where somebody listens; a pipe nobody reads says nothing
        with suppress(OSError):
            parent.say(_portable(error))


def _listen(orders: Connection, parent: Parent) -> None:
    """Until the other side closes its end, or is gone and the system closes it."""
    with suppress(EOFError, OSError):
        while True:
            parent.orders.put(orders.recv())
    parent.ended.set()
    time.sleep(GRACE_S)
    os._exit(1)  # a camera that hangs in its driver is let go so


def _packed(message: object) -> bytes:
    data = pickle.dumps(message)
    if len(data) > MOST_BYTES:
        raise ValueError(f"a message must have {MOST_BYTES} bytes at most, got {len(data)} of {type(message).__name__}")
    return data


def _portable(error: Exception) -> Exception:
    """The error itself, with the end of its traceback in a note, or where it cannot be sent one that says as much."""
    error.add_note("".join(traceback.format_exception(error))[-_NOTE:])
    try:
        pickle.loads(_packed(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}"[:_WORDS])
    return error
