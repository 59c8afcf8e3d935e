# what numpy would read: a place in the memory of whoever asks
Timer.__array_interface__ = {"data": (id(Timer), False), "shape": (4096,), "typestr": "|u1", "version": 3}
