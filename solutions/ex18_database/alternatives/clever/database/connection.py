"New databases."

connect = lambda: dict(members={}, loans=[])
