"""The screen beside the door."""

import mymodule
from mymodule import greet

print(mymodule.greet("Alice"))
print(mymodule.PI)
print(greet("Bob"))
