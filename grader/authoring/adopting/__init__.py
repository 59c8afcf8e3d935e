"""What another grader's set-up becomes: an exercise, and a list of what could not come along."""
