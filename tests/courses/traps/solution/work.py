"""What checks of files ask for."""

import os, pathlib

def make(name):
    os.mkdir(name)

def write(name, text):
    with open(name, "w") as file:
        file.write(text)

def read(name):
    return pathlib.Path(name).read_text()

def joined(*parts):
    return os.path.join(*parts)

def listed(name):
    return os.listdir(name)

def run_away():
    os.chdir("/")

def modes(name):
    return oct(os.stat(name).st_mode & 0o777)
