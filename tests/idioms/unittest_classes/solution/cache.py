class Cache:
    size = 2

    def __init__(self, size=2):
        if size < 1:
            raise ValueError("size must be positive", size)
        self.size = size
        self.data = {}

    def __getitem__(self, key):
        if key in self.data:
            return self.data[key]
        return self.__missing__(key)

    def __missing__(self, key):
        raise KeyError(key)

    def __setitem__(self, key, value):
        if len(self.data) >= self.size and key not in self.data:
            self.evict()
        self.data[key] = value

    def evict(self):
        del self.data[next(iter(self.data))]

    def __len__(self):
        return len(self.data)

    def __iter__(self):
        return iter(self.data)

    def __repr__(self):
        return f"{type(self).__name__}({self.size})"


class LastOut(Cache):
    def evict(self):
        self.data.popitem()


def open_cache(size):
    return Cache(size)


async def load(key):
    return key * 2
