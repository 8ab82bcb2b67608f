"""Roads, railways, borders, rail terminals and pipelines."""
