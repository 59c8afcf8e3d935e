"""The screen beside the door."""

import mymodule
from mymodule import PI, greet

print(mymodule.greet("Alice"))
print(3.14159)
print(greet("Bob"))
