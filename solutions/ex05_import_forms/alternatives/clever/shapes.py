from math import sqrt, pi
import numpy as np, math as m

circle_area = lambda r: r * r * pi
hypotenuse = lambda *sides: sqrt(sum(side * side for side in sides))
sine = lambda deg: m.cos(m.radians(90 - deg))
stock = lambda counts: np.array([*counts])
