"""The grader of a course on Python modules and packages, and of every course laid out like it."""
