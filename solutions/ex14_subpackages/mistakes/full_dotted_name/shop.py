"""The counter of Spoke & Co."""

import workshop.billing.invoice

print("Total:", workshop.billing.invoice.invoice({"tube": 1, "tyre": 2}))
