# Both ways to import a module, one after the other.
from mymodule import (
    greet,
    PI,
)
import mymodule

first_line = mymodule.greet("Alice")
second_line = str(PI)
third_line = greet("Bob")

print(first_line)
print(second_line)
print(third_line)
