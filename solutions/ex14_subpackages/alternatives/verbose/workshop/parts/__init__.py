# Parts of a bicycle.
