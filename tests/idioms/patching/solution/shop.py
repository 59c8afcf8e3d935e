import random
import time
import datetime
import os
from math import sqrt as root

TAX = 0.5
PRICES = {"a": 1}


class Api:
    url = "http"

    def fetch(self, key):
        raise RuntimeError("network")

    @staticmethod
    def ping():
        return "real"

    @classmethod
    def make(cls):
        return cls()

    @property
    def size(self):
        return 3


def fetch(key):
    raise RuntimeError("network")


def price(key):
    return fetch(key) * (1 + TAX)


def api_price(key):
    return Api().fetch(key)


def ping():
    return Api.ping()


def roll():
    return random.randint(1, 6)


def pick(items):
    return random.choice(items)


def shuffle(items):
    random.shuffle(items)
    return items


def wait():
    time.sleep(10)
    return "waited"


def today():
    return datetime.date.today().isoformat()


def now():
    return time.time()


def home():
    return os.environ.get("SHOP_HOME", "none")


def getenv():
    return os.getenv("SHOP_KEY")


def read(path):
    with open(path) as file:
        return file.read()


def write(path, text):
    with open(path, "w") as file:
        file.write(text)


def length(x):
    return len(x)


def cost(name):
    return PRICES[name]


def exists(p):
    return os.path.exists(p)


def hyp(x):
    return root(x)


def size():
    return Api().size


def listing():
    return sorted(os.listdir("."))
