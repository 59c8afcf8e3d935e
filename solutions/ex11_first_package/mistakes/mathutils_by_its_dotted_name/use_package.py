"""Try out the new package of Spoke & Co."""

import mypackage.utils
import mypackage.mathutils
from mypackage.stringutils import title_case

print(mypackage.utils.some_function())
print(mypackage.mathutils.square(4))
print(title_case("green city bike"))
