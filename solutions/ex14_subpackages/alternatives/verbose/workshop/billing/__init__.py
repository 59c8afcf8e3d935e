# Bills and what belongs to them.
