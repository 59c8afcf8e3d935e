"""The screen beside the door."""

import mymodule

print(mymodule.greet("Alice"))
print(mymodule.PI)
print(mymodule.greet("Bob"))
