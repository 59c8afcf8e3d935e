from .table import RATES
from bank import table
import helpers


class Account:
    def __init__(self, kind):
        self.kind = kind

    def rate(self):
        return RATES[self.kind]

    def via(self):
        return table.RATES[self.kind]

    def doubled(self):
        return helpers.double(self.rate())
