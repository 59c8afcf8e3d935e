from itertools import chain, starmap
from operator import call as ask

import paint, parts


def order_total(colours, parts_list):
    tins = ((paint.price, colour) for colour in colours)
    pieces = ((parts.price, part) for part in parts_list)
    return sum(starmap(ask, chain(tins, pieces)))
