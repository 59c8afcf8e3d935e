from functools import reduce
from operator import add, mul as multiply

__all__ = ["add_all", "multiply"]

add_all = lambda values: reduce(add, values, 0)
