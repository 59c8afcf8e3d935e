"""Watch mode: grade again each time a file is saved, with the judge kept warm in between."""
