"""The command line: one file per command. It alone prints; click alone is imported to print help."""

from grader.cli.edge import main

__all__ = ["main"]
