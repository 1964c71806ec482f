"""Processes that belong together end together."""

import os
import threading


def leave_group() -> None:
    """Be a process group of one's own: the terminal's signals no longer arrive."""
    os.setpgid(0, 0)


def exit_with_parent(parent: int) -> None:
    """End within a second after the parent has, however it ended: nobody else would stop us.

    The parent says who it is: one that was killed while we started can no longer be asked for.
    """
    threading.Thread(target=_watch, args=[parent], daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        threading.Event().wait(1)
    os._exit(0)
