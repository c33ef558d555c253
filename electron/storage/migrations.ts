/** The schema's history, forward only: entry n brings version n to n + 1. Old entries never change. */
export const migrations: readonly string[] = [
  `CREATE TABLE records (
     kind  TEXT NOT NULL,
     id    TEXT NOT NULL,
     value TEXT NOT NULL,
     PRIMARY KEY (kind, id)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE records_set_aside (
     kind TEXT NOT NULL, id TEXT NOT NULL, value TEXT NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE outbox (
     seq   INTEGER PRIMARY KEY AUTOINCREMENT,
     id    TEXT NOT NULL UNIQUE,
     at    INTEGER NOT NULL,
     event TEXT NOT NULL
   ) STRICT`,
  `CREATE TABLE device_log (
     seq      INTEGER PRIMARY KEY,
     at       INTEGER NOT NULL,
     kind     TEXT NOT NULL,
     body     TEXT NOT NULL,
     previous TEXT NOT NULL,
     hash     TEXT NOT NULL
   ) STRICT`,
];
