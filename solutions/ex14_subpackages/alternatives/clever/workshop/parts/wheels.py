PRICES = dict(tube=6, tyre=25, rim=40)
price_of = PRICES.__getitem__
