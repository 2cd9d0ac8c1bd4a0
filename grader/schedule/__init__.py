"""Scheduling: a class of submissions onto processors.

    run ── judges ──┬── local      a pool of workers on this machine
                    └── ray ── dispatch ──▶ host (on each node of a cluster) ── crossing ──▶ back to ray

`run` knows the class, the gradebook and the report; who judges is behind the seam `judges`.
"""
