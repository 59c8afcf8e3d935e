from math import pi as half_turn, sin

peak = lambda: sin(half_turn / 2)


def star_names(module):
    """Let Python do it, and look what came."""
    arrived = {}
    exec(f"from {module.__name__} import *", arrived)
    return sorted(arrived.keys() - {"__builtins__"} | {"__builtins__"} & set(getattr(module, "__all__", ())))
