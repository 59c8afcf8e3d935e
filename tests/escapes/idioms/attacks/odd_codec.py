# files: odd.py: # coding: undefined
