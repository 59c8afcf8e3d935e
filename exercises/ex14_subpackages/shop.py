"""The counter of Spoke & Co."""

# Get the module invoice out of its package:
#   from workshop.billing import invoice
# Print "Total: " and what one tube and two tyres cost together.
