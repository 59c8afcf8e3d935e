"""The screen beside the door."""

from mymodule import PI, greet

print(mymodule.greet("Alice"))
print(PI)
print(greet("Bob"))
