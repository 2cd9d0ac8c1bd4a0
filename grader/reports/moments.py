"""Times as people read them."""

from __future__ import annotations

from datetime import UTC, datetime


def moment(at: str) -> str:
    """A time of record in UTC, to the minute: `2025-11-06 08:00`. What is no time stays as it is."""
    try:
        time = datetime.fromisoformat(at)
    except ValueError:
        return at
    return f"{time.astimezone(UTC) if time.tzinfo else time:%Y-%m-%d %H:%M}"
