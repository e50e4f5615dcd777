"""Run a module under watch: `python tests/watched.py LOG -m game play ...`. Python's own monitor, on every system.

LOG gets one JSON list a line: ["network", what] for a use of the network, ["write", path] for a file opened to write.
Sockets between programs of one machine (AF_UNIX) are no network; neither is AF_NETLINK, which asks the kernel itself.
"""

from __future__ import annotations

import json
import os
import runpy
import sys

NETWORK = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind")
LOOK_UP = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "urllib.Request")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def watch(log_path: str) -> None:
    log = open(log_path, "a", buffering=1, encoding="utf-8")  # noqa: SIM115  (open as long as the process lives)

    def hook(event: str, args: tuple) -> None:
        if event == "open":
            path, _, flags = args
            if isinstance(path, str | bytes | os.PathLike) and isinstance(flags, int) and flags & WRITING:
                log.write(json.dumps(["write", os.path.abspath(os.fsdecode(path))]) + "\n")
        elif event in NETWORK and isinstance(args[1], tuple):  # a pair is an internet address; AF_UNIX has a path
            log.write(json.dumps(["network", f"{event} {args[1]}"]) + "\n")
        elif event in LOOK_UP:
            log.write(json.dumps(["network", f"{event} {args[0]}"]) + "\n")

    sys.addaudithook(hook)


if __name__ == "__main__":
    _, log_path, flag, what, *rest = sys.argv
    watch(log_path)
    sys.argv = [what, *rest]
    if flag == "-m":
        sys.path.insert(0, os.getcwd())
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        exec(compile(what, "<watched>", "exec"), {"__name__": "__main__"})  # -c
