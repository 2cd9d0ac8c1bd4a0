"""The vocabulary: frozen dataclasses that every other room speaks. No I/O, no clock, no environment."""
