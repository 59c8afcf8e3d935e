from .wheels import *
