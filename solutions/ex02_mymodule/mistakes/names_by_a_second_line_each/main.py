"""The screen beside the door."""

import mymodule
from mymodule import PI
from mymodule import greet

print(mymodule.greet("Alice"))
print(PI)
print(greet("Bob"))
