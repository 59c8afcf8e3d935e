# This file becomes your first module. It needs three things:
#   greet(name), a function
#   PI, a variable
#   Badge, a class
