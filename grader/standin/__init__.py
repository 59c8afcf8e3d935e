"""The student's objects as the suite sees them: stand-ins that ask over the wire, and the policy of what to believe."""
