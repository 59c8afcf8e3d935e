"""Opening hours."""

HOURS = {"Fri": 6}
