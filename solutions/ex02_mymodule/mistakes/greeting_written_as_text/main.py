"""The screen beside the door."""

import mymodule
from mymodule import PI, greet

print("Hello, Alice!")
print(PI)
print(greet("Bob"))
