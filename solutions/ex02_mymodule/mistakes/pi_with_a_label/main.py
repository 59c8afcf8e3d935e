"""The screen beside the door."""

import mymodule
from mymodule import PI, greet

print(mymodule.greet("Alice"))
print("PI =", PI)
print(greet("Bob"))
