"""Ways to leave a folder."""

import os
import shutil

# pyfakefs walks every path from the top, and takes its time
DEPTH = 50 if type(os.mkdir).__name__ == "method" else 1200

def lock():
    os.makedirs("a/b/c")
    open("a/b/c/file", "w").close()
    os.chmod("a/b", 0)
    os.chmod("a", 0)

def trap():
    os.mkfifo("pipe")
    os.symlink("/tmp", "away")
    os.remove("mess.py")
    os.symlink("/etc/hostname", "mess.py")
    os.rename("pack", "moved")
    os.symlink("/", "pack")

def dig():
    for _ in range(DEPTH):
        os.mkdir("d")
        os.chdir("d")

def vanish():
    here = os.getcwd()
    os.chdir("/")
    shutil.rmtree(here)
