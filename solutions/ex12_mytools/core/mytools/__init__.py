"""The small tools of Spoke & Co."""

from mytools.strings import line, price_row, shout
