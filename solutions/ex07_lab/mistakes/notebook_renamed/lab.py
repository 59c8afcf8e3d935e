{
 "cells": [
  {
   "cell_type": "markdown",
   "id": "cell-01",
   "metadata": {},
   "source": [
    "# Import lab\n",
    "\n",
    "Fill in the cells from top to bottom: put your own code where the three dots are, and keep the names.\n",
    "Each cell may use what the cells above it have made.\n",
    "Before you hand in, choose *Restart kernel and run all cells*: no cell may end with an error."
   ]
  },
  {
   "cell_type": "markdown",
   "id": "cell-02",
   "metadata": {},
   "source": [
    "**1.** Import `math` under the nickname `m`. Through the nickname, take the square root of 9."
   ]
  },
  {
   "cell_type": "code",
   "execution_count": null,
   "id": "cell-03",
   "metadata": {},
   "outputs": [],
   "source": [
    "import math as m\n",
    "\n",
    "root = m.sqrt(9)"
   ]
  },
  {
   "cell_type": "markdown",
   "id": "cell-04",
   "metadata": {},
   "source": [
    "**2.** Import `rates`, the file next to this notebook. `here` is the value of `__name__` in this notebook, `there` the value it has in `rates`."
   ]
  },
  {
   "cell_type": "code",
   "execution_count": null,
   "id": "cell-05",
   "metadata": {},
   "outputs": [],
   "source": [
    "import rates\n",
    "\n",
    "here = __name__\n",
    "there = rates.__name__"
   ]
  },
  {
   "cell_type": "markdown",
   "id": "cell-06",
   "metadata": {},
   "source": [
    "**3.** What is `rates`? `kind` is the name of its type, as text."
   ]
  },
  {
   "cell_type": "code",
   "execution_count": null,
   "id": "cell-07",
   "metadata": {},
   "outputs": [],
   "source": [
    "kind = type(rates).__name__"
   ]
  },
  {
   "cell_type": "markdown",
   "id": "cell-08",
   "metadata": {},
   "source": [
    "**4.** `public` is the sorted list of all names in `rates` that do not start with an underscore. `dir(rates)` knows all names."
   ]
  },
  {
   "cell_type": "code",
   "execution_count": null,
   "id": "cell-09",
   "metadata": {},
   "outputs": [],
   "source": [
    "public = sorted(name for name in dir(rates) if not name.startswith(\"_\"))"
   ]
  },
  {
   "cell_type": "markdown",
   "id": "cell-10",
   "metadata": {},
   "source": [
    "**5.** Import `rates` a second time, in any way you like. `same` says whether both imports gave the very same object."
   ]
  },
  {
   "cell_type": "code",
   "execution_count": null,
   "id": "cell-11",
   "metadata": {},
   "outputs": [],
   "source": [
    "import rates as second\n",
    "\n",
    "same = second is rates"
   ]
  },
  {
   "cell_type": "markdown",
   "id": "cell-12",
   "metadata": {},
   "source": [
    "**6.** With Python, change the file `rates.py` so that it holds the line `RATE = 22`. Import `rates` again, and keep the rate that it has now."
   ]
  },
  {
   "cell_type": "code",
   "execution_count": null,
   "id": "cell-13",
   "metadata": {},
   "outputs": [],
   "source": [
    "with open(\"rates.py\", \"w\", encoding=\"utf-8\") as file:\n",
    "    file.write(\"RATE = 22\\n\")\n",
    "\n",
    "import rates\n",
    "\n",
    "before_reload = rates.RATE"
   ]
  },
  {
   "cell_type": "markdown",
   "id": "cell-14",
   "metadata": {},
   "source": [
    "**7.** Have Python read the file again, and keep the rate that `rates` has now."
   ]
  },
  {
   "cell_type": "code",
   "execution_count": null,
   "id": "cell-15",
   "metadata": {},
   "outputs": [],
   "source": [
    "import importlib\n",
    "\n",
    "importlib.reload(rates)\n",
    "after_reload = rates.RATE"
   ]
  },
  {
   "cell_type": "markdown",
   "id": "cell-16",
   "metadata": {},
   "source": [
    "**8. Stretch.** Import `RATE` from `rates` under the name `old`. Change the file to `RATE = 333` and have it read again. `old_value` is what `old` is now, `new_value` what `rates.RATE` is now."
   ]
  },
  {
   "cell_type": "code",
   "execution_count": null,
   "id": "cell-17",
   "metadata": {},
   "outputs": [],
   "source": [
    "from rates import RATE as old\n",
    "\n",
    "with open(\"rates.py\", \"w\", encoding=\"utf-8\") as file:\n",
    "    file.write(\"RATE = 333\\n\")\n",
    "\n",
    "importlib.reload(rates)\n",
    "old_value = old\n",
    "new_value = rates.RATE"
   ]
  },
  {
   "cell_type": "markdown",
   "id": "cell-18",
   "metadata": {},
   "source": [
    "**Stretch, in one sentence:** `old` is a name of this notebook for the object that `RATE` was, and a reload gives a new object to the module's name only."
   ]
  }
 ],
 "metadata": {
  "kernelspec": {
   "display_name": "Python 3",
   "language": "python",
   "name": "python3"
  },
  "language_info": {
   "name": "python"
  }
 },
 "nbformat": 4,
 "nbformat_minor": 5
}
