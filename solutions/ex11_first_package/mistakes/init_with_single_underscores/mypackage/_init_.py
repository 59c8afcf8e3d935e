"""Small helpers of Spoke & Co."""
