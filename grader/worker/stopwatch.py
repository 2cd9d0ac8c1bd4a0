"""A bound on the time of one cell, so that a training loop or a download does not cost the cells after it.

It is for the honest: the host measures the whole import itself, whatever a cell does to this. What is counted is the
time of the processor, so that a busy machine stops nobody; the clock counts only for a cell that does next to nothing.
"""

from __future__ import annotations

import _thread
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_TICK_S = 0.05
_SHARE = 0.8  # of the import's time: the rest is for what the host measures beside the cells
_IDLE = 0.1  # of a processor: below it a cell waits


class Stopwatch:
    """Seconds for all cells together, of which each may use half of what is left."""

    def __init__(self, total_s: float) -> None:
        self._left_s = _SHARE * total_s

    @contextmanager
    def running(self) -> Iterator[None]:
        """Interrupts what runs in the main thread when its share is used up.

        Raises:
            TimeoutError: in the place of the interrupt.
        """
        allowed, began = self._left_s / 2, _now()
        done, fired = threading.Event(), threading.Event()
        watch = threading.Thread(target=_watch, args=(began, allowed, done, fired), daemon=True)
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
            # A tenth, so that a somewhat slower machine says the same.
            stopped = TimeoutError(f"the cell was stopped after {max(allowed, 0.1):.1f} s")
            raise stopped.with_traceback(error.__traceback__) from None
        finally:
            self._left_s -= min(allowed, _used(began))


def _now() -> tuple[float, float]:
    return time.process_time(), time.monotonic()


def _used(began: tuple[float, float]) -> float:
    """Seconds of the processor since then; of the clock, where hardly any."""
    cpu, wall = (now - before for now, before in zip(_now(), began, strict=True))
    return wall if cpu < _IDLE * wall else cpu


def _watch(began: tuple[float, float], allowed: float, done: threading.Event, fired: threading.Event) -> None:
    while not done.wait(_TICK_S):
        if _used(began) > allowed:
            fired.set()
            _interrupt()


def _interrupt() -> None:
    if hasattr(signal, "pthread_kill"):  # it ends a wait of the system's, too
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    else:
        _thread.interrupt_main()


def _settle() -> None:
    """Python delivers an interrupt when a function begins: one that came late is raised here."""
