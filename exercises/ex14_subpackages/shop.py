"""The counter of Spoke & Co."""

# Get the module invoice out of the package workshop.billing.
# Print "Total: " and what one tube and two tyres cost together.
