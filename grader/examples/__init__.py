"""The visible examples of a task: read from its README.md, run in the box, compared with what stands there."""
