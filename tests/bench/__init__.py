"""Benchmarks, not timed tests: `python -m tests.bench` prints the design's numbers as ratios of one run."""
