"""Countries, cities and border towns, and what they are called."""
