"""The trade table and economies, raw materials, and goods by class."""
