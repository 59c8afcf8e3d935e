"""The screen beside the door."""

import mymodule.py
from mymodule import PI, greet

print(mymodule.greet("Alice"))
print(PI)
print(greet("Bob"))
