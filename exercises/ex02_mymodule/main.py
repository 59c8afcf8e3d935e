# line 1: the greeting for Alice
# line 2: PI
# line 3: the greeting for Bob
