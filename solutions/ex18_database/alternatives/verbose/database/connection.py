"""This module makes new databases."""


def connect():
    """Make a database without members and without loans."""
    database = {}
    database["members"] = {}
    database["loans"] = []
    return database
