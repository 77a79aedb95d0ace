"""Documents that survive a kill: one sqlite table, written through at once.
It must not know what the documents mean.
"""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from deploy.sandbox.json import Json


class Journal:
    """Keeps JSON documents by (kind, key); without a folder it forgets everything."""

    def __init__(self, folder: Path | None) -> None:
        self._db: sqlite3.Connection | None = None
        if folder is None:
            return
        folder.mkdir(parents=True, exist_ok=True)
        # isolation_level=None commits each statement by itself. WAL with synchronous=NORMAL loses nothing when the
        # process is killed (only when the machine is), and costs microseconds: https://sqlite.org/pragma.html
        self._db = sqlite3.connect(folder / "slack.sqlite3", isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS document"
            " (kind TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID"
        )

    def put(self, kind: str, key: str, body: Json) -> None:
        """Write one document."""
        if self._db is not None:
            self._db.execute("REPLACE INTO document VALUES (?, ?, ?)", (kind, key, json.dumps(body)))

    def drop(self, kind: str, key: str) -> None:
        """Forget one document."""
        if self._db is not None:
            self._db.execute("DELETE FROM document WHERE kind = ? AND key = ?", (kind, key))

    def all(self, kind: str) -> dict[str, Json]:
        """Every document of a kind, in the order of their keys."""
        if self._db is None:
            return {}
        rows = self._db.execute("SELECT key, body FROM document WHERE kind = ? ORDER BY key", (kind,))
        return {key: json.loads(body) for key, body in rows}

    def close(self) -> None:
        """Close the file."""
        if self._db is not None:
            self._db.close()
            self._db = None
