"""What to tell the treasurer."""

from orders import ORDERS, order_total
from people import display_name


def customer_report(customer):
    """Return one line for the treasurer."""
    number = len(ORDERS[customer])
    return f"{display_name(customer)}: {number} orders, {order_total(customer)}"
