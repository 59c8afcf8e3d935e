"""The process above judge and box: it starts them, watches them from outside, and kills them."""
