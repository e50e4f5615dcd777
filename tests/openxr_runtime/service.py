"""Starts and ends a real Monado service: no headset, no screen, no graphics card.

    with Monado() as monado:            # a head and two controllers, scripted through Puppet(monado.port)
        ...                             # OpenXR programs of this process find it; a child needs monado.environment

`driver` is "remote" (scripted), or "simulated" (a head that wobbles by the clock, and still controllers), or "none"
(a service that has no headset). The service's socket, settings and log lie in a folder of its own, so two can run side
by side on different ports.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Self

RUNTIME = Path("/usr/share/openxr/1/openxr_monado.json")
VERSION = "25.0.0"  # what puppet.py knows how to talk to
DEADLINE_S = 30.0


def installed() -> str | None:
    """Why there is no Monado here, or None where it can be started."""
    if shutil.which("monado-service") is None or not RUNTIME.exists():
        return "no Monado here: run this through tests/openxr_runtime/run-in-runtime"
    return None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Monado:
    """`null` draws nowhere and shows 20 frames a second; without it a compositor shows on an X screen."""

    def __init__(self, driver: str = "remote", controllers: str = "simple", null: bool = True) -> None:
        self.port = free_port()
        self._folder = Path(tempfile.mkdtemp(prefix="monado-"))
        self._log = self._folder / "log"
        run = self._folder / "run"
        run.mkdir(mode=0o700)
        self._socket = run / "monado_comp_ipc"
        self._configure(driver)
        found = {"XR_RUNTIME_JSON": str(RUNTIME), "XDG_RUNTIME_DIR": str(run)}
        self.environment = {**os.environ, **found}
        self._own = {
            **self.environment,
            "XDG_CONFIG_HOME": str(self._folder / "config"),
            "HOME": str(self._folder),
            "XRT_NO_STDIN": "1",  # without it the service ends when its input is empty
            "XRT_COMPOSITOR_NULL": "1" if null else "0",
        }
        if driver == "simulated":
            self._own |= {"SIMULATED_ENABLE": "1", "SIMULATED_LEFT": controllers, "SIMULATED_RIGHT": controllers}
        self._before = {name: os.environ.get(name) for name in found}
        self._found = found
        self._process: subprocess.Popen[bytes] | None = None

    def _configure(self, driver: str) -> None:
        folder = self._folder / "config" / "monado"
        folder.mkdir(parents=True)
        remote = {"version": 0, "port": self.port, "view_count": 2}
        (folder / "config_v0.json").write_text(
            json.dumps({"active": "remote" if driver == "remote" else "none", "remote": remote}), encoding="utf-8"
        )

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    def start(self) -> Self:
        """Returns when programs can connect. RuntimeError with the service's own words where it does not start."""
        end = time.monotonic() + DEADLINE_S
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                ["monado-service"], env=self._own, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        while not (self._socket.exists() and "service has started" in self.log):
            if self._process.poll() is not None or time.monotonic() > end:
                self.kill()
                raise RuntimeError(f"monado-service did not start:\n{self.log[-2000:]}")
            time.sleep(0.01)
        os.environ.update(self._found)
        return self

    def kill(self) -> None:
        """As a crash does it: at once, with no farewell."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
            self._socket.unlink(missing_ok=True)

    def stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    def control(self, *words: str) -> str:
        """What `monado-ctl` answers."""
        done = subprocess.run(
            ["monado-ctl", *words], env=self.environment, capture_output=True, text=True, timeout=10, check=False
        )
        return done.stdout + done.stderr

    def give_back(self, process: int) -> None:
        """Puts the program of this process in front again."""
        (line,) = [line for line in self.control().splitlines() if f"pid: {process}" in line]
        self.control("-p", line.split("id:")[1].split()[0])

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()
        for name, value in self._before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        shutil.rmtree(self._folder, ignore_errors=True)


def main() -> int:
    """`python -m tests.openxr_runtime.service COMMAND [ARG ...]`: a command with a scripted headset beside it."""
    if why := installed():
        sys.exit(why)
    with Monado() as monado:
        return subprocess.run(sys.argv[1:], env=monado.environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
