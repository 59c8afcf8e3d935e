ORDERS = {"ann": [40, 65, 15], "bob": [18], "cleo": []}
CUSTOMERS = {"ann": ("Ann", "Miller"), "bob": ("Bob", "de Vries"), "cleo": ("Cleo", "Okafor")}

display_name = lambda customer: " ".join(CUSTOMERS[customer])
order_total = lambda customer: sum(ORDERS[customer])
order_label = lambda customer: "Order for " + display_name(customer)


def customer_report(customer):
    return "{}: {} orders, {}".format(display_name(customer), len(ORDERS[customer]), order_total(customer))
