"""The tables of readings, the same on both databases; they are no Django models, because nothing refers to them."""

# Times are seconds since 1970 in UTC. `flags` are the bits of `rules.quality`.
# latest: the newest reading of a series; `level` is the alarm level it stands at, `told_level` the one the alarms know.
# rollup: sums over `span` seconds (300, 3600, or a day of the city as 86400) without doubtful readings.
# due: hours of series whose sums must be made anew. unfiled: days (UTC) that changed since their file was written.
_TABLES = {
    "series": "id INTEGER PRIMARY KEY, code VARCHAR(80) NOT NULL UNIQUE",
    "reading": (
        "series INTEGER NOT NULL, ts BIGINT NOT NULL, value DOUBLE PRECISION NOT NULL, flags SMALLINT NOT NULL, "
        "PRIMARY KEY (series, ts)"
    ),
    "latest": (
        "series INTEGER PRIMARY KEY, ts BIGINT NOT NULL, value DOUBLE PRECISION NOT NULL, flags SMALLINT NOT NULL, "
        "same_since BIGINT NOT NULL, level SMALLINT NOT NULL, told_level SMALLINT NOT NULL, "
        "sender VARCHAR(80) NOT NULL, received_at BIGINT NOT NULL"
    ),
    "rollup": (
        "series INTEGER NOT NULL, span INTEGER NOT NULL, start BIGINT NOT NULL, readings INTEGER NOT NULL, "
        "total DOUBLE PRECISION NOT NULL, lowest DOUBLE PRECISION NOT NULL, highest DOUBLE PRECISION NOT NULL, "
        "PRIMARY KEY (series, span, start)"
    ),
    "due": "hour BIGINT NOT NULL, series INTEGER NOT NULL, PRIMARY KEY (hour, series)",
    "unfiled": "day BIGINT PRIMARY KEY",
}
TABLES = tuple(f"sensors_{name}" for name in _TABLES)
# Rows lie in the order of their key; a table with one integer key does so anyway.
_CLUSTERED = frozenset({"reading", "rollup", "due"})
# Rows of this table are changed all day; with room beside them PostgreSQL changes them in their place.
_ROOMY = " WITH (fillfactor = 40)"


def statements(vendor: str) -> list[str]:
    """What makes the tables where they are not yet."""
    made = []
    for name, columns in _TABLES.items():
        end = " WITHOUT ROWID" if vendor == "sqlite" and name in _CLUSTERED else ""
        if vendor == "postgresql" and name == "latest":
            end = _ROOMY
        made.append(f"CREATE TABLE IF NOT EXISTS sensors_{name} ({columns}){end}")
    return made
