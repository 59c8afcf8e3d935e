"""The gates that an exercise must pass: a module for each noun, and `registry` for the list of them."""
