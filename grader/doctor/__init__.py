"""What box this machine can give, and why not more: found out by trying, told with the remedy."""
