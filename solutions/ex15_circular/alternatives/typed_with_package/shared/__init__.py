"""What orders and customers both need."""
