"""What takes minutes: `python -m tests.endurance --help` names it."""
