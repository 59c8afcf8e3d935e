from unittest import mock


class Api:
    url = "x"

    def fetch(self, key):
        return None

    @staticmethod
    def ping():
        return None

    @property
    def size(self):
        return None


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return lambda *a: None
