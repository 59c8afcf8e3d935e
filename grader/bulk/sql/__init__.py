"""The tables of a class's store, and how SQLite and PostgreSQL are opened, locked and brought up to date."""
