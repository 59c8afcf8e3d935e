"""Shows the three ways to import from a package."""

import mypackage.utils

from mypackage import mathutils

from mypackage.stringutils import title_case

# Line 1
message = mypackage.utils.some_function()
print(message)

# Line 2
number = 4
print(mathutils.square(number))

# Line 3
bike = "green city bike"
print(title_case(bike))
