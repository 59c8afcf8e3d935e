"""The screen beside the door."""

from mymodule import PI, greet

print(greet("Alice"))
print(PI)
print(greet("Bob"))
