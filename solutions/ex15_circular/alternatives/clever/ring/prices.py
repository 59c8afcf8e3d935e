SMALL, LARGE = 8, 12
wheel_size = lambda bike: int(bike[bike.rindex("-") + 1 :])
day_price = lambda bike: (LARGE, SMALL)[wheel_size(bike) < 26]
