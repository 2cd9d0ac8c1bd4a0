"""Audit: the problems themselves are put to the test (`validate`: reference, examples, sensitivity)."""
