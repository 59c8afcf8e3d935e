"""The Friday report."""

# Please, can somebody help? The usual way does not work with these files.

# "import dp" does work. But what is dp? I have to look it up each time.
clean = __import__("dp").clean

# No error in this line, but roll() stops with one further down. Why?
dice = __import__("random")

# "import 2prices" is a SyntaxError. This is not, do not ask me how.
prices = __import__("2prices")

# "import text-utils": another SyntaxError. Python sees a minus.
texts = __import__("text-utils")

thing = clean("  Bottle   CAGE")
print(f"{thing}: {prices.cost_of(thing)}")
print(texts.framed("open until 6"))
print("dice:", "ok" if dice.roll() in range(1, 7) else "lost")
