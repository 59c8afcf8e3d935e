# moved to dice_roller.py
