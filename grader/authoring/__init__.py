"""What authors run: the gate that proves an exercise right before students see it."""
