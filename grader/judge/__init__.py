"""The trusted process that runs the hidden suite: pytest, stand-ins and verdicts. It never runs student code."""
