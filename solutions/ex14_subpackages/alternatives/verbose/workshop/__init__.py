# Everything the workshop needs.
