"""What is written at the desk."""

from .invoice import invoice
