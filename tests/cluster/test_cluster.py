"""A Ray cluster of two nodes on this machine: a node is killed, and the record is the same."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import onrecord
import onrecord.run as chain
from onrecord.record.store import View
from tests.faults.campaign import WHATS
from tests.test_shards import sources

for _name in ("RAY_USAGE_STATS_ENABLED", "DAFT_ANALYTICS_ENABLED"):
    os.environ[_name] = "0"
os.environ["DO_NOT_TRACK"] = "1"
os.environ["PYTHONPATH"] = str(Path(__file__).parents[2])  # the nodes read with this code

_WHY = "is not here: `make cluster-test` installs the extra onrecord[cluster] and runs this"
pytest.importorskip("daft", reason=f"Daft {_WHY}")
ray = pytest.importorskip("ray", reason=f"Ray {_WHY}")


@pytest.fixture
def cluster() -> Iterator[object]:
    from ray.cluster_utils import Cluster  # noqa: PLC0415 - only where Ray is

    made = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
    made.add_node(num_cpus=1, resources={"second": 1})
    made.wait_for_nodes()
    ray.init(address=made.address, log_to_driver=False)
    yield made
    ray.shutdown()
    made.shutdown()


def test_a_node_that_is_killed_in_the_middle_changes_nothing(
    cluster: object, tmp_path: Path
) -> None:
    source, out = sources(tmp_path), tmp_path / "out"
    nodes = list(cluster.worker_nodes)  # type: ignore[attr-defined]
    assert len(ray.nodes()) == 2
    killed = threading.Thread(target=_kill_in_the_middle, args=(cluster, nodes[0], out))
    killed.start()
    lines = chain.read_into_shards(
        [source],
        out=out,
        ray=cluster.address,  # type: ignore[attr-defined]
        reader="rules",
        size=1800,
        page_function="tests.page_functions:slow_page_worker",
    )
    killed.join()
    assert sum(node["Alive"] for node in ray.nodes()) == 1, "no node was killed in the middle"
    assert len(lines) == len(list(out.glob("*.parquet"))) > 4
    here = chain.read([source], into=tmp_path / "here.db", reader="rules")
    count, failed = chain.load(out, into=tmp_path / "there.db", reader="rules")
    assert count == len(here.read) and len(failed) == len(here.failed)
    for what in WHATS:
        assert onrecord.export(tmp_path / "there.db", what) == onrecord.export(here, what)
    address = cluster.address  # type: ignore[attr-defined]
    chain.load(out, into=tmp_path / "joined.db", reader="rules", engine=True, ray=address)
    assert rows_of(tmp_path / "joined.db") == rows_of(tmp_path / "there.db")
    assert (
        chain.read_into_shards(
            [source],
            out=out,
            reader="rules",
            size=1800,
            page_function="tests.page_functions:slow_page_worker",
        )
        == []
    )


def rows_of(record: Path) -> dict[str, list[str]]:
    """Every row of every table of a record, what it remembers of its joins included."""
    with View(record) as view:
        return {
            table: sorted(repr(tuple(row)) for row in view.rows(f"SELECT * FROM {table}"))
            for (table,) in view.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        }


def _kill_in_the_middle(cluster: object, node: object, out: Path) -> None:
    """Kill a node once a shard is there."""
    for _ in range(6000):
        if list(out.glob("*.parquet")):
            cluster.remove_node(node, allow_graceful=False)  # type: ignore[attr-defined]
            return
        time.sleep(0.05)
