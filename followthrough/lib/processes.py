"""Processes that belong together end together."""

import os
import threading


def leave_group() -> None:
    """Be a process group of one's own: the terminal's signals no longer arrive."""
    os.setpgid(0, 0)


def exit_with_parent() -> None:
    """End within a second after the parent has, however it ended: nobody else would stop us."""
    threading.Thread(target=_watch, args=[os.getppid()], daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        threading.Event().wait(1)
    os._exit(0)
