"""Rows like those of `estimate`, with vectors of 64, inserted by Python's sqlite3 in transactions of 2000."""

import os
import sqlite3
import struct
import sys
import tempfile

from rounds import serve

ROWS = 2000
folder = tempfile.TemporaryDirectory()
db = sqlite3.connect(os.path.join(folder.name, "bench.db"))
db.execute("PRAGMA page_size = 16384")
db.execute("PRAGMA journal_mode = wal")
db.execute("PRAGMA synchronous = normal")
COLUMNS = "env_steps INTEGER, norm REAL, dot_truth REAL, cosine REAL, squared_error REAL, squared_deviation REAL, "
db.execute(
    "CREATE TABLE estimate (cell INTEGER, estimator TEXT, batch_size INTEGER, replicate INTEGER, " + COLUMNS +
    "direction_deviation REAL, finite INTEGER, gradient BLOB, "
    "PRIMARY KEY (cell, estimator, batch_size, replicate)) STRICT"
)
cells = 0


def rows(cell):
    for replicate in range(ROWS):
        gradient = struct.pack("<64d", *([replicate / 3] * 64))
        yield cell, "agent", 8, replicate, 61, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 1, gradient


def batches(count):
    global cells
    for _ in range(count):
        made = list(rows(cells))
        with db:
            db.executemany("INSERT INTO estimate VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", made)
        cells += 1
    return count * ROWS, count, 0.0


serve(f"Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}", batches)
