"""The tools of Spoke & Co., all to be had from here."""

VERSION = "1.0"
