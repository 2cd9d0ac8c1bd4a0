"""Scheduling: a class of submissions onto processors. `local` is a pool on this machine."""
