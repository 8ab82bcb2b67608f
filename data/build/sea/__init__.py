"""The sea network, its lanes and shortcuts, and rivers."""
