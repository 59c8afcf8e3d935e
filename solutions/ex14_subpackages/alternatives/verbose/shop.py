"""Prints one bill."""

from workshop.billing import invoice

items = {}
items["tube"] = 1
items["tyre"] = 2

total = invoice.invoice(items)
print("Total: " + str(total))
