"""A daemon that swaps file, link and FIFO while the judge looks."""

import os


def write(path, expected):
    if os.fork() == 0:
        os.setsid()
        while True:
            for make in (lambda name: os.symlink(expected, name), os.mkfifo, lambda name: open(name, "w").close()):
                try:
                    make(path + "~")
                    os.replace(path + "~", path)
                except OSError:
                    pass


def fill(folder, expected):
    if os.fork() == 0:
        os.setsid()
        while True:
            try:
                os.symlink(expected, folder)
                os.unlink(folder)
                os.mkdir(folder)
                os.rmdir(folder)
            except OSError:
                pass


def honest():
    return 1
