import mymodule as shared
from mymodule import greet as hello, PI

print(shared.greet("Alice"), PI, hello("Bob"), sep="\n")
