"""Recognises known mistakes and says what is seen, in words that a teacher can edit."""
