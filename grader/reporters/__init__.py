"""Every way to show a result: pure functions from a `Result` to a string, one file per format."""
