from .strings import *
