class Shelf:
    def __init__(self, *items):
        self.items = items

    def __iter__(self):
        return iter(self.items)


SHELF = Shelf("b")
