"""Try out the new package of Spoke & Co."""

import mypackage.utils
from mypackage.mathutils import square
from mypackage.stringutils import title_case

print(mypackage.utils.some_function())
print(square(4))
print(title_case("green city bike"))
