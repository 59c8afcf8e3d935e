"""A script that does not close what it writes."""

kept = open('kept.txt', 'w')
kept.write(open('in.txt').read())
