from __future__ import annotations

import socket
from pathlib import Path

import pytest

from onrecord.errors import OnrecordError, RecordError
from onrecord.views.web.serve import serve


def test_a_taken_address_is_told_and_nothing_is_served(record: Path) -> None:
    said: list[str] = []
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(OnrecordError, match="try --port 0"):
            serve(record, host="127.0.0.1", port=port, open_it=False, say=said.append)
    assert said == []


def test_a_file_that_is_no_record_is_told_before_anything_is_served(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a record")
    with pytest.raises(RecordError, match="not SQLite"):
        serve(path, host="127.0.0.1", port=0, open_it=False, say=lambda _: None)
