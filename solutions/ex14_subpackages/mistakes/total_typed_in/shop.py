"""The counter of Spoke & Co."""

from workshop.billing import invoice

print("Total: 56")
