"""Small helpers of Spoke & Co."""

from . import mathutils, stringutils, utils
