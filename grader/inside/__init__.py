"""All that exists in the student's process. Standard library only; nothing of ours but itself."""
