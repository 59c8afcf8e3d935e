from ..parts import wheels as w


def invoice(items):
    if min(items.values(), default=1) < 1:
        raise ValueError(items)
    return sum(w.price_of(part) * n for part, n in items.items())
