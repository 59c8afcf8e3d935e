from workshop.billing import invoice as bill

print(f"Total: {bill.invoice(dict(tyre=2, tube=1))}")
