"""Try out the new package of Spoke & Co."""

import mypackage.utils
from mypackage import mathutils, stringutils

print(mypackage.utils.some_function())
print(mathutils.square(4))
print(stringutils.title_case("green city bike"))
