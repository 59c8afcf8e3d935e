from shop_core import *
