"""A bound on the CPU time of one cell, so that a training loop does not cost the cells after it.

It is for the honest: the host measures the whole import itself, whatever a cell does to this.
"""

from __future__ import annotations

import _thread
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_TICK_S = 0.05
_SHARE = 0.8  # of the import's time: the rest is for what the host measures beside the cells


class Stopwatch:
    """CPU time for all cells together, of which each may use half of what is left."""

    def __init__(self, total_s: float) -> None:
        self._left_s = _SHARE * total_s

    @contextmanager
    def running(self) -> Iterator[None]:
        """Interrupts what runs in the main thread when its share is used up.

        Raises:
            TimeoutError: in the place of the interrupt.
        """
        allowed, began = self._left_s / 2, time.process_time()
        done, fired = threading.Event(), threading.Event()
        watch = threading.Thread(target=_watch, args=(began + allowed, done, fired), daemon=True)
        watch.start()
        try:
            try:
                yield
            finally:
                done.set()
                watch.join()
                _settle()
        except KeyboardInterrupt as error:
            if not fired.is_set():
                raise
            stopped = TimeoutError(f"the cell was stopped after {allowed:.2g} s of computing")
            raise stopped.with_traceback(error.__traceback__) from None
        finally:
            self._left_s -= min(allowed, time.process_time() - began)


def _watch(deadline: float, done: threading.Event, fired: threading.Event) -> None:
    while not done.wait(_TICK_S):
        if time.process_time() > deadline:
            fired.set()
            _thread.interrupt_main()


def _settle() -> None:
    """Python delivers an interrupt when a function begins: one that came late is raised here."""
