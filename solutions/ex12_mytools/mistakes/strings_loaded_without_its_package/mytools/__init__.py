"""The small tools of Spoke & Co."""

import os
import sys

sys.path.append(os.path.dirname(__file__))

import strings
