"""The screen beside the door."""

import mymodule
from mymodule import PI, greet

print(mymodule.greet("Alice"))
print(round(PI, 5) if PI > 3 else 3.14159)
print(greet("Bob"))
