from os import *

WINNER = "parts"
LOST_BUILTIN = "open"

with open("answers.txt", "w") as file:
    file.write(LOST_BUILTIN)
