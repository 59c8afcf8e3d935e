import datetime


def today():
    return 5
