"""Tables, transactions, other processes, keeping and opening of the hall's records."""
