"""Coverage-guided fuzzing of the wire: `python -m tests.fuzz` (needs `pip install atheris`)."""
