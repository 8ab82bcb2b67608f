"""Gravity estimation: what `sogdia.estimate` takes and gives."""
