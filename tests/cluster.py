"""A Ray cluster on this machine: a head that grades nothing, and nodes of one processor each."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

STORE_BYTES = 80 << 20


@contextmanager
def cluster(nodes: int) -> Iterator[Any]:
    """Yields a `ray.cluster_utils.Cluster`; `add` puts more nodes into it."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    from ray.cluster_utils import Cluster

    head = {"num_cpus": 0, "include_dashboard": False, "object_store_memory": STORE_BYTES}
    made: Any = Cluster(initialize_head=True, head_node_args=head)
    try:
        for _ in range(nodes):
            add(made)
        yield made
    finally:
        made.shutdown()


def add(made: Any, **environment: str) -> Any:
    """One more node, whose processes see this in their environment."""
    return made.add_node(num_cpus=1, object_store_memory=STORE_BYTES, env_vars=environment or None)
