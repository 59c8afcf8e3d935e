"""Try out the new package of Spoke & Co."""

# Three imports, one for each line that is printed:
#   import mypackage.utils
#   from mypackage import mathutils
#   from mypackage.stringutils import title_case

# Line 1: what some_function gives back.
# Line 2: the square of 4.
# Line 3: "green city bike" in title case.
