"""Grading in a workflow: where it runs, what is graded, and what that place needs to be told."""
