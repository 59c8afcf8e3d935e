"""The small tools of Spoke & Co."""

from strings import shout
