class Cache:
    def __init__(self, size=2):
        self.data = {}

    def __getitem__(self, key):
        return None

    def __setitem__(self, key, value):
        pass

    def __len__(self):
        return 0

    def __iter__(self):
        return iter(())


LastOut = Cache


def open_cache(size):
    return None


async def load(key):
    return key
