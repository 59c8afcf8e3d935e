"""The counter of Spoke & Co."""

from .workshop.billing import invoice

print("Total:", invoice.invoice({"tube": 1, "tyre": 2}))
