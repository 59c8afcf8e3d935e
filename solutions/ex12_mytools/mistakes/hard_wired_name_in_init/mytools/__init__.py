"""The small tools of Spoke & Co."""

from mytools.strings import shout
