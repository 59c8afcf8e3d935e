"""The small tools of Spoke & Co."""

import sys

from . import numbers

sys.modules["numbers"] = numbers
