"""All of the software of Spoke & Co."""
