class Api:
    url = "other"

    def fetch(self, key):
        return 7

    def twice(self, key):
        return 7

    @staticmethod
    def ping():
        return ""


def use():
    return 0


def pings():
    return ""


def fetch(key):
    return 0


TAX = 0


def price(key):
    return 0


class Account:
    def __init__(self, start):
        self.balance = 0

    make = None

    def is_rich(self):
        return True
