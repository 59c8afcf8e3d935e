"""The counter of Spoke & Co."""

from workshop.billing.invoice import invoice

print("Total:", invoice({"tube": 1, "tyre": 2}))
