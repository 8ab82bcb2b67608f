"""Ports and airports, and what they are called."""
