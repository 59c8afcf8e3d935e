from collections import namedtuple

PI = 314159 / 100000
greet = "Hello, {}!".format


class Badge(namedtuple("Badge", "owner")):
    def text(self):
        return "[%s]" % self
