"Members and loans."

from . import loans as _loans, members as _members
from .connection import connect
from .loans import *
from .members import *

__all__ = ["connect", *_members.__all__, *_loans.__all__]
