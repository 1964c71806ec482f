"""Many people doing something at the same moment, each on a connection of their own."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import TracebackType
from typing import Any

from django.db import connections

Answer = Any


class Crowd:
    """`size` threads that wait for each other before every round of work."""

    def __init__(self, size: int) -> None:
        self.barrier = Barrier(size)
        self.pool = ThreadPoolExecutor(size)
        self.size = size

    def __enter__(self) -> "Crowd":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        list(self.pool.map(lambda _: self._leave(), range(self.size)))
        self.pool.shutdown()

    def _leave(self) -> None:
        self.barrier.wait()
        connections.close_all()

    def do(self, acts: Iterable[Callable[[], Answer]]) -> list[Answer]:
        """What each act returned or raised, in the order given; one act a thread."""
        return list(self.pool.map(self._act, acts))

    def _act(self, act: Callable[[], Answer]) -> Answer:
        self.barrier.wait()
        try:
            return act()
        except Exception as problem:
            return problem
