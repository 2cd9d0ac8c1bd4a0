"""What takes minutes: `python -m tests.endurance kill` and `python -m tests.endurance flat`."""
