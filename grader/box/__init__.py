"""The sandbox, its trusted side: what starts it, what it may see, and what it may use."""
