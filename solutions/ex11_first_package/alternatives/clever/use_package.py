import mypackage.utils
from mypackage import mathutils as mu
from mypackage.stringutils import title_case as tidy

print(mypackage.utils.some_function(), mu.square(4), tidy("GREEN CITY BIKE"), sep="\n")
