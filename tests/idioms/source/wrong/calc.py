add = fact = square = int
Point = 3
