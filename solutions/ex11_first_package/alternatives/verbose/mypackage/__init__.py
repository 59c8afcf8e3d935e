# This file makes the folder a package. It has nothing to do.
