class Api:
    url = "real"

    def fetch(self, key):
        return 1

    def twice(self, key):
        return 2 * self.fetch(key)

    @staticmethod
    def ping():
        return "real"

    @classmethod
    def make(cls):
        return cls()


def use():
    return Api().fetch("k")


def pings():
    return Api.ping() + Api().ping()


def fetch(key):
    return 1


TAX = 1


def price(key):
    return fetch(key) + TAX


class Account:
    def __init__(self, start):
        self.start = start

    @property
    def balance(self):
        return self.start

    @classmethod
    def make(cls):
        return cls(5)

    def is_rich(self):
        return self.balance > 100
