-- A store of version 1, as either database takes it: two runs of a class, the first of them ended.
CREATE TABLE grade_store (version INTEGER NOT NULL);
CREATE TABLE grade_runs (
    number INTEGER NOT NULL PRIMARY KEY, source TEXT NOT NULL, course TEXT NOT NULL, version TEXT NOT NULL,
    python TEXT NOT NULL, began TEXT NOT NULL, ended TEXT NOT NULL, suites TEXT NOT NULL, missing TEXT NOT NULL
);
CREATE TABLE grade_results (
    exercise TEXT NOT NULL, key TEXT NOT NULL, errored_in INTEGER NOT NULL, json TEXT NOT NULL,
    PRIMARY KEY (exercise, key, errored_in)
);
CREATE TABLE grade_entries (
    student TEXT NOT NULL, exercise TEXT NOT NULL, run INTEGER NOT NULL REFERENCES grade_runs (number),
    key TEXT NOT NULL, errored_in INTEGER NOT NULL, name TEXT NOT NULL, late BOOLEAN NOT NULL, "where" TEXT NOT NULL,
    PRIMARY KEY (student, exercise, run),
    CONSTRAINT grade_entries_result FOREIGN KEY (exercise, key, errored_in)
        REFERENCES grade_results (exercise, key, errored_in)
);
CREATE INDEX grade_entries_of_run ON grade_entries (run, student, exercise);
CREATE TABLE grade_left (
    run INTEGER NOT NULL REFERENCES grade_runs (number), number INTEGER NOT NULL,
    path TEXT NOT NULL, reason TEXT NOT NULL, student TEXT NOT NULL, PRIMARY KEY (run, number)
);
INSERT INTO grade_store VALUES (1);
INSERT INTO grade_runs VALUES
    (1, 'week1.zip', 'larch', '0.9', '3.11', '2026-10-01T08:00:00Z', '2026-10-01T08:00:09Z',
     '{"ex01_first":"old"}', '{"zed":"Zed Missing","zoë":"Zoë Müller"}'),
    (2, 'week2.zip', 'larch', '0.9', '3.11', '2026-10-08T08:00:00Z', '', '{"ex01_first":"new"}', '{}');
INSERT INTO grade_results VALUES
    ('ex01_first', 'shared', 0,
     '{"schema":"grade/v1","exercise":"ex01_first","title":"naïve.py","status":"failed","points":1.5,"max_points":4.0,"core_points":4.0,"checks":[],"submission":{"sha256":"digest"}}'),
    ('ex01_first', 'other', 0,
     '{"schema":"grade/v1","exercise":"ex01_first","title":"naïve.py","status":"passed","points":4.0,"max_points":4.0,"core_points":4.0,"checks":[]}'),
    ('ex01_first', 'other', 1,
     '{"schema":"grade/v1","exercise":"ex01_first","title":"naïve.py","status":"error","points":0.0,"max_points":4.0,"core_points":4.0,"checks":[]}');
INSERT INTO grade_entries VALUES
    ('ada', 'ex01_first', 1, 'shared', 0, 'Ada Lovelace', FALSE, 'week1.zip/ada'),
    ('ben', 'ex01_first', 1, 'shared', 0, 'Ben Ng', TRUE, 'week1.zip/ben'),
    ('Zoë', 'ex01_first', 1, 'other', 1, 'Zoë Müller', FALSE, 'week1.zip/Zoë'),
    ('ada', 'ex01_first', 2, 'other', 0, 'Ada Lovelace', FALSE, 'week2.zip/ada');
INSERT INTO grade_left VALUES
    (1, 1, 'week1.zip/notes.txt', 'it belongs to no exercise', 'ben'),
    (1, 2, 'week1.zip/broken.zip', 'it is no zip archive', '');
