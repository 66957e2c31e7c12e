"""Shards on many machines: Daft on a Ray cluster, which does a lost machine's shards again."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from onrecord.errors import OnrecordError
from onrecord.shards import Shard, path_of, read_shard


def read_on_cluster(
    shards: Sequence[Shard], out: Path, *, ray: str | None = None
) -> tuple[int, list[str]]:
    """Read the shards that are not there yet into `out`; how many, and a line for each.

    `ray` is the address of a cluster ("auto": the one this machine is a node of); without it Daft
    runs here. The machines must see the sources and `out` under the same names, and have onrecord.
    `OnrecordError` where Daft is not installed, or the cluster gives up.
    """
    daft = engine()
    left = [shard for shard in shards if not path_of(shard, out).exists()]
    if not left:
        return 0, []
    out.mkdir(parents=True, exist_ok=True)
    run_on(daft, ray)
    plans = [msgspec.json.encode(shard).decode("utf-8") for shard in left]
    frame = daft.from_pydict({"shard": plans, "out": [str(out.absolute())] * len(left)})
    told = daft.func(read_plan, return_dtype=daft.DataType.string())
    frame = frame.into_partitions(len(left)).select(told(frame["shard"], frame["out"]))
    try:
        lines = frame.to_pydict()
    except Exception as failure:
        done = sum(path_of(shard, out).exists() for shard in left)
        raise OnrecordError(
            f"the cluster gave up after {done} of {len(left)} shards ({line_of(failure)}); "
            "the same command goes on"
        ) from failure
    return len(left), [line for column in lines.values() for line in column]


def read_plan(plan: str, out: str) -> str:
    """`read_shard` between strings, as it runs on a node."""
    return read_shard(msgspec.json.decode(plan, type=Shard), Path(out))


def run_on(daft: Any, ray: str | None) -> None:
    """Have Daft run on the Ray cluster at `ray`, or here."""
    if ray is None:
        daft.set_runner_native()
    else:
        daft.set_runner_ray(ray, noop_if_initialized=True)


def engine() -> Any:
    """Daft; `OnrecordError` where it is not installed. It is told to send nothing home."""
    os.environ.setdefault("DAFT_ANALYTICS_ENABLED", "0")
    os.environ.setdefault("DO_NOT_TRACK", "1")
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import daft  # noqa: PLC0415 - an extra
    except ImportError as failure:
        raise OnrecordError(
            "expected Daft, which reads on many machines, found none; "
            "pip install 'onrecord[cluster]'"
        ) from failure
    return daft


def line_of(failure: Exception) -> str:
    """What an engine says of its failure, as one line."""
    return " ".join(str(failure).split())[:300]
