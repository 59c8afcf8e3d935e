"""What small things cost."""

SMALL_THINGS = {"bell": 4, "bottle cage": 9, "pump": 15}


def cost_of(thing):
    """Return the price of a small thing; raise KeyError if we do not have it."""
    return SMALL_THINGS[thing]


print(cost_of("bell"))
