"""The small tools of Spoke & Co."""
