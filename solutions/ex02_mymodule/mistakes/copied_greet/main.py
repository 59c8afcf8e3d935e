"""The screen beside the door."""

import mymodule
from mymodule import PI, greet



def greet(name):
    return f"Hello, {name}!"


print(mymodule.greet("Alice"))
print(PI)
print(greet("Bob"))
