"""The screen beside the door."""

import mymodule
from mymodule import PI, greet

print(mymodule.greet("Alice"))
print(PI)


def hello(name):
    return greet(name)


print(hello("Bob"))
