import shop_core

globals().update({name: getattr(shop_core, name) for name in ("CUSTOMERS", "display_name", "customer_report")})
