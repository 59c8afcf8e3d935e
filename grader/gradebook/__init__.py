"""The gradebook: what a class's results are worth under the course's rules, and the files that tell it."""
