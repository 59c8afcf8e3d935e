from .account import Account

__version__ = "2.0"
